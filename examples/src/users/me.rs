//! `GET /me`: what a token says about its owner.

use actix_web::get;
use actix_web::web::Json;
use auth_runtime::{ClaimsError, Identity, require_auth};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct Me {
    name: String,
    greeting: String,
    roles: Vec<Box<str>>,
}

/// Claims of our own, as the token carries them.
#[derive(Deserialize)]
struct OurClaims {
    greeting: String,
}

#[require_auth]
#[get("/me")]
pub(super) async fn me(who: Identity) -> Result<Json<Me>, ClaimsError> {
    let OurClaims { greeting } = who.claims()?;
    Ok(Json(Me {
        name: who.subject().to_owned(),
        greeting,
        roles: who.roles().map(Into::into).collect(),
    }))
}
