//! The bookshop by every scheme but a plain token: who comes in, and what everybody else is told.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails, in helpers too"
)]

#[path = "../client/mod.rs"]
mod client;
mod partners;
mod passwords;
mod session;
mod tokens;

use actix_web::http::header::{HeaderMap, WWW_AUTHENTICATE};

fn challenges(headers: &HeaderMap) -> Vec<&str> {
    let fields = headers.get_all(WWW_AUTHENTICATE);
    fields.map(|field| field.to_str().unwrap()).collect()
}
