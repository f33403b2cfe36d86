//! Networks as people write them.

use std::fmt;
use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net};

/// Why a text is no network.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mistake {
    Unreadable,
    /// Of an address in this network it cannot be told whether it, or all of them, are meant.
    Untruncated(IpNet),
}

/// `10.0.7.0/24`, `2001:db8::/32`, or one address. IPv4 in the clothes of IPv6 (RFC 4291 §2.5.5.2) is
/// IPv4, as it is where a request comes from.
pub(super) fn network(text: &str) -> Result<IpNet, Mistake> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Ok(IpNet::from(address.to_canonical()));
    }
    let network: IpNet = text.parse().map_err(|_| Mistake::Unreadable)?;
    if network.addr() == network.network() {
        Ok(canonical(network))
    } else {
        Err(Mistake::Untruncated(network))
    }
}

fn canonical(network: IpNet) -> IpNet {
    let IpNet::V6(written) = network else {
        return network;
    };
    let mapped = || {
        let address = written.network().to_ipv4_mapped()?;
        let length = written.prefix_len().checked_sub(96)?;
        Ipv4Net::new(address, length).ok()
    };
    mapped().map_or(network, IpNet::V4)
}

/// Behind the text itself: what is wrong, and what to write.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable => f.write_str(
                "is no address and no network: write `10.0.7.1`, `10.0.7.0/24` or `2001:db8::/32`",
            ),
            Self::Untruncated(network) => write!(
                f,
                "is an address and a network: write `{}` for the network, or `{}` for the address",
                network.trunc(),
                network.addr()
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::network;

    fn read(text: &str) -> String {
        match network(text) {
            Ok(network) => network.to_string(),
            Err(mistake) => format!("{text} {mistake}"),
        }
    }

    #[test]
    fn addresses_and_networks_are_read() {
        for (text, network) in [
            ("10.0.7.1", "10.0.7.1/32"),
            ("10.0.7.0/24", "10.0.7.0/24"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("2001:db8::1", "2001:db8::1/128"),
            ("2001:DB8::/32", "2001:db8::/32"),
            ("::ffff:10.0.7.1", "10.0.7.1/32"),
            ("::ffff:10.0.7.0/120", "10.0.7.0/24"),
            ("::ffff:0:0/96", "0.0.0.0/0"),
            ("::/0", "::/0"),
        ] {
            assert_eq!(read(text), network);
        }
    }

    #[test]
    fn an_address_with_a_shorter_prefix_is_not_guessed_at() {
        assert_eq!(
            read("10.0.7.1/8"),
            "10.0.7.1/8 is an address and a network: write `10.0.0.0/8` for the network, or \
             `10.0.7.1` for the address"
        );
        assert!(read("2001:db8::1/32").contains("write `2001:db8::/32` for the network"));
        assert!(read("::ffff:10.0.7.1/96").contains("is an address and a network"));
    }

    #[test]
    fn nothing_else_is_a_network() {
        for text in [
            "",
            " 10.0.0.0/8",
            "10.0.0.0/8 ",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0.0/08.",
            "10.0.0.0/",
            "10.0.0/8",
            "010.0.0.1",
            "10.0.0.0/255.0.0.0",
            "10.0.0.0-10.0.0.9",
            "2001:db8::/129",
            "fe80::1%eth0",
            "[::1]",
            "localhost",
            "10.0.0.0/8,192.0.2.0/24",
        ] {
            assert!(
                read(text).contains("is no address and no network"),
                "{text}"
            );
        }
    }
}
