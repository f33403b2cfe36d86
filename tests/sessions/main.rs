//! Sessions of browsers, API keys, several schemes at once, and how refusals look.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails"
)]

#[cfg(all(feature = "basic", feature = "digest", feature = "dpop"))]
mod all_schemes;
mod api_keys;
#[path = "../app.rs"]
#[allow(dead_code, reason = "other targets use what this one does not")]
mod app;
#[path = "../authenticators.rs"]
#[allow(dead_code, reason = "other targets use what this one does not")]
mod authenticators;
mod bodies;
mod browser;
mod combinations;
mod cross_site;
mod curl;
mod endings;
mod failures;
mod login_page;
mod notes;
mod realms;
#[path = "../shared_state/redis.rs"]
#[allow(dead_code, reason = "other targets use what this one does not")]
mod redis;
mod redis_sessions;
mod remembered_keys;
mod requirement_headers;
mod sessions;
mod site;
mod stores;
