//! Requests from somewhere.

use std::net::{IpAddr, SocketAddr};

use auth_runtime::AuthBuilder;
use auth_runtime::Networks;
use auth_runtime::testing::{TestClock, TestIssuer};

use crate::app::Ask;

pub(crate) const INSIDE: &str = "192.0.2.7";
pub(crate) const OUTSIDE: &str = "203.0.113.9";
/// In an accepted network, too: what it says of others counts, and nothing else.
pub(crate) const PROXY: &str = "10.0.7.2";

/// With time standing still, so that answers can be compared.
pub(crate) fn issuer() -> TestIssuer {
    TestIssuer::new().clock(TestClock::at(1_794_488_399))
}

pub(crate) fn office() -> Networks {
    let people = ["192.0.2.0/24", "2001:db8:1::/48"];
    let machines = ["10.0.0.0/8", "2001:db8:7::/48"];
    Networks::only(people.into_iter().chain(machines)).unwrap()
}

/// Serves every handler of this binary.
pub(crate) fn builder(issuer: &TestIssuer) -> AuthBuilder {
    issuer.auth_builder().condition("office", office())
}

/// Over TCP, from this address; over a Unix socket, where it is empty.
pub(crate) fn from(peer: &str, ask: Ask) -> Ask {
    if peer.is_empty() {
        return ask;
    }
    let peer: IpAddr = peer.parse().unwrap();
    ask.with(|request| request.peer_addr(SocketAddr::new(peer, 50123)))
}
