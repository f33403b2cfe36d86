//! The bookshop, object by object: whose it is, and what everybody else is told.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails, in helpers too"
)]

mod branches;
#[path = "../client/mod.rs"]
mod client;
mod orders;
mod reviews;

use std::time::{Duration, SystemTime};

use client::{Answer, TestShop, request};

/// All that a client can see of an answer.
type Seen = (u16, Vec<(String, Vec<u8>)>, Vec<u8>);

fn seen(answer: &Answer) -> Seen {
    let headers = answer.headers.iter();
    let headers = headers.map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()));
    (answer.status, headers.collect(), answer.bytes.to_vec())
}

/// A shop whose clock stands still: answers that differ differ for another reason.
async fn shop() -> TestShop {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    TestShop::open_with_clock(move || now).await
}

/// A caller of the demo, by a token.
async fn log_in(shop: &TestShop, user: &str) -> String {
    shop.log_in(user, &format!("{user}-demo")).await
}

/// What a caller sees of a path that does not exist.
async fn miss(shop: &TestShop, method: &str, token: Option<&str>) -> Seen {
    let answer = shop.ask(request(method, "/no/such/path", token, "")).await;
    assert_eq!(answer.status, 404);
    seen(&answer)
}
