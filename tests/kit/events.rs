//! What is logged: the `tracing` events of one piece of work.
//!
//! One subscriber serves every thread of a test binary, because `tracing` remembers for all of them
//! what the subscriber of one was asked. Each thread keeps its own events.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::{self, Debug, Display, Write};
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Level, Metadata, Subscriber};

/// Of one `tracing` event, all fields.
#[derive(Debug, Clone)]
pub struct Event {
    pub target: String,
    pub level: Level,
    pub fields: BTreeMap<&'static str, String>,
    /// ` name=value name=value …`, in the order in which they are logged.
    line: String,
}

impl Event {
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

/// `LEVEL name=value name=value …`, text in quotes.
impl Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.level, self.line)
    }
}

thread_local! {
    /// While something is recorded.
    static EVENTS: RefCell<Option<Vec<Event>>> = const { RefCell::new(None) };
}

/// What the work logs, of every target. An actix test runs on one thread, so nothing of another test
/// is among it.
///
/// # Panics
///
/// When the binary has a subscriber of its own.
pub async fn recorded<T>(work: impl Future<Output = T>) -> (T, Vec<Event>) {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| tracing::subscriber::set_global_default(Recorder).unwrap());
    EVENTS.set(Some(Vec::new()));
    let result = work.await;
    (result, EVENTS.take().unwrap())
}

/// What the log says of refusals meanwhile, a line each.
///
/// # Panics
///
/// As [`recorded`] does.
pub async fn refusals<T>(work: impl Future<Output = T>) -> (T, Vec<String>) {
    let (result, events) = recorded(work).await;
    let refusals = events
        .iter()
        .filter(|it| it.target == "auth_runtime::denial");
    (result, refusals.map(Event::to_string).collect())
}

/// Keeps every event of every target and level.
struct Recorder;

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        EVENTS.with_borrow_mut(|events| {
            let Some(events) = events else { return };
            let mut fields = Fields::default();
            event.record(&mut fields);
            events.push(Event {
                target: event.metadata().target().into(),
                level: *event.metadata().level(),
                fields: fields.values,
                line: fields.line,
            });
        });
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Fields {
    values: BTreeMap<&'static str, String>,
    line: String,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.line, " {}={value:?}", field.name()).unwrap();
        self.values.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &value);
        self.values.insert(field.name(), value.into());
    }
}
