//! What the tests share: servers, what is logged, and programs that nobody here wrote.
//!
//! The tests themselves are in the folders beside this file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    missing_docs,
    reason = "a failed expectation is how a test fails, and a skipped test says so"
)]

pub mod distinguisher;
#[path = "kit/events.rs"]
pub mod events;
#[path = "kit/foreign.rs"]
pub mod foreign;
#[path = "kit/server.rs"]
pub mod server;
