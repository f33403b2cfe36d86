#![deny(warnings)]
#![forbid(unsafe_code)]
#![forbid(unused_imports, dead_code)]

//! Other crates have an `Identity` too, and lifetimes in their extractors.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{App, Error, FromRequest, HttpRequest, web};
use auth_runtime::{allow_anonymous, require_auth};

mod session {
    pub struct Identity;
}

impl FromRequest for session::Identity {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self))
    }
}

struct Language<'a>(&'a str);

impl FromRequest for Language<'_> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self("en")))
    }
}

#[allow_anonymous]
async fn open(_: session::Identity, _: Option<session::Identity>) -> &'static str {
    "open"
}

#[require_auth]
async fn guarded(
    _: session::Identity,
    _: Option<session::Identity>,
    language: Language<'_>,
) -> String {
    language.0.to_owned()
}

fn main() {
    let _ = App::new()
        .route("/open", web::get().to(open))
        .route("/guarded", web::get().to(guarded));
}
