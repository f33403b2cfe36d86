//! The behaviour of guarded handlers, a chapter per promise, through real actix-web apps.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails"
)]

mod app;
mod authenticators;
mod wire;

mod decide_before_extracting;
mod no_silent_ignore;
