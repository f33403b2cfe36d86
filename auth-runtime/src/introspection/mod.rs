//! Opaque tokens, judged by the authorization server that issued them (RFC 7662).
//!
//! ```text
//! token → cached verdict, or one POST to the endpoint for all who ask → active → the claims that a JWT would have
//!       → Identity
//! ```

mod config;
mod questions;
mod verdict;
mod verifier;

pub use config::Introspection;
