//! From where requests come, and from where they are accepted.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails"
)]

#[path = "../app.rs"]
#[allow(dead_code, reason = "other targets use what this one does not")]
mod app;
mod conditions;
mod kit;
mod on_the_wire;
mod spoofing;
mod start_up;
mod whole_app;
#[path = "../wire.rs"]
#[allow(dead_code, reason = "other targets use what this one does not")]
mod wire;
