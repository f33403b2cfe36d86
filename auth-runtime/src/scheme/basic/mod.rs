//! `Basic` (RFC 7617): a user name and a password with every request (feature `basic`).
//!
//! Passwords are stored as PHC strings and verified away from the threads that serve requests, so
//! many at a time and no more. A user who does not exist costs as much as one who does.
//!
//! The password travels as it is: serve this over TLS only (RFC 7617 §4).
//!
//! For a login form of your own, [`Passwords`] does the same work.
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
//!
//! # Pages of other sites
//!
//! A browser keeps name and password, and sends them along whoever makes it send a request, forms of
//! other sites included; there is no `SameSite` for them. So for methods other than GET, HEAD, OPTIONS
//! and TRACE, and to open a `WebSocket`, a request that a page of another site sent is answered with
//! 403 `cross_site_request`: one with a `Sec-Fetch-Site` that says neither `same-origin` nor `none`,
//! or, from browsers that do not send it, with an `Origin` that is not the request's own host; one of
//! [`Basic::origin`] passes in any case. Programs send neither, and pass. The password is not looked
//! at, so the answer does not tell whether it was right.
//!
//! # Counted failures
//!
//! A [`Throttle`](crate::Throttle) counts failures against accounts by the letters and digits of the
//! name, whatever their case and accents: a store that takes `Ada` for `ada` gives no more tries.

mod config;
mod credentials;
mod hash;
mod passwords;
mod users;
mod verifier;
mod workers;

pub use config::Basic;
pub use hash::{HashError, hash_password};
pub use passwords::{PasswordError, Passwords};
pub use users::{User, UserStore, Users};
