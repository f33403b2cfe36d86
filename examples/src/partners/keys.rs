//! `POST /keys`: a key for a partner, shown once.

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::{Data, Form};
use actix_web::{HttpResponse, post};
use auth_runtime::api_key::{ApiKey, MemoryKeys};
use auth_runtime::{Vocabulary, require_auth, require_role};
use serde::{Deserialize, Serialize};

use super::Scope;
use crate::error::AppError;
use crate::users::Role;

#[derive(Deserialize)]
struct NewKey {
    partner: String,
    scope: Option<String>,
}

#[derive(Serialize)]
struct IssuedKey<'a> {
    key: &'a str,
    partner: &'a str,
}

// A key is good for long, so a token from this morning is not enough: its owner must have logged in
// just now, and with a PIN. Who has not is told so (RFC 9470), and may log in again.
#[require_auth(max_age = "5m", acr = ["two-factor"])]
#[require_role(Role::Admin)]
#[post("/keys")]
pub(super) async fn issue(
    Form(NewKey { partner, scope }): Form<NewKey>,
    keys: Data<MemoryKeys>,
) -> Result<HttpResponse, AppError> {
    if partner.trim().is_empty() {
        return Err(AppError::Unusable("A partner has a name.".into()));
    }
    let unknown = || AppError::Unusable("There is no such scope.".into());
    let scope = scope.map(|name| Scope::named(&name).ok_or_else(unknown));
    let scope = scope.transpose()?;
    let key = ApiKey::generate_with_prefix("bookshop").map_err(AppError::broken)?;
    // Of the secret, only a hash is kept. No partner is to be taken for a user of the same name.
    let record = key.record().clone();
    let record = record.subject(format!("partner:{partner}"));
    keys.add(record.scopes(scope.map(|scope| scope.name())));
    let answer = IssuedKey {
        key: key.text(),
        partner: &partner,
    };
    let no_store = (CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(HttpResponse::Created().insert_header(no_store).json(answer))
}
