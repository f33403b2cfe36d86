//! What an attacker presents, and what must never come of it: an attack corpus, malformed requests,
//! keys that must not be loaded, and what must not leak while refusing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails"
)]
#![allow(
    clippy::print_stdout,
    reason = "the size of the corpus is worth seeing"
)]
#![allow(clippy::too_many_lines, reason = "a table is as long as what it lists")]

mod algorithms;
mod bad_input;
mod corpus;
mod key_loading;
mod kit;
mod secrecy;
