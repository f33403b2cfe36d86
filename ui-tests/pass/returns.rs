#![deny(warnings)]
#![forbid(unsafe_code)]
//! Return types, `?`, early returns, and awaiting.

use std::num::ParseIntError;

use actix_web::{App, HttpResponse, Responder, get, http::StatusCode, web};
use auth_runtime::{ClaimsError, Identity, require_auth};

#[derive(Debug)]
struct AppError;

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a number")
    }
}

impl actix_web::ResponseError for AppError {}

impl From<ParseIntError> for AppError {
    fn from(_: ParseIntError) -> Self {
        Self
    }
}

#[get("/question/{number}")]
#[require_auth]
async fn question(number: web::Path<String>) -> Result<web::Json<u64>, AppError> {
    let number: u64 = number.parse()?;
    Ok(web::Json(number))
}

#[get("/early/{number}")]
#[require_auth]
async fn early(number: web::Path<u64>) -> HttpResponse {
    if *number == 0 {
        return HttpResponse::BadRequest().finish();
    }
    let Some(half) = number.checked_div(2) else {
        return HttpResponse::NoContent().finish();
    };
    HttpResponse::Ok().body(half.to_string())
}

#[get("/responder")]
#[require_auth]
async fn responder() -> impl Responder {
    ("text", StatusCode::ACCEPTED)
}

#[get("/claims")]
#[require_auth]
async fn claims(who: Identity) -> Result<impl Responder, ClaimsError> {
    let claims: std::collections::BTreeMap<String, u64> = who.claims()?;
    Ok(web::Json(claims))
}

#[get("/awaits")]
#[require_auth]
async fn awaits(payload: web::Payload) -> actix_web::Result<String> {
    let bytes = payload.to_bytes().await?;
    let length = async { bytes.len() }.await;
    Ok(length.to_string())
}

#[get("/diverges")]
#[require_auth]
async fn diverges() -> HttpResponse {
    loop {
        break HttpResponse::Ok().finish();
    }
}

fn main() {
    let _ = App::new().service((question, early, responder, claims, awaits, diverges));
}
