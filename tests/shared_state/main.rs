//! What several machines share: the store, with and without Redis, and throttling.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails"
)]

mod app;
mod logins;
mod machines;
mod one_client;
mod redis;
mod redis_store;
mod throttling;

/// A client with a key.
#[path = "../dpop/prover.rs"]
#[expect(dead_code, reason = "the tests of DPoP itself need more of it")]
mod prover;

/// Where that client looks for the time.
mod site {
    pub(crate) const NOW: u64 = 0;
}
