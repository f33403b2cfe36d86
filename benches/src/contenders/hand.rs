//! The best guard that people write by hand: an extractor, which is the handler's first argument.

use std::fmt;
use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError, get, post};

use super::Configure;
use super::bare::public;
use super::body::{self, ANSWER, Names};
use super::verifier::{Claims, Verifier};
use crate::keys::Keys;

/// A caller with the role.
struct Admin(Claims);

impl FromRequest for Admin {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(admitted(request))
    }
}

fn admitted(request: &HttpRequest) -> Result<Admin, Refusal> {
    let verifier: &Data<Verifier> = request.app_data().ok_or(Refusal::Unconfigured)?;
    let token = bearer(request).ok_or(Refusal::Unauthenticated)?;
    let claims = verifier.verify(token).ok_or(Refusal::Unauthenticated)?;
    if claims.may_enter() {
        Ok(Admin(claims))
    } else {
        Err(Refusal::Forbidden)
    }
}

pub(super) fn bearer(request: &HttpRequest) -> Option<&str> {
    let field = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    field.strip_prefix("Bearer ")
}

#[derive(Debug)]
pub(super) enum Refusal {
    Unauthenticated,
    Forbidden,
    Unconfigured,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unauthenticated => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::Unconfigured => "not configured",
        })
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Unconfigured => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        if matches!(self, Self::Unauthenticated) {
            response.insert_header((WWW_AUTHENTICATE, "Bearer"));
        }
        response.body(self.to_string())
    }
}

#[get("/guarded")]
async fn guarded(caller: Admin) -> &'static str {
    answer(&caller.0)
}

fn answer(claims: &Claims) -> &'static str {
    std::hint::black_box(claims);
    ANSWER
}

#[post("/names")]
async fn names(_: Admin, names: Names) -> &'static str {
    body::answer(&names)
}

pub(super) fn contender(keys: &Keys) -> Configure {
    let verifier = Data::new(Verifier::new(keys));
    Arc::new(move |config: &mut ServiceConfig| {
        config
            .app_data(verifier.clone())
            .service(public)
            .service(web::scope("/api").service(guarded).service(names));
    })
}
