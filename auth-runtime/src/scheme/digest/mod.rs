//! `Digest` (RFC 7616): a client proves that it knows a password, and the password does not travel
//! (feature `digest`).
//!
//! SHA-256 with `qop="auth"`; MD5 for old clients by [`Digest::also_md5`]. What is stored of a
//! password, an [`Ha1`], is as good as the password within its realm: keep it as secret.
//!
//! Nonces carry their time and a MAC, so none is kept; what is kept, in the
//! [`Store`](crate::Store), is each nonce count that was used, until its nonce ends. Wrap the app in
//! [`AuthenticationInfo`](crate::AuthenticationInfo) to send `Authentication-Info` (§3.5).
//!
//! The URI in the credentials must be the request's (§3.4.6) as the guard sees it: a middleware that
//! rewrites paths in front of it makes the two differ, and the answer 400.
//!
//! A browser that knows the password makes a proof for whoever makes it send a request. So a request
//! that may change something, or opens a `WebSocket`, is answered with 403 `cross_site_request` if a
//! page of another site sent it, as by `Basic`, where more is said of it; [`Digest::origin`] names
//! pages that may.
//!
//! A [`Throttle`](crate::Throttle) counts failures against accounts as with `Basic`, and along with
//! it. The hash of a name (`userhash`) is an account of its own, and with MD5 another: a guesser has
//! twice or three times the tries. [`Digest::plain_names_only`] leaves it at one.
//!
//! The realm is that of the `Auth`; the hashes of the users are over it, so a route with this scheme
//! has none of its own.
//!
//! ```standalone_crate
//! use auth_runtime::digest::{Digest, Users};
//! use auth_runtime::{Auth, Identity};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let users = Users::new("office").with_password("ada", "correct horse", Identity::new("ada"));
//! let auth = Auth::builder()
//!     .realm("office")
//!     .digest(Digest::new(users))
//!     .build()?;
//! # let _ = auth;
//! # Ok(())
//! # }
//! ```

mod algorithm;
mod challenge;
mod config;
mod credentials;
mod nonce;
mod params;
mod proof;
mod secret;
mod stored;
mod target;
mod users;
mod verifier;

pub use algorithm::Algorithm;
pub use config::Digest;
pub use stored::{Ha1, NotHa1, user_hash};
pub use users::{User, UserName, UserStore, Users};
