//! `DPoP` (RFC 9449): tokens that are worth something only together with a proof of a key.
//!
//! ```text
//! credentials → token, proof → proof gate → request, time, nonce → token → key binding → first use
//! ```

mod claims;
mod config;
mod nonce;
mod proof;
mod target;
#[cfg(feature = "testing")]
pub(crate) mod test_key;
mod verifier;

pub use config::DPoP;
pub use nonce::Nonces;
