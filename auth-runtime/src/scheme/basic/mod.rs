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
//! # Remembered passwords
//!
//! A hash is slow on purpose, and `Basic` sends the password with every request. So it is remembered for
//! five minutes, by all workers together, that this password matches this stored hash;
//! [`Basic::remember_for`] says how long, and turns it off.
//!
//! - The store is asked with each request. Roles, a user who is gone, and a store that is down count at
//!   once; another hash, be it of a new password or with a new salt, is one that nothing is remembered of.
//! - A wrong password and a user who does not exist cost a hash each time, and count as failures each
//!   time. Whoever guesses gains nothing: a remembered password needs a free place too, and a guess is
//!   hashed to its end though the client hangs up.
//! - Pages of other sites are refused, and failures counted, before anything is remembered.
//! - A clock that is set back makes nothing younger.
//!
//! What stays in memory is an HMAC-SHA-256 of password and hash, made with a random key of this process,
//! and the time. Whoever can read that memory, key and stored hashes included, can try passwords
//! faster than against the stored hash, and sees those in the requests of the moment anyway. At most 10,000
//! are there at a time; those that come again stay, and what is over is thrown out with the next password
//! that is remembered.
//!
//! [`Passwords`], for login forms, remembers nothing.
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
