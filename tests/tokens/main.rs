//! Access tokens of other issuers: keys by URL, discovery, rotation, introspection, revocation; and a
//! real authorization server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a failed expectation is how a test fails, and a skipped test says so"
)]

mod authentication;
mod both_kinds;
mod connections;
mod curl;
mod discovery;
mod introspection;
mod introspection_cache;
mod keys_by_url;
mod kit;
mod outages;
mod real_server;
mod revocation;
mod settings;
mod tls;
mod verified_cache;
