//! actix-web-httpauth: its middleware on a scope verifies, and the handler looks at the role.

use std::sync::Arc;

use actix_web::dev::ServiceRequest;
use actix_web::error::{ErrorForbidden, ErrorInternalServerError};
use actix_web::web::{self, Data, ReqData, ServiceConfig};
use actix_web::{Error, HttpMessage, get, post};
use actix_web_httpauth::extractors::AuthenticationError;
use actix_web_httpauth::extractors::bearer::{BearerAuth, Config};
use actix_web_httpauth::middleware::HttpAuthentication;

use super::Configure;
use super::bare::public;
use super::body::{self, ANSWER, Names};
use super::verifier::{Claims, Verifier};
use crate::keys::Keys;

async fn validate(
    request: ServiceRequest,
    credentials: BearerAuth,
) -> Result<ServiceRequest, (Error, ServiceRequest)> {
    let Some(verifier) = request.app_data::<Data<Verifier>>() else {
        return Err((ErrorInternalServerError("not configured"), request));
    };
    match verifier.verify(credentials.token()) {
        Some(claims) => {
            request.extensions_mut().insert(claims);
            Ok(request)
        }
        None => Err((AuthenticationError::from(Config::default()).into(), request)),
    }
}

#[get("/guarded")]
async fn guarded(claims: ReqData<Claims>) -> Result<&'static str, Error> {
    may_enter(&claims)?;
    Ok(ANSWER)
}

#[post("/names")]
async fn names(claims: ReqData<Claims>, names: Names) -> Result<&'static str, Error> {
    may_enter(&claims)?;
    Ok(body::answer(&names))
}

fn may_enter(claims: &Claims) -> Result<(), Error> {
    if claims.may_enter() {
        Ok(())
    } else {
        Err(ErrorForbidden("forbidden"))
    }
}

pub(super) fn contender(keys: &Keys) -> Configure {
    let verifier = Data::new(Verifier::new(keys));
    Arc::new(move |config: &mut ServiceConfig| {
        config.app_data(verifier.clone()).service(public).service(
            web::scope("/api")
                .wrap(HttpAuthentication::bearer(validate))
                .service(guarded)
                .service(names),
        );
    })
}
