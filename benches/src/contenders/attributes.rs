//! `#[require_role]` and `#[allow_anonymous]` of this repository.

use std::sync::Arc;

use actix_web::web::{self, ServiceConfig};
use actix_web::{get, post};
use auth_runtime::jwt::Jwt;
use auth_runtime::{Auth, allow_anonymous, require_auth, require_role};

use super::Configure;
use super::body::{self, ANSWER, Names};
use crate::keys::Keys;
use crate::tokens::{AUDIENCE, ISSUER, KID};

#[require_auth(scheme = "Bearer")]
#[require_role("admin")]
#[get("/guarded")]
async fn guarded() -> &'static str {
    ANSWER
}

#[require_auth(scheme = "Bearer")]
#[require_role("admin")]
#[post("/names")]
async fn names(names: Names) -> &'static str {
    body::answer(&names)
}

#[require_auth(scheme = "Bearer")]
#[require_role("admin", hide = true)]
#[get("/hidden")]
async fn hidden() -> &'static str {
    ANSWER
}

#[allow_anonymous]
#[get("/public")]
async fn public() -> &'static str {
    ANSWER
}

fn jwt(keys: &Keys, cached: bool) -> Jwt {
    let jwt = Jwt::keys([keys.key().kid(KID)])
        .issuer(ISSUER)
        .audience(AUDIENCE);
    if cached { jwt } else { jwt.without_cache() }
}

/// As it is unless said otherwise, which remembers verified tokens, or without that.
pub(super) fn contender(keys: &Keys, cached: bool) -> Configure {
    let auth = Auth::builder().bearer(jwt(keys, cached)).build();
    let auth = auth.expect("the configuration serves every handler");
    Arc::new(move |config: &mut ServiceConfig| {
        config
            .app_data(auth.clone())
            .service(public)
            .service(
                web::scope("/api")
                    .service(guarded)
                    .service(names)
                    .service(hidden),
            )
            .default_service(auth.not_found());
    })
}
