//! actix-web-grants: its middleware on a scope verifies, `#[protect]` looks at the role.

use std::collections::HashSet;
use std::sync::Arc;

use actix_web::dev::ServiceRequest;
use actix_web::error::ErrorInternalServerError;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{Error, get, post};
use actix_web_grants::{GrantsMiddleware, protect};

use super::Configure;
use super::bare::public;
use super::body::{self, ANSWER, Names};
use super::hand::Refusal;
use super::verifier::Verifier;
use crate::keys::Keys;

async fn roles(request: &ServiceRequest) -> Result<HashSet<String>, Error> {
    let Some(verifier) = request.app_data::<Data<Verifier>>() else {
        return Err(ErrorInternalServerError("not configured"));
    };
    let field = request.headers().get(AUTHORIZATION);
    let field = field.and_then(|it| it.to_str().ok());
    let token = field.and_then(|it| it.strip_prefix("Bearer "));
    let claims = token.and_then(|token| verifier.verify(token));
    let claims = claims.ok_or(Refusal::Unauthenticated)?;
    Ok(claims.roles.into_iter().collect())
}

#[get("/guarded")]
#[protect("admin")]
async fn guarded() -> &'static str {
    ANSWER
}

#[post("/names")]
#[protect("admin")]
async fn names(names: Names) -> &'static str {
    body::answer(&names)
}

pub(super) fn contender(keys: &Keys) -> Configure {
    let verifier = Data::new(Verifier::new(keys));
    Arc::new(move |config: &mut ServiceConfig| {
        config.app_data(verifier.clone()).service(public).service(
            web::scope("/api")
                .wrap(GrantsMiddleware::with_extractor(roles))
                .service(guarded)
                .service(names),
        );
    })
}
