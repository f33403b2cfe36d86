//! An issuer that says what a test wants it to say, and an app that asks it.

mod app;
mod authorization_server;
mod issuer;
mod signer;

pub(crate) use app::{Api, answer_of, me};
pub(crate) use authorization_server::AuthorizationServer;
pub(crate) use issuer::{Answer, FakeIssuer};
pub(crate) use signer::{Rsa, Signer, claims};

/// A second of the year 2026, at which the clocks of these tests start.
pub(crate) const NOW: u64 = 1_790_000_000;

/// Who issued the tokens of keys at a URL.
pub(crate) const ISSUER: &str = "https://id.example";

pub(crate) const AUDIENCE: &str = "https://api.example";
