//! `POST /login`: a name and a password for a token.

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::{Data, Form};
use actix_web::{Error, HttpRequest, HttpResponse, post};
use auth_runtime::allow_anonymous;
use serde::{Deserialize, Serialize};

use super::{Credentials, Passwords, TokenIssuer, check, token};
use crate::error::AppError;
use crate::store::Store;

#[derive(Deserialize)]
struct Login {
    #[serde(flatten)]
    credentials: Credentials,
    /// The thumbprint of a key (RFC 7638), for a token that is good only with proofs of it.
    ///
    /// An authorization server takes it from a proof that comes along (RFC 9449 §5). Taking its word
    /// for it, as §10 does, is good enough here: who names somebody else's key gets a token that is
    /// worth nothing to anybody but the two together, and no thumbprint at all makes one that is
    /// refused everywhere.
    dpop_jkt: Option<String>,
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
    request: HttpRequest,
    Form(login): Form<Login>,
    store: Data<Store>,
    passwords: Data<Passwords>,
    issuer: Data<TokenIssuer>,
) -> Result<HttpResponse, Error> {
    let known = check(&request, login.credentials, &store, passwords).await?;
    let known = known.ok_or(AppError::WrongLogin)?;
    let key = login.dpop_jkt.as_deref();
    let answer = Issued {
        access_token: issuer.issue(&known, key)?,
        token_type: key.map_or("Bearer", |_| "DPoP"),
        expires_in: token::LIFETIME.as_secs(),
    };
    let no_store = (CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(HttpResponse::Ok().insert_header(no_store).json(answer))
}
