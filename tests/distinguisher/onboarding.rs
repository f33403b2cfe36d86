//! The distinguisher against the onboarding app, configured as it comes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a failed expectation is how a test fails, and reports are printed"
)]

mod shop;
