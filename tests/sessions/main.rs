//! Sessions of browsers, API keys, several schemes at once, and how refusals look.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails"
)]
