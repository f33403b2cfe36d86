//! JWTs as Bearer tokens (RFC 7519, RFC 8725, RFC 9068).
//!
//! Keys and signatures are jsonwebtoken's; the gates around them are ours and stricter than its
//! `decode`: one parse of the header and one of the claims, duplicate members refused, types taken
//! seriously, `crit` and foreign `typ` refused, sizes capped before anything is decoded.
//!
//! ```text
//! token → size → remembered, or shape → header gate → key → signature → claim gate → time → Identity
//! ```

mod algorithm;
mod cache;
mod claims;
mod config;
mod header;
mod jwk;
mod key;
mod pem;
mod provider;
#[cfg(test)]
mod published;
#[cfg(feature = "jwks")]
mod remote;
mod role_claim;
#[cfg(feature = "dpop")]
mod self_signed;
mod verifier;
mod wanted;

pub use algorithm::Algorithm;
pub use cache::TokenCache;
pub use config::Jwt;
pub use key::Key;
pub use role_claim::RoleClaim;

#[cfg(feature = "introspection")]
pub(crate) use claims::{Audience, Profile, Rules};
#[cfg(feature = "introspection")]
pub(crate) use config::LONGEST_TOKEN;
#[cfg(feature = "dpop")]
pub(crate) use self_signed::SelfSigned;
#[cfg(feature = "introspection")]
pub(crate) use wanted::Wanted;

#[cfg(all(feature = "testing", feature = "dpop"))]
pub(crate) use provider::public_point;
#[cfg(feature = "testing")]
pub(crate) use provider::sign;
