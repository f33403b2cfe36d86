//! Passwords: `Basic` (RFC 7617) and `Digest` (RFC 7616), with clients that nobody here wrote.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails"
)]

mod accounts;
mod answering;
#[path = "../app.rs"]
#[allow(dead_code, reason = "the kit of other tests too")]
mod app;
mod basic;
mod both;
mod browser;
mod clients;
mod cross_site;
mod digest;
mod digest_fails_closed;
mod remembered;
mod secrecy;
