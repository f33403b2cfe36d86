//! From where requests are accepted.

use std::fmt;
use std::net::IpAddr;

use actix_web::HttpRequest;
use ipnet::IpNet;

use super::ClientAddress;
use super::written::network;
use crate::condition::{Condition, Judgement, Verdict};
use crate::identity::Identity;

/// Networks from which requests are accepted, or are not.
///
/// For the whole app, with [`AuthBuilder::networks`](crate::AuthBuilder::networks), or for some handlers:
/// it is a [`Condition`]. A caller from elsewhere gets 403, or what a path that does not exist answers
/// where the attribute says `hide = true`. Its address goes to the log, and not into the answer.
///
/// ```
/// use actix_web::get;
/// use auth_runtime::{Auth, Networks, require_auth, require_condition};
///
/// #[get("/books")]
/// #[require_auth]
/// #[require_condition("office")]
/// async fn books() -> &'static str {
///     "the books"
/// }
///
/// # fn main() -> Result<(), auth_runtime::NetworksError> {
/// let builder = Auth::builder()
///     .trusted_proxies(["10.0.7.0/24"])
///     .condition("office", Networks::only(["192.0.2.0/24", "2001:db8::/32"])?);
/// # Ok(())
/// # }
/// ```
///
/// An address is a [`ClientAddress`]: behind a reverse proxy, name your proxies in
/// [`AuthBuilder::trusted_proxies`](crate::AuthBuilder::trusted_proxies), or all clients have the
/// proxy's. Where nobody knows the address, the caller is refused, by a list of the blocked too; in a
/// test, [`TestRequest::peer_addr`](actix_web::test::TestRequest::peer_addr) says it.
///
/// Addresses of IPv4 are in networks of IPv4 only: `::/0` has none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Networks {
    /// Everywhere, when there is no such list.
    only: Option<Vec<IpNet>>,
    except: Vec<IpNet>,
}

impl Networks {
    /// These, and no others: addresses (`192.0.2.7`) or networks (`192.0.2.0/24`).
    ///
    /// # Errors
    ///
    /// Every text that is no network, and an empty list. What cannot be read is never left out: the
    /// list would let pass, or block, others than it says.
    ///
    /// ```
    /// use auth_runtime::Networks;
    ///
    /// let error = Networks::only(["192.0.2.0/24", "10.0.7.1/8", "the office"]).unwrap_err();
    /// assert_eq!(error.problems().len(), 2);
    /// ```
    pub fn only<S: AsRef<str>>(
        networks: impl IntoIterator<Item = S>,
    ) -> Result<Self, NetworksError> {
        Ok(Self {
            only: Some(read(networks)?),
            except: Vec::new(),
        })
    }

    /// All but these.
    ///
    /// # Errors
    ///
    /// Those of [`only`](Self::only).
    pub fn except<S: AsRef<str>>(
        networks: impl IntoIterator<Item = S>,
    ) -> Result<Self, NetworksError> {
        Ok(Self {
            only: None,
            except: read(networks)?,
        })
    }

    /// Less these, in either case.
    ///
    /// ```
    /// use auth_runtime::Networks;
    ///
    /// # fn main() -> Result<(), auth_runtime::NetworksError> {
    /// let staff = Networks::only(["10.0.0.0/8"])?.without(["10.9.0.0/16"])?; // the guests' network
    /// assert!(staff.accept("10.1.2.3".parse().unwrap()));
    /// assert!(!staff.accept("10.9.2.3".parse().unwrap()));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`only`](Self::only).
    pub fn without<S: AsRef<str>>(
        mut self,
        networks: impl IntoIterator<Item = S>,
    ) -> Result<Self, NetworksError> {
        self.except.extend(read(networks)?);
        Ok(self)
    }

    /// Whether requests from this address are accepted.
    pub fn accept(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let within = |networks: &[IpNet]| networks.iter().any(|it| it.contains(&address));
        self.only.as_deref().is_none_or(within) && !within(&self.except)
    }
}

impl Condition for Networks {
    fn judge(&self, request: &HttpRequest, _: &Identity) -> Judgement {
        Judgement::now(match ClientAddress::of(request) {
            Some(address) if self.accept(address.ip()) => Verdict::Allow,
            Some(address) => Verdict::forbid(format!("requests from {address} are not accepted")),
            None => Verdict::forbid("the client's address is not known"),
        })
    }
}

fn read<S: AsRef<str>>(networks: impl IntoIterator<Item = S>) -> Result<Vec<IpNet>, NetworksError> {
    let (mut read, mut problems) = (Vec::new(), Vec::new());
    for text in networks {
        let text = text.as_ref();
        match network(text) {
            Ok(network) => read.push(network),
            Err(mistake) => problems.push(format!("the network {text:?} {mistake}")),
        }
    }
    if read.is_empty() && problems.is_empty() {
        problems.push(
            "a list of networks is empty: name one, or leave away what asks for the list".into(),
        );
    }
    if problems.is_empty() {
        Ok(read)
    } else {
        Err(NetworksError { problems })
    }
}

/// Why a list of networks is none: every mistake in it, each with what to write.
///
/// It turns into a [`BuildError`](crate::BuildError) by `?`.
#[derive(Clone, PartialEq, Eq)]
pub struct NetworksError {
    problems: Vec<String>,
}

impl NetworksError {
    /// Every problem, a sentence each.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    pub(crate) fn into_problems(self) -> Vec<String> {
        self.problems
    }
}

impl fmt::Display for NetworksError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("; "))
    }
}

/// As `Display`: what a `main` that ends with the error prints.
impl fmt::Debug for NetworksError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for NetworksError {}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

    use proptest::prelude::*;

    use super::Networks;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_list_says_who_is_in_and_a_block_list_who_is_out() {
        let office = Networks::only(["192.0.2.0/24", "2001:db8::/32", "203.0.113.7"]);
        let blocked = Networks::except(["192.0.2.0/24", "2001:db8::/32", "203.0.113.7"]);
        let (office, blocked) = (office.expect("networks"), blocked.expect("networks"));
        for (address, is_within) in [
            ("192.0.2.0", true),
            ("192.0.2.255", true),
            ("::ffff:192.0.2.9", true),
            ("2001:db8:ffff::1", true),
            ("203.0.113.7", true),
            ("192.0.3.0", false),
            ("192.0.1.255", false),
            ("203.0.113.8", false),
            ("2001:db9::", false),
            ("::192.0.2.9", false),
            ("::ffff:203.0.113.8", false),
        ] {
            assert_eq!(office.accept(ip(address)), is_within, "{address}");
            assert_eq!(blocked.accept(ip(address)), !is_within, "{address}");
        }
    }

    #[test]
    fn families_do_not_contain_each_other() {
        let every_v6 = Networks::only(["::/0"]).expect("networks");
        assert!(every_v6.accept(ip("2001:db8::1")));
        assert!(!every_v6.accept(ip("192.0.2.1")));
        assert!(!every_v6.accept(ip("::ffff:192.0.2.1")));
        let mapped = Networks::except(["::ffff:192.0.2.0/120"]).expect("networks");
        assert!(!mapped.accept(ip("192.0.2.1")));
    }

    #[test]
    fn what_cannot_be_read_is_an_error_and_never_left_out() {
        let wrong = ["10.0.0.0/33", "office", "", "10.0.7.1/8"];
        let given = ["192.0.2.0/24"].into_iter().chain(wrong);
        let some = || Networks::except(["192.0.2.0/24"]).expect("networks");
        for networks in [
            Networks::only(given.clone()),
            Networks::except(given.clone()),
            some().without(given),
        ] {
            let error = networks.expect_err("problems");
            assert_eq!(error.problems().len(), wrong.len());
            for text in wrong {
                assert!(error.to_string().contains(&format!("{text:?}")), "{error}");
            }
        }
    }

    #[test]
    fn an_empty_list_is_an_error() {
        let none: [&str; 0] = [];
        let some = Networks::only(["192.0.2.0/24"]).expect("networks");
        for networks in [
            Networks::only(none),
            Networks::except(none),
            some.without(none),
        ] {
            assert_eq!(networks.expect_err("a problem").problems().len(), 1);
        }
    }

    /// A network as a number of leading bits, so that the model shares nothing with the code.
    #[derive(Debug, Clone, Copy)]
    struct Range {
        is_v6: bool,
        bits: u128,
        length: u32,
    }

    fn width(is_v6: bool) -> u32 {
        if is_v6 { 128 } else { 32 }
    }

    impl Range {
        fn text(self) -> String {
            let shift = width(self.is_v6) - self.length;
            let bits = self.bits.checked_shr(shift).unwrap_or(0);
            let bits = bits.checked_shl(shift).unwrap_or(0);
            format!("{}/{}", address(self.is_v6, bits), self.length)
        }

        fn has(self, is_v6: bool, bits: u128) -> bool {
            let differ = self.bits ^ bits;
            let leading = (0..self.length).all(|bit| {
                let place = width(self.is_v6) - 1 - bit;
                differ >> place & 1 == 0
            });
            is_v6 == self.is_v6 && leading
        }
    }

    fn address(is_v6: bool, bits: u128) -> IpAddr {
        if is_v6 {
            Ipv6Addr::from_bits(bits).into()
        } else {
            Ipv4Addr::from_bits(u32::try_from(bits).expect("32 bits")).into()
        }
    }

    /// Few different bits, so that addresses and networks meet. Never what is IPv4 in truth.
    fn bits(is_v6: bool) -> impl Strategy<Value = u128> {
        let top = width(is_v6) - 4;
        (0_u128..16, 0_u128..4).prop_map(move |(high, low)| high << top | low)
    }

    fn range() -> impl Strategy<Value = Range> {
        any::<bool>().prop_flat_map(|is_v6| {
            (bits(is_v6), 0..=width(is_v6)).prop_map(move |(bits, length)| Range {
                is_v6,
                bits,
                length,
            })
        })
    }

    proptest! {
        #[test]
        fn lists_do_what_counting_bits_says(
            only in prop::collection::vec(range(), 0..4),
            except in prop::collection::vec(range(), 0..4),
            (is_v6, bits) in any::<bool>().prop_flat_map(|is_v6| (Just(is_v6), bits(is_v6))),
        ) {
            let texts = |ranges: &[Range]| ranges.iter().map(|it| it.text()).collect::<Vec<_>>();
            let networks = match (&only[..], &except[..]) {
                ([], []) => return Ok(()),
                ([], except) => Networks::except(texts(except)),
                (only, []) => Networks::only(texts(only)),
                (only, except) => Networks::only(texts(only))
                    .and_then(|networks| networks.without(texts(except))),
            };
            let within = |ranges: &[Range]| ranges.iter().any(|it| it.has(is_v6, bits));
            let expected = (only.is_empty() || within(&only)) && !within(&except);
            let networks = networks.expect("networks");
            prop_assert_eq!(networks.accept(address(is_v6, bits)), expected);
        }
    }
}
