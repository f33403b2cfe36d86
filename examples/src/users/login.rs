//! `POST /login`: a name and a password for a token.

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::{self, Data, Form};
use actix_web::{HttpResponse, post};
use auth_runtime::allow_anonymous;
use serde::{Deserialize, Serialize};

use super::{Passwords, TokenIssuer, User, find, token};
use crate::error::AppError;
use crate::store::Store;

// No `Debug`: a password is not to be printed.
#[derive(Deserialize)]
struct Credentials {
    user: String,
    password: String,
}

/// The answer, as OAuth spells it (RFC 6749 §5.1).
#[derive(Serialize)]
struct Issued {
    access_token: String,
    token_type: &'static str,
    expires_in: u64,
}

#[allow_anonymous(reason = "tokens come from here")]
#[post("/login")]
pub(super) async fn login(
    Form(credentials): Form<Credentials>,
    store: Data<Store>,
    passwords: Data<Passwords>,
    issuer: Data<TokenIssuer>,
) -> Result<HttpResponse, AppError> {
    let user = check(credentials, &store, passwords).await?;
    let answer = Issued {
        access_token: issuer.issue(&user)?,
        token_type: "Bearer",
        expires_in: token::LIFETIME.as_secs(),
    };
    let no_store = (CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(HttpResponse::Ok().insert_header(no_store).json(answer))
}

/// The user, if the password is right. A wrong password and an unknown user answer alike.
async fn check(
    Credentials { user, password }: Credentials,
    store: &Store,
    passwords: Data<Passwords>,
) -> Result<User, AppError> {
    let found = store.run(move |store| find(store, &user)).await?;
    // Not within `run`: the database would stand still while the password is being hashed.
    web::block(move || {
        let hash = found.as_ref().map(|(_, hash)| hash.as_str());
        let matches = passwords.match_hash(&password, hash)?;
        match found {
            Some((user, _)) if matches => Ok(user),
            _ => Err(AppError::WrongLogin),
        }
    })
    .await
    .map_err(AppError::broken)?
}
