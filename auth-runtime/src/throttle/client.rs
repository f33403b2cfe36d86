//! From which address a request comes.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderMap, X_FORWARDED_FOR};
use ipnet::IpNet;

/// Networks whose word is taken for where a request comes from.
///
/// In `X-Forwarded-For` only. A proxy extends one field and passes others on as the client wrote
/// them, so whoever also read `Forwarded` (RFC 7239) would read what the client made up.
#[derive(Debug, Default)]
pub(super) struct Proxies(Vec<IpNet>);

impl Proxies {
    pub(super) fn read(networks: &[String]) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let mut read = Vec::new();
        for text in networks {
            match network(text) {
                Some(network) if network.prefix_len() > 0 => read.push(network),
                Some(_) => problems.push(format!(
                    "the trusted proxies {text:?} are everybody: any client could pass for another"
                )),
                None => problems.push(format!(
                    "the trusted proxy {text:?} is no address and no network: write `10.0.7.1` or \
                     `10.0.7.0/24`"
                )),
            }
        }
        if problems.is_empty() {
            Ok(Self(read))
        } else {
            Err(problems)
        }
    }

    /// The client, as far as it can be told apart: none over a Unix socket.
    pub(super) fn client(&self, request: &HttpRequest) -> Option<IpAddr> {
        let peer = request.peer_addr().map(|peer| peer.ip().to_canonical());
        let is_proxy = match peer {
            Some(peer) => self.trust(peer),
            None => !self.0.is_empty(),
        };
        let client = is_proxy
            .then(|| self.forwarded(request.headers()))
            .flatten();
        client.or(peer).map(grouped)
    }

    fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The last address that none of the proxies has; if all are theirs, the first. None where an
    /// entry up to there cannot be read: then the proxies do not do what they are trusted to do. What
    /// stands before is the client's own, and not looked at.
    fn forwarded(&self, headers: &HeaderMap) -> Option<IpAddr> {
        let fields: Vec<_> = headers.get_all(X_FORWARDED_FOR).collect();
        let entries = fields
            .iter()
            .rev()
            .flat_map(|field| field.as_bytes().rsplit(|byte| *byte == b','));
        let mut first = None;
        for entry in entries {
            let address = address(entry)?;
            if !self.trust(address) {
                return Some(address);
            }
            first = Some(address);
        }
        first
    }
}

fn network(text: &str) -> Option<IpNet> {
    let address = || text.parse().ok().map(|it: IpAddr| it.to_canonical());
    text.parse().ok().or_else(|| address().map(IpNet::from))
}

/// With a port or without: some proxies write it.
fn address(entry: &[u8]) -> Option<IpAddr> {
    let entry = std::str::from_utf8(entry).ok()?.trim_matches([' ', '\t']);
    let address = entry.parse().ok();
    let address = address.or_else(|| entry.parse().ok().map(|it: SocketAddr| it.ip()));
    address.map(|it| it.to_canonical())
}

/// One customer has a whole network of IPv6, and can send each request from another address in it: a
/// /56 is what homes are given (RFC 6177 §1), and counted by /64 that would be 256 clients.
fn grouped(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let network = address.to_bits() >> 72 << 72;
            Ipv6Addr::from_bits(network).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderValue, X_FORWARDED_FOR};
    use actix_web::test::TestRequest;
    use proptest::prelude::*;

    use super::Proxies;

    fn proxies(networks: &[&str]) -> Proxies {
        let networks: Vec<_> = networks.iter().map(|it| (*it).to_owned()).collect();
        Proxies::read(&networks).expect("networks")
    }

    fn client(proxies: &Proxies, peer: &str, fields: &[&[u8]]) -> String {
        let mut request = TestRequest::default();
        if !peer.is_empty() {
            request = request.peer_addr(peer.parse().expect("an address"));
        }
        for field in fields {
            let value = HeaderValue::from_bytes(field).expect("a field");
            request = request.append_header((X_FORWARDED_FOR, value));
        }
        let client = proxies.client(&request.to_http_request());
        client.map(|it| it.to_string()).unwrap_or_default()
    }

    #[test]
    fn the_word_of_a_stranger_counts_for_nothing() {
        for proxies in [proxies(&[]), proxies(&["10.0.7.0/24"])] {
            for field in ["192.0.2.1", "10.0.7.1", "", "x"] {
                let fields = [field.as_bytes()];
                assert_eq!(client(&proxies, "198.51.100.7:1", &fields), "198.51.100.7");
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
            (&["[2001:db8::5]:50123"], "2001:db8::"),
            (&["::ffff:198.51.100.7"], "198.51.100.7"),
            (&["::ffff:10.0.7.9"], "10.0.7.9"),
            (&["10.0.7.1, 10.0.7.2"], "10.0.7.1"),
        ] {
            let fields: Vec<_> = fields.iter().map(|it| it.as_bytes()).collect();
            assert_eq!(client(&proxies, "10.0.7.2:1", &fields), seen, "{fields:?}");
            assert_eq!(client(&proxies, "[::ffff:10.0.7.2]:1", &fields), seen);
        }
        let fields = [&b"\xff\xfe, 198.51.100.7"[..]];
        assert_eq!(client(&proxies, "10.0.7.2:1", &fields), "198.51.100.7");
    }

    #[test]
    fn what_the_proxy_itself_wrote_wrong_leaves_the_proxy() {
        let proxies = proxies(&["10.0.7.0/24"]);
        for field in [
            "",
            "unknown",
            "198.51.100.7, ",
            "198.51.100.7;",
            "_hidden",
            "010.0.0.1",
        ] {
            let fields = [field.as_bytes()];
            assert_eq!(
                client(&proxies, "10.0.7.2:1", &fields),
                "10.0.7.2",
                "{field}"
            );
        }
        assert_eq!(client(&proxies, "10.0.7.2:1", &[]), "10.0.7.2");
    }

    #[test]
    fn a_network_of_ipv6_is_one_client() {
        let proxies = proxies(&[]);
        let one = client(&proxies, "[2001:db8:1:2:3:4:5:6]:1", &[]);
        assert_eq!(one, client(&proxies, "[2001:db8:1:2::1]:1", &[]));
        assert_eq!(one, client(&proxies, "[2001:db8:1:ff::1]:1", &[]));
        assert_ne!(one, client(&proxies, "[2001:db8:1:100::1]:1", &[]));
    }

    #[test]
    fn a_unix_socket_leads_to_a_proxy_only_where_there_are_any() {
        let fields = [&b"198.51.100.7"[..]];
        assert_eq!(client(&proxies(&[]), "", &fields), "");
        assert_eq!(client(&proxies(&["10.0.7.1"]), "", &fields), "198.51.100.7");
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
            prop_assert_eq!(client(&proxies, "10.0.7.2:1", &fields), "198.51.100.7");
            let fields = [field.as_bytes(), more.as_bytes()];
            prop_assert_eq!(client(&proxies, "198.51.100.7:1", &fields), "198.51.100.7");
        }
    }
}
