//! `Basic` (RFC 7617): a user name and a password with every request (feature `basic`).
//!
//! Passwords are stored as PHC strings and verified away from the threads that serve requests, so
//! many at a time and no more. A user who does not exist costs as much as one who does.
//!
//! The password travels as it is: serve this over TLS only (RFC 7617 §4).
//!
//! ```standalone_crate
//! use auth_runtime::basic::{Basic, User, Users, hash_password};
//! use auth_runtime::{Auth, Identity};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let ada = User::new(
//!     hash_password("correct horse")?,
//!     Identity::new("ada").with_roles(["editor"]),
//! );
//! let auth = Auth::builder()
//!     .realm("office")
//!     .basic(Basic::new(Users::new().with("ada", ada)))
//!     .build()?;
//! # let _ = auth;
//! # Ok(())
//! # }
//! ```

mod config;
mod credentials;
mod hash;
mod users;
mod verifier;
mod workers;

pub use config::Basic;
pub use hash::{HashError, hash_password};
pub use users::{User, UserStore, Users};
