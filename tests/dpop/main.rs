//! Tokens bound to a key (RFC 9449), step-up (RFC 9470), and metadata (RFC 9728).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails"
)]

#[path = "../app.rs"]
#[allow(dead_code, reason = "shared with other tests, which use the rest")]
mod app;
mod challenges;
mod clients;
mod conformance_cases;
mod keys;
mod metadata;
mod nonces;
mod parameters;
mod proofs;
mod prover;
mod published;
mod replay;
mod set_up;
mod site;
mod step_up;
