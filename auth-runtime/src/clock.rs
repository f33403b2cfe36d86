//! What time it is, replaceable in tests.

use std::time::SystemTime;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Tells the time for `exp`, `nbf` and the timestamps of refusals.
///
/// Implemented for closures: `builder.clock(move || fixed)`.
pub trait Clock: Send + Sync + 'static {
    /// The current time.
    fn now(&self) -> SystemTime;
}

impl<F: Fn() -> SystemTime + Send + Sync + 'static> Clock for F {
    fn now(&self) -> SystemTime {
        self()
    }
}

/// Whole seconds since 1970, or nothing for a clock that stands before it.
pub(crate) fn unix_seconds(now: SystemTime) -> Option<u64> {
    now.duration_since(SystemTime::UNIX_EPOCH)
        .ok()
        .map(|since| since.as_secs())
}

/// RFC 3339 in UTC, to the second.
pub(crate) fn rfc3339(now: SystemTime) -> String {
    unix_seconds(now)
        .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds.try_into().ok()?).ok())
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .format(&Rfc3339)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{rfc3339, unix_seconds};

    #[test]
    fn writes_utc_to_the_second() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_999);
        assert_eq!(rfc3339(time), "2023-11-14T22:13:20Z");
    }

    #[test]
    fn a_clock_before_1970_has_no_seconds() {
        assert_eq!(
            unix_seconds(SystemTime::UNIX_EPOCH - Duration::from_secs(1)),
            None
        );
    }
}
