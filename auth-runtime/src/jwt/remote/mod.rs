//! Keys that their issuer publishes and replaces (RFC 7517 §5, RFC 8414).
//!
//! ```text
//! request → the latest set ── has the key ──→ judged at once
//!               │ old: refreshed behind        │ has it not, or there is no set
//!               ▼                              ▼
//!           one fetch at a time, for all workers ──→ judged by what it brings
//! ```

mod config;
mod fetches;
mod place;
mod set;
mod source;
mod verifier;

pub(super) use config::Remote;
