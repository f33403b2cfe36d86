//! Opaque tokens, judged by the authorization server that issued them (RFC 7662).
//!
//! ```text
//! token → cached verdict, or POST to the endpoint → active → the claims that a JWT would have
//!       → Identity
//! ```

mod config;
mod verdict;
mod verifier;

pub use config::Introspection;
