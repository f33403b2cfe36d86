//! The distinguisher finds every leak that is planted, and nothing where there is none.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a failed expectation is how a test fails, and reports are printed"
)]

mod apps;
mod leaks;
