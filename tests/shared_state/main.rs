//! What several machines share: the store, with and without Redis, and throttling.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails"
)]

mod app;
mod machines;
mod one_client;
mod redis;
mod redis_store;
mod throttling;
