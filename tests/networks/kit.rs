//! Requests from somewhere, and what the log says of them.

use std::fmt::{Debug, Write};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use auth_runtime::AuthBuilder;
use auth_runtime::Networks;
use auth_runtime::testing::{TestClock, TestIssuer};
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};

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

/// What the log says of refusals: `LEVEL name=value name=value …`.
#[derive(Clone, Default)]
pub(crate) struct Events(Arc<Mutex<Vec<String>>>);

impl Events {
    /// Those of what is done meanwhile.
    pub(crate) async fn of<T>(doing: impl Future<Output = T>) -> (T, Vec<String>) {
        let events = Self::default();
        let watching = tracing::subscriber::set_default(events.clone());
        let done = doing.await;
        drop(watching);
        let events = events.0.lock().unwrap().clone();
        (done, events)
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Events {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "auth_runtime::denial"
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}
