//! Passwords: Argon2id hashes in PHC form. Slow on purpose: call these where blocking is allowed.

use argon2::Argon2;
use argon2::password_hash::{Error, PasswordHasher, PasswordVerifier};

use crate::error::AppError;

/// Checks passwords.
#[derive(Debug)]
pub(crate) struct Passwords {
    /// The hash of a password that nobody has.
    decoy: String,
}

impl Passwords {
    pub(crate) fn new() -> Result<Self, Box<dyn std::error::Error>> {
        let mut unknown = [0; 32];
        getrandom::fill(&mut unknown)?;
        let decoy = hash(&unknown)?;
        Ok(Self { decoy })
    }

    /// Whether this is the password behind `hash`. A user who does not exist has none, and gets a
    /// `false` after the same work, so that the time does not tell who has an account.
    pub(super) fn match_hash(&self, password: &str, hash: Option<&str>) -> Result<bool, AppError> {
        let checked = hash.unwrap_or(&self.decoy);
        match Argon2::default().verify_password(password.as_bytes(), checked) {
            Ok(()) => Ok(hash.is_some()),
            Err(Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(AppError::broken(error)),
        }
    }
}

/// With a random salt, and the parameters that OWASP names as the least: 19 MiB, 2 rounds, 1 lane.
pub(super) fn hash(password: &[u8]) -> Result<String, Error> {
    Ok(Argon2::default().hash_password(password)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Passwords, hash};

    #[test]
    fn a_hash_is_argon2id_in_phc_form() {
        let hash = hash(b"alice-demo").unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
    }

    #[test]
    fn only_the_password_of_an_existing_user_matches() {
        let hash = hash(b"alice-demo").unwrap();
        let passwords = Passwords {
            decoy: hash.clone(),
        };
        for (password, stored, matches) in [
            ("alice-demo", Some(&*hash), true),
            ("Alice-demo", Some(&*hash), false),
            ("", Some(&*hash), false),
            // Even who guesses the decoy's password is nobody.
            ("alice-demo", None, false),
        ] {
            assert_eq!(
                passwords.match_hash(password, stored).unwrap(),
                matches,
                "{password:?}"
            );
        }
    }

    #[test]
    fn a_broken_hash_is_our_failure() {
        let passwords = Passwords::new().unwrap();
        assert!(
            passwords
                .match_hash("alice-demo", Some("alice-demo"))
                .is_err()
        );
    }
}
