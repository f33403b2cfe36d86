//! Hashed passwords, as PHC strings: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.

use std::fmt;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error, PasswordHasher, PasswordVerifier};
use pbkdf2::Pbkdf2;
use scrypt::Scrypt;
use zeroize::Zeroizing;

use crate::scheme::user_text;

/// Hashes a password for a [`User`](super::User): Argon2id with a random salt, and the parameters
/// that OWASP names as the least (19 MiB, 2 rounds, 1 lane).
///
/// In the normal form in which a presented password is compared. Slow on purpose: call it where
/// blocking is allowed, for example in `actix_web::web::block`.
///
/// ```
/// let hash = auth_runtime::basic::hash_password("correct horse")?;
/// assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
/// # Ok::<(), auth_runtime::basic::HashError>(())
/// ```
///
/// # Errors
///
/// When the system gives no random bytes or no memory.
pub fn hash_password(password: &str) -> Result<String, HashError> {
    let password = Zeroizing::new(user_text::normal(password).into_owned());
    let hash = Argon2::default().hash_password(password.as_bytes());
    Ok(hash.map_err(HashError)?.to_string())
}

/// A stored hash that can be compared with.
#[derive(Clone)]
pub(super) struct Hash {
    phc: PasswordHash,
    function: Function,
}

#[derive(Clone, Copy)]
enum Function {
    Argon2,
    Scrypt,
    Pbkdf2,
}

impl Hash {
    /// Without salt or hash there would be nothing to compare, which the libraries answer like a
    /// wrong password.
    pub(super) fn parse(text: &str) -> Result<Self, HashError> {
        let phc = PasswordHash::new(text).map_err(|error| HashError(error.into()))?;
        let function = match phc.algorithm.as_str() {
            "argon2id" | "argon2i" | "argon2d" => Function::Argon2,
            "scrypt" => Function::Scrypt,
            "pbkdf2-sha256" | "pbkdf2-sha512" => Function::Pbkdf2,
            _ => return Err(HashError(Error::Algorithm)),
        };
        if phc.salt.is_none() || phc.hash.is_none() {
            return Err(HashError(Error::EncodingInvalid));
        }
        Ok(Self { phc, function })
    }

    /// The hash of a password that nobody has, with this salt's worth of work.
    pub(super) fn decoy() -> Result<Self, HashError> {
        let mut nobody_knows = Zeroizing::new([0; 32]);
        getrandom::fill(nobody_knows.as_mut()).map_err(|_| HashError(Error::RngFailure))?;
        let phc = Argon2::default().hash_password(nobody_knows.as_ref());
        Ok(Self {
            phc: phc.map_err(HashError)?,
            function: Function::Argon2,
        })
    }

    /// Whether this is the password, compared in constant time by the library. Slow.
    pub(super) fn matches(&self, password: &str) -> Result<bool, HashError> {
        let password = password.as_bytes();
        let compared = match self.function {
            Function::Argon2 => Argon2::default().verify_password(password, &self.phc),
            Function::Scrypt => Scrypt::default().verify_password(password, &self.phc),
            Function::Pbkdf2 => Pbkdf2::default().verify_password(password, &self.phc),
        };
        match compared {
            Ok(()) => Ok(true),
            Err(Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(HashError(error)),
        }
    }
}

/// A password could not be hashed, or a stored hash cannot be read. Quotes neither.
#[derive(Debug)]
pub struct HashError(Error);

impl HashError {
    /// While the library was at it.
    pub(super) fn panicked() -> Self {
        Self(Error::Internal)
    }
}

impl fmt::Display for HashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a password hash cannot be used: {}", self.0)
    }
}

impl std::error::Error for HashError {}

#[cfg(test)]
mod tests {
    use super::{Hash, hash_password};

    fn matches(hash: &str, password: &str) -> bool {
        Hash::parse(hash).unwrap().matches(password).unwrap()
    }

    #[test]
    fn a_hashed_password_matches_itself_alone() {
        let hash = hash_password("caf\u{e9}").unwrap();
        assert!(matches(&hash, "caf\u{e9}"));
        assert!(!matches(&hash, "Caf\u{e9}"));
        assert!(!matches(&hash, ""));
        // What is hashed is the normal form, as what is presented.
        let decomposed = hash_password("cafe\u{301}").unwrap();
        assert!(matches(&decomposed, "caf\u{e9}"));
    }

    /// Made by Python's `hashlib`.
    #[test]
    fn hashes_of_other_functions_are_compared() {
        for hash in [
            "$scrypt$ln=4,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$OAkZqUBelG6VIYdTJfYSENL5OmZRxMa3GwXn5oFliTg",
            "$pbkdf2-sha256$i=1000,l=32$MDEyMzQ1Njc4OWFiY2RlZg$cBg8D2DungRB9k76szThf5ehfyBz991ay6PT8Srwk4M",
            "$pbkdf2-sha512$i=1000,l=32$MDEyMzQ1Njc4OWFiY2RlZg$OM0FAoIqCVK1sWtxDiffVlBejtLa+ks4TP71JiecwuQ",
        ] {
            assert!(matches(hash, "correct horse"), "{hash}");
            assert!(!matches(hash, "correct horses"), "{hash}");
        }
    }

    #[test]
    fn what_cannot_be_compared_is_an_error_and_not_a_wrong_password() {
        let whole = hash_password("x").unwrap();
        let (unsalted, _) = whole.rsplit_once('$').unwrap();
        let (parameters, _) = unsalted.rsplit_once('$').unwrap();
        for hash in [
            "",
            "plain text",
            "$1$salt$hash",
            "$2b$12$abcdefghijklmnopqrstuv",
            "$md5$salt$aGFzaGhhc2hoYXNo",
            unsalted,
            parameters,
        ] {
            let compared = Hash::parse(hash).and_then(|it| it.matches("x"));
            let error = compared.map(|_| ()).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("salt$"), "{error:?}");
        }
        // Parameters that the function refuses.
        let impossible = whole.replace("m=19456", "m=1");
        let compared = Hash::parse(&impossible).and_then(|it| it.matches("x"));
        assert!(compared.is_err());
    }

    #[test]
    fn the_decoy_is_nobodys_password() {
        let decoy = Hash::decoy().unwrap();
        for password in ["", "\0", "x"] {
            assert!(!decoy.matches(password).unwrap());
        }
    }
}
