//! Tokens bound to a key (RFC 9449), step-up (RFC 9470), and metadata (RFC 9728).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails"
)]
