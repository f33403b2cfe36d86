//! Access to the object itself: owners, tenants, conditions, and records that a handler gets checked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails"
)]

#[path = "../app.rs"]
#[allow(dead_code, reason = "other targets use what this one does not")]
mod app;
#[path = "../authenticators.rs"]
#[allow(dead_code, reason = "other targets use what this one does not")]
mod authenticators;
mod before_extracting;
mod combined;
mod conditions;
mod enumeration;
mod kit;
mod late_bodies;
mod log;
mod matrix;
mod mistakes;
mod owners;
mod records;
mod start_up;
#[path = "../wire.rs"]
#[allow(dead_code, reason = "other targets use what this one does not")]
mod wire;
