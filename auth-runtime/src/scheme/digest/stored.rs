//! What is stored of a user: hashes over name, realm and password.

use std::fmt;

use zeroize::Zeroizing;

use super::algorithm::Algorithm;
use crate::scheme::user_text;

/// `H(user:realm:password)` (RFC 7616 §3.4.2), for a [`User`](super::User).
///
/// Whoever knows it can answer challenges of this realm like the user. `Debug` does not print it.
///
/// ```
/// use auth_runtime::digest::{Algorithm, Ha1};
///
/// // When the password is set:
/// let column = Ha1::new(Algorithm::Sha256, "ada", "office", "correct horse").to_hex();
/// // When the user comes:
/// let ha1 = Ha1::from_hex(Algorithm::Sha256, &column)?;
/// # let _ = ha1;
/// # Ok::<(), auth_runtime::digest::NotHa1>(())
/// ```
#[derive(Clone)]
pub struct Ha1 {
    pub(super) algorithm: Algorithm,
    pub(super) hex: Zeroizing<String>,
}

impl Ha1 {
    /// Of this password. Name and password in normal form C, as RFC 7616 §4 has clients send them.
    pub fn new(algorithm: Algorithm, user: &str, realm: &str, password: &str) -> Self {
        let password = Zeroizing::new(user_text::normal(password).into_owned());
        let hex = algorithm.hash([&*user_text::normal(user), realm, &*password]);
        let hex = Zeroizing::new(hex);
        Self { algorithm, hex }
    }

    /// As it was stored: lower-case hexadecimal digits, as in the file that `htdigest` writes.
    ///
    /// # Errors
    ///
    /// When it is no hash of this algorithm.
    pub fn from_hex(algorithm: Algorithm, hex: &str) -> Result<Self, NotHa1> {
        if !algorithm.is_hash(hex) {
            return Err(NotHa1(algorithm));
        }
        let hex = Zeroizing::new(hex.to_owned());
        Ok(Self { algorithm, hex })
    }

    /// For storing.
    pub fn to_hex(&self) -> String {
        self.hex.as_str().to_owned()
    }
}

impl fmt::Debug for Ha1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ha1({}, …)", self.algorithm)
    }
}

/// `H(user:realm)` (RFC 7616 §3.4.4): by what a store finds users of clients that hide the name.
///
/// ```
/// use auth_runtime::digest::{Algorithm, user_hash};
///
/// let index = user_hash(Algorithm::Sha256, "ada", "office");
/// assert_eq!(index.len(), 64);
/// ```
pub fn user_hash(algorithm: Algorithm, user: &str, realm: &str) -> String {
    algorithm.hash([&*user_text::normal(user), realm])
}

/// A text is no hash of its algorithm. Does not quote it.
#[derive(Debug)]
pub struct NotHa1(Algorithm);

impl fmt::Display for NotHa1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is no {} in lower-case hexadecimal digits", self.0)
    }
}

impl std::error::Error for NotHa1 {}
