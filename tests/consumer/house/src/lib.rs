//! Hands on the attributes, and the crate that their code needs.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]

pub use auth_runtime;
pub use auth_runtime::{Identity, require_auth, require_role, testing};
