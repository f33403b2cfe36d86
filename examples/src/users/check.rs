//! A name and a password → the user, and how well we know that it is this one.

use actix_web::web::{self, Data};
use actix_web::{Error, HttpRequest};
use auth_runtime::Auth;
use serde::Deserialize;

use super::{Hashes, Passwords, User, find};
use crate::error::AppError;
use crate::store::Store;

// No `Debug`: a password is not to be printed.
#[derive(Deserialize)]
pub(crate) struct Credentials {
    user: String,
    password: String,
    pin: Option<String>,
}

/// A user who has just shown who it is.
pub(crate) struct Known {
    pub(crate) user: User,
    /// By which means: the authentication context of a token (`acr`), as attributes name it.
    pub(crate) acr: &'static str,
}

/// The user, if the password is right, and the PIN if one is given. Whatever is wrong, and whether
/// there is such a user, the answer is the same. After too many guesses there is none but 429: no guard
/// sees a form, so it has to be counted here.
pub(crate) async fn check(
    request: &HttpRequest,
    credentials: Credentials,
    store: &Store,
    passwords: Data<Passwords>,
) -> Result<Option<Known>, Error> {
    let attempt = Auth::login_attempt(request, &credentials.user).await?;
    let known = known(credentials, store, passwords).await?;
    match known {
        Some(_) => attempt.succeeded().await?,
        None => attempt.failed().await?,
    }
    Ok(known)
}

async fn known(
    Credentials {
        user,
        password,
        pin,
    }: Credentials,
    store: &Store,
    passwords: Data<Passwords>,
) -> Result<Option<Known>, AppError> {
    let found = store.run(move |store| find(store, &user)).await?;
    // Not within `run`: the database would stand still while the password is being hashed.
    web::block(move || {
        let hashes = found.as_ref().map(|(_, hashes)| hashes);
        let acr = context(&passwords, hashes, &password, pin.as_deref())?;
        let user = found.map(|(user, _)| user);
        Ok(user.zip(acr).map(|(user, acr)| Known { user, acr }))
    })
    .await
    .map_err(AppError::broken)?
}

/// What the secrets prove, or nothing. Both are hashed whatever the other is: the time tells nothing.
fn context(
    passwords: &Passwords,
    hashes: Option<&Hashes>,
    password: &str,
    pin: Option<&str>,
) -> Result<Option<&'static str>, AppError> {
    let knows_password = passwords.match_hash(password, hashes.map(|it| &*it.password))?;
    let knows_pin = match pin {
        None => None,
        Some(pin) => Some(passwords.match_hash(pin, hashes.and_then(|it| it.pin.as_deref()))?),
    };
    Ok(match (knows_password, knows_pin) {
        (true, None) => Some("password"),
        (true, Some(true)) => Some("two-factor"),
        _ => None,
    })
}
