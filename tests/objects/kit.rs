//! What the chapters share.

use auth_runtime::testing::{TestClock, TestIssuer};

use crate::authenticators::pending_once;

/// A clock that stands still, because answers are compared with their timestamps.
pub(crate) fn issuer() -> TestIssuer {
    TestIssuer::new().clock(TestClock::at(1_800_000_000))
}

/// Pending for a while, as whoever asks a database is.
pub(crate) async fn pending() {
    for _ in 0..5 {
        pending_once().await;
    }
}
