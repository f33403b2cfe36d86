//! Who counts as one client.

use std::net::{IpAddr, Ipv6Addr};

use actix_web::HttpRequest;

use crate::network::Proxies;

/// The client, as far as it can be told apart: none over a Unix socket.
pub(super) fn client(proxies: &Proxies, request: &HttpRequest) -> Option<IpAddr> {
    proxies.client_or_proxy(request).map(grouped)
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
    use actix_web::test::TestRequest;

    use super::client;
    use crate::network::Proxies;

    fn of(peer: &str, field: &str) -> String {
        let proxies = Proxies::read(&["10.0.7.0/24".into()]).expect("networks");
        let mut request = TestRequest::default().append_header(("x-forwarded-for", field));
        if !peer.is_empty() {
            request = request.peer_addr(peer.parse().expect("an address"));
        }
        let client = client(&proxies, &request.to_http_request());
        client.map(|it| it.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_network_of_ipv6_is_one_client() {
        let one = of("[2001:db8:1:2:3:4:5:6]:1", "");
        assert_eq!(one, of("[2001:db8:1:2::1]:1", ""));
        assert_eq!(one, of("[2001:db8:1:ff::1]:1", ""));
        assert_eq!(one, of("10.0.7.2:1", "2001:db8:1:77::1"));
        assert_ne!(one, of("[2001:db8:1:100::1]:1", ""));
    }

    #[test]
    fn an_address_of_ipv4_is_one_client() {
        assert_eq!(of("198.51.100.7:1", "192.0.2.1"), "198.51.100.7");
        assert_eq!(of("10.0.7.2:1", "198.51.100.7"), "198.51.100.7");
    }

    #[test]
    fn where_a_proxy_says_nothing_it_counts_itself() {
        assert_eq!(of("10.0.7.2:1", "unknown"), "10.0.7.2");
        assert_eq!(of("10.0.7.2:1", "10.0.7.1, 10.0.7.3"), "10.0.7.1");
        assert_eq!(of("", "unknown"), "");
    }
}
