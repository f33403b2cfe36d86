//! Passwords: `Basic` (RFC 7617) and `Digest` (RFC 7616), with clients that nobody here wrote.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails"
)]
