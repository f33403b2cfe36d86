//! A password, and what is stored of it or would be, compared where it may take its time.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::hash::{Hash, HashError};
use super::workers::{Place, WAITING, Workers, at_once};
use crate::scheme::user_text;

/// Verifies passwords for an application's own login form, as `Basic` does: away from the threads
/// that serve requests, so many at a time, and with the same work for a user who does not exist.
///
/// Clones share their turns: make one, and keep it in the `app_data`.
///
/// ```
/// use actix_web::{HttpResponse, web};
/// use auth_runtime::basic::{PasswordError, Passwords, hash_password};
///
/// #[derive(serde::Deserialize)]
/// struct Login {
///     name: String,
///     password: String,
/// }
/// # struct Database;
/// # impl Database {
/// #     async fn hash_of(&self, name: &str) -> Option<String> {
/// #         (name == "ada").then(|| hash_password("correct horse").unwrap())
/// #     }
/// # }
///
/// async fn log_in(
///     form: web::Form<Login>,
///     database: web::Data<Database>,
///     passwords: web::Data<Passwords>,
/// ) -> HttpResponse {
///     let hash = database.hash_of(&form.name).await;
///     match passwords.verify(&form.password, hash.as_deref()).await {
///         Ok(true) => HttpResponse::Ok().finish(),
///         Ok(false) => HttpResponse::UnprocessableEntity().body("Try again."),
///         Err(PasswordError::Busy) => HttpResponse::ServiceUnavailable().finish(),
///         Err(_) => HttpResponse::InternalServerError().finish(),
///     }
/// }
/// # actix_web::rt::System::new().block_on(async {
/// # let passwords = web::Data::new(Passwords::new()?);
/// # for (name, password, status) in [
/// #     ("ada", "correct horse", 200),
/// #     ("ada", "battery", 422),
/// #     ("bob", "correct horse", 422),
/// # ] {
/// #     let form = web::Form(Login { name: name.into(), password: password.into() });
/// #     let answer = log_in(form, web::Data::new(Database), passwords.clone()).await;
/// #     assert_eq!(answer.status(), status);
/// # }
/// # Ok::<(), auth_runtime::basic::HashError>(())
/// # })?;
/// # Ok::<(), auth_runtime::basic::HashError>(())
/// ```
#[derive(Clone)]
pub struct Passwords {
    /// What a user who does not exist is compared with.
    decoy: Arc<Hash>,
    workers: Workers,
}

impl Passwords {
    /// For hashes as [`hash_password`](super::hash_password) makes them. As many at once as there are
    /// cores; 100 more may wait.
    ///
    /// # Errors
    ///
    /// When the system gives no random bytes or no memory.
    pub fn new() -> Result<Self, HashError> {
        Ok(Self::of(Hash::decoy()?, Workers::new(at_once(), WAITING)))
    }

    /// For hashes like this PHC string: a user who does not exist costs what it costs.
    ///
    /// # Errors
    ///
    /// When it cannot be read or computed.
    pub fn like(hash: &str) -> Result<Self, HashError> {
        let decoy = Hash::parse(hash)?;
        decoy.matches("")?;
        Ok(Self::of(decoy, Workers::new(at_once(), WAITING)))
    }

    /// The same with other bounds: so many at once, one at least, and so many who wait for a turn.
    #[must_use]
    pub fn bounds(self, at_once: usize, waiting: usize) -> Self {
        let workers = Workers::new(at_once.max(1), waiting);
        Self { workers, ..self }
    }

    pub(super) fn of(decoy: Hash, workers: Workers) -> Self {
        let decoy = Arc::new(decoy);
        Self { decoy, workers }
    }

    /// Whether this is the password behind the hash, a PHC string. Without a hash, because there is
    /// no such user, it is not, after the same work.
    ///
    /// # Errors
    ///
    /// When too many wait already, or the hash cannot be read: both are failures of ours, and no
    /// reason to call a password wrong.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, PasswordError> {
        let place = self.place().ok_or(PasswordError::Busy)?;
        let password = Zeroizing::new(user_text::normal(password).into_owned());
        self.compare(place, password, hash, || false)
            .await
            .map_err(PasswordError::Broken)
    }

    /// None where nobody else may wait.
    pub(super) fn place(&self) -> Option<Place> {
        self.workers.place()
    }

    /// The same work without a hash, and even the decoy's password is nobody's. No work where the pair
    /// `is_known` to match when its turn has come. The password is in normal form.
    pub(super) async fn compare(
        &self,
        place: Place,
        password: Zeroizing<String>,
        hash: Option<&str>,
        is_known: impl FnOnce() -> bool + Send + 'static,
    ) -> Result<bool, HashError> {
        let stored = match hash {
            Some(hash) => Arc::new(Hash::parse(hash)?),
            None => self.decoy.clone(),
        };
        let compare = move || {
            if is_known() {
                Ok(true)
            } else {
                stored.matches(&password)
            }
        };
        let matches = self.workers.work(place, compare).await;
        let matches = matches.ok_or(HashError::panicked())??;
        Ok(matches && hash.is_some())
    }
}

/// Without the decoy.
impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords").finish_non_exhaustive()
    }
}

/// Nobody knows whether a password is right.
#[derive(Debug)]
#[non_exhaustive]
pub enum PasswordError {
    /// Too many wait: 503 with `Retry-After`.
    Busy,
    /// The stored hash cannot be compared with: 500.
    Broken(HashError),
}

impl fmt::Display for PasswordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("too many passwords wait to be verified"),
            Self::Broken(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PasswordError {}

#[cfg(test)]
mod tests {
    use super::{PasswordError, Passwords};
    use crate::scheme::basic::hash_password;

    #[actix_web::test]
    async fn only_the_password_of_an_existing_user_is_right() {
        let hash = hash_password("caf\u{e9}").unwrap();
        // Even who guesses the decoy's password is nobody.
        let passwords = Passwords::like(&hash).unwrap();
        for (password, stored, is_right) in [
            ("caf\u{e9}", Some(&*hash), true),
            ("cafe\u{301}", Some(&*hash), true),
            ("Caf\u{e9}", Some(&*hash), false),
            ("", Some(&*hash), false),
            ("caf\u{e9}", None, false),
        ] {
            let answer = passwords.verify(password, stored).await;
            assert_eq!(answer.unwrap(), is_right, "{password:?}");
        }
    }

    /// A decoy that cannot be computed shows that it is.
    #[actix_web::test]
    async fn a_user_who_does_not_exist_costs_a_hash() {
        let hash = hash_password("x").unwrap();
        let impossible = hash.replace("m=19456", "m=1");
        assert!(Passwords::like(&impossible).is_err());
        let decoy = super::Hash::parse(&impossible).unwrap();
        let passwords = Passwords::of(decoy, super::Workers::new(1, 0));
        let answer = passwords.verify("x", None).await;
        assert!(
            matches!(answer, Err(PasswordError::Broken(_))),
            "{answer:?}"
        );
        assert!(passwords.verify("x", Some(&hash)).await.unwrap());
    }

    #[actix_web::test]
    async fn what_cannot_be_told_is_no_wrong_password() {
        let passwords = Passwords::new().unwrap().bounds(1, 0);
        for hash in ["", "legacy", "$2b$12$abcdefghijklmnopqrstuv"] {
            let answer = passwords.verify("x", Some(hash)).await;
            assert!(
                matches!(answer, Err(PasswordError::Broken(_))),
                "{answer:?}"
            );
        }
        let place = passwords.clone().place().unwrap();
        let answer = passwords.verify("x", None).await;
        assert!(matches!(answer, Err(PasswordError::Busy)), "{answer:?}");
        drop(place);
        assert!(!passwords.verify("x", None).await.unwrap());
    }
}
