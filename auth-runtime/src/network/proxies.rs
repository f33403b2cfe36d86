//! Whose word is taken for where a request comes from.

use std::net::{IpAddr, SocketAddr};

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderMap, X_FORWARDED_FOR};
use ipnet::IpNet;

use super::written::network;

/// Networks whose word is taken for where a request comes from.
///
/// In `X-Forwarded-For` only. A proxy extends one field and passes others on as the client wrote
/// them, so whoever also read `Forwarded` (RFC 7239) would read what the client made up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Proxies(Vec<IpNet>);

/// Who sent a request, as far as there are addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sender {
    Client(IpAddr),
    /// This proxy, and nobody says for whom.
    Proxy(IpAddr),
    Unknown,
}

impl Proxies {
    pub(crate) fn read(networks: &[String]) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let mut read = Vec::new();
        for text in networks {
            match network(text) {
                Ok(network) if network.prefix_len() > 0 => read.push(network),
                Ok(_) => problems.push(format!(
                    "the trusted proxies {text:?} are everybody: any client could pass for another"
                )),
                Err(mistake) => problems.push(format!("the trusted proxy {text:?} {mistake}")),
            }
        }
        if problems.is_empty() {
            Ok(Self(read))
        } else {
            Err(problems)
        }
    }

    /// The client. None where nobody says who that is: over a Unix socket, and where a proxy does not do
    /// what it is trusted to do. A proxy is never taken for the client, because whoever it serves would
    /// come from an address of ours.
    pub(crate) fn client(&self, request: &HttpRequest) -> Option<IpAddr> {
        match self.sender(request) {
            Sender::Client(client) => Some(client),
            Sender::Proxy(_) | Sender::Unknown => None,
        }
    }

    /// The client or, where nobody says who that is, the proxy that is nearest to it.
    #[cfg(feature = "throttle")]
    pub(crate) fn client_or_proxy(&self, request: &HttpRequest) -> Option<IpAddr> {
        match self.sender(request) {
            Sender::Client(address) | Sender::Proxy(address) => Some(address),
            Sender::Unknown => None,
        }
    }

    fn sender(&self, request: &HttpRequest) -> Sender {
        let peer = request.peer_addr().map(|peer| peer.ip().to_canonical());
        match peer {
            Some(peer) if !self.trust(peer) => Sender::Client(peer),
            None if self.0.is_empty() => Sender::Unknown,
            _ => {
                let forwarded = self.forwarded(request.headers());
                let proxy = || peer.map_or(Sender::Unknown, Sender::Proxy);
                forwarded.unwrap_or_else(proxy)
            }
        }
    }

    fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The last address that none of the proxies has; if all are theirs, the first. None where an
    /// entry up to there cannot be read: then the proxies do not do what they are trusted to do. What
    /// stands before is the client's own, and not looked at.
    fn forwarded(&self, headers: &HeaderMap) -> Option<Sender> {
        let fields: Vec<_> = headers.get_all(X_FORWARDED_FOR).collect();
        let entries = fields
            .iter()
            .rev()
            .flat_map(|field| field.as_bytes().rsplit(|byte| *byte == b','));
        let mut first = None;
        for entry in entries {
            let address = address(entry)?;
            if !self.trust(address) {
                return Some(Sender::Client(address));
            }
            first = Some(Sender::Proxy(address));
        }
        first
    }
}

/// With a port or without: some proxies write it.
fn address(entry: &[u8]) -> Option<IpAddr> {
    let entry = std::str::from_utf8(entry).ok()?.trim_matches([' ', '\t']);
    let address = entry.parse().ok();
    let address = address.or_else(|| entry.parse().ok().map(|it: SocketAddr| it.ip()));
    address.map(|it| it.to_canonical())
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use actix_web::http::header::{HeaderValue, X_FORWARDED_FOR};
    use actix_web::test::TestRequest;
    use proptest::prelude::*;

    use super::{Proxies, Sender};

    fn proxies(networks: &[&str]) -> Proxies {
        let networks: Vec<_> = networks.iter().map(|it| (*it).to_owned()).collect();
        Proxies::read(&networks).expect("networks")
    }

    fn sender(proxies: &Proxies, peer: &str, fields: &[&[u8]]) -> Sender {
        let mut request = TestRequest::default();
        if !peer.is_empty() {
            request = request.peer_addr(peer.parse().expect("an address"));
        }
        for field in fields {
            let value = HeaderValue::from_bytes(field).expect("a field");
            request = request.append_header((X_FORWARDED_FOR, value));
        }
        let request = request.to_http_request();
        let sender = proxies.sender(&request);
        let client = proxies.client(&request);
        assert_eq!(client.map(Sender::Client), client.map(|_| sender));
        sender
    }

    fn client(address: &str) -> Sender {
        Sender::Client(address.parse().expect("an address"))
    }

    fn proxy(address: &str) -> Sender {
        Sender::Proxy(address.parse().expect("an address"))
    }

    #[test]
    fn the_word_of_a_stranger_counts_for_nothing() {
        for proxies in [proxies(&[]), proxies(&["10.0.7.0/24"])] {
            for field in ["192.0.2.1", "10.0.7.1", "", "x"] {
                let fields = [field.as_bytes()];
                let sender = sender(&proxies, "198.51.100.7:1", &fields);
                assert_eq!(sender, client("198.51.100.7"));
            }
        }
    }

    #[test]
    fn behind_proxies_the_last_address_that_is_not_theirs_is_the_client() {
        let proxies = proxies(&["10.0.7.0/24", "2001:db8:7::/48", "192.0.2.250"]);
        for (fields, seen) in [
            (&["198.51.100.7"][..], "198.51.100.7"),
            (&["6.6.6.6, 198.51.100.7"], "198.51.100.7"),
            (&["6.6.6.6,198.51.100.7 ,\t10.0.7.9"], "198.51.100.7"),
            (
                &["6.6.6.6", "198.51.100.7", "10.0.7.9, 192.0.2.250"],
                "198.51.100.7",
            ),
            (&["6.6.6.6, 198.51.100.7, 2001:db8:7::1"], "198.51.100.7"),
            (&["not an address, 198.51.100.7"], "198.51.100.7"),
            (&["198.51.100.7:50123"], "198.51.100.7"),
            (&["[2001:db8::5]:50123"], "2001:db8::5"),
            (&["2001:db8:8:7:6:5:4:3"], "2001:db8:8:7:6:5:4:3"),
            (&["::ffff:198.51.100.7"], "198.51.100.7"),
        ] {
            let fields: Vec<_> = fields.iter().map(|it| it.as_bytes()).collect();
            for peer in ["10.0.7.2:1", "[::ffff:10.0.7.2]:1"] {
                assert_eq!(sender(&proxies, peer, &fields), client(seen), "{fields:?}");
            }
        }
        let fields = [&b"\xff\xfe, 198.51.100.7"[..]];
        assert_eq!(
            sender(&proxies, "10.0.7.2:1", &fields),
            client("198.51.100.7")
        );
    }

    #[test]
    fn what_the_proxy_itself_wrote_wrong_leaves_the_proxy_and_no_client() {
        let proxies = proxies(&["10.0.7.0/24"]);
        for field in [
            "",
            "unknown",
            "198.51.100.7, ",
            "198.51.100.7;",
            "_hidden",
            "010.0.0.1",
            "198.51.100.7, unknown, 10.0.7.9",
        ] {
            let fields = [field.as_bytes()];
            let sender = sender(&proxies, "10.0.7.2:1", &fields);
            assert_eq!(sender, proxy("10.0.7.2"), "{field}");
        }
        assert_eq!(sender(&proxies, "10.0.7.2:1", &[]), proxy("10.0.7.2"));
    }

    #[test]
    fn a_proxy_is_no_client() {
        let proxies = proxies(&["10.0.7.0/24"]);
        for (field, nearest) in [
            ("10.0.7.1, 10.0.7.2", "10.0.7.1"),
            ("::ffff:10.0.7.9", "10.0.7.9"),
        ] {
            let sender = sender(&proxies, "10.0.7.2:1", &[field.as_bytes()]);
            assert_eq!(sender, proxy(nearest));
        }
    }

    #[test]
    fn a_unix_socket_leads_to_a_proxy_only_where_there_are_any() {
        let fields = [&b"198.51.100.7"[..]];
        assert_eq!(sender(&proxies(&[]), "", &fields), Sender::Unknown);
        let proxies = proxies(&["10.0.7.1"]);
        assert_eq!(sender(&proxies, "", &fields), client("198.51.100.7"));
        assert_eq!(sender(&proxies, "", &[]), Sender::Unknown);
        assert_eq!(sender(&proxies, "", &[b"unknown"]), Sender::Unknown);
    }

    #[test]
    fn proxies_that_cannot_be_meant_are_reported_all_at_once() {
        let networks = [
            "10.0.0.0/33",
            "0.0.0.0/0",
            "::/0",
            "proxy.example",
            "10.0.0.1/8",
        ];
        let networks = networks.map(String::from);
        let problems = Proxies::read(&networks).expect_err("problems");
        assert_eq!(problems.len(), networks.len());
        for (problem, network) in problems.iter().zip(networks) {
            assert!(problem.contains(&format!("{network:?}")), "{problem}");
        }
    }

    fn any_address() -> impl Strategy<Value = IpAddr> {
        prop_oneof![
            any::<u32>().prop_map(|bits| IpAddr::V4(bits.into())),
            any::<u128>().prop_map(|bits| IpAddr::V6(bits.into())),
        ]
    }

    proptest! {
        #[test]
        fn whatever_a_client_writes_it_stays_who_it_is(
            field in "[ -~\u{80}-\u{ff}]{0,80}",
            more in "[0-9a-f.:, ]{0,40}",
        ) {
            let proxies = proxies(&["10.0.7.0/24"]);
            let appended = format!("{field}, 198.51.100.7");
            let fields = [more.as_bytes(), appended.as_bytes()];
            prop_assert_eq!(sender(&proxies, "10.0.7.2:1", &fields), client("198.51.100.7"));
            let fields = [field.as_bytes(), more.as_bytes()];
            prop_assert_eq!(sender(&proxies, "198.51.100.7:1", &fields), client("198.51.100.7"));
        }

        #[test]
        fn a_client_is_known_by_its_whole_address(address in any_address()) {
            let address = address.to_canonical();
            let proxies = proxies(&["10.0.7.0/24"]);
            prop_assume!(!proxies.trust(address));
            let field = address.to_string();
            let behind = sender(&proxies, "10.0.7.2:1", &[field.as_bytes()]);
            prop_assert_eq!(behind, Sender::Client(address));
        }
    }
}
