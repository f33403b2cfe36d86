//! What the tests share: keys, tokens and an app.

mod answer;
mod app;
mod keys;
mod setup;
mod token;

pub(crate) use answer::{Answer, Refused};
pub(crate) use app::{app, ask, bearer};
pub(crate) use keys::{TestKey, ec, keys, pem};

pub(crate) use setup::{AUDIENCE, ISSUER, NOW, Setup};
pub(crate) use token::{Draft, base64url, members};

/// Fails with every line that was found, `of` so many rows.
pub(crate) fn expect_none(failures: &[String], of: usize) {
    let count = failures.len();
    assert!(count == 0, "{count} of {of}:\n{}", failures.join("\n"));
}
