//! Errors of an application, `?`, and early returns.

use std::fmt;
use std::num::ParseIntError;

use actix_web::error::{ErrorConflict, ErrorNotFound, InternalError};
use actix_web::http::StatusCode;
use actix_web::http::header::ContentType;
use actix_web::{Error, HttpResponse, Responder, ResponseError, get, post, web};
use derive_more::{Display, Error as DeriveError, From};

#[derive(Debug, Display, DeriveError)]
enum ShopError {
    #[display("no such book")]
    Missing,
    #[display("{left} left")]
    SoldOut { left: u32 },
}

impl ResponseError for ShopError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Missing => StatusCode::NOT_FOUND,
            Self::SoldOut { .. } => StatusCode::CONFLICT,
        }
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code())
            .insert_header(ContentType::html())
            .body(format!("<b>{self}</b>"))
    }
}

fn stock(id: u32) -> Result<u32, ShopError> {
    match id {
        0 => Err(ShopError::Missing),
        left @ 1..=3 => Err(ShopError::SoldOut { left }),
        many => Ok(many),
    }
}

//@ GET /own/9
//@ GET /own/0 => 404
//@ GET /own/2 => 409
#[get("/own/{id}")]
async fn own(id: web::Path<u32>) -> Result<String, ShopError> {
    let left = stock(*id)?;
    Ok(format!("{left} left"))
}

//@ GET /own-by-trait/0 => 404
//@ GET /own-by-trait/7
#[get("/own-by-trait/{id}")]
async fn own_by_trait(id: web::Path<u32>) -> Result<impl Responder, ShopError> {
    stock(id.into_inner()).map(|left| web::Json(left))
}

//@ GET /boxed/7
//@ GET /boxed/x => 500
//@ GET /boxed/1 => 500
#[get("/boxed/{id}")]
async fn boxed(id: web::Path<String>) -> Result<String, Box<dyn std::error::Error>> {
    let id: u32 = id.parse()?;
    if id == 1 {
        return Err("no ones".into());
    }
    let left = stock(id)?;
    Ok(left.to_string())
}

#[derive(Debug, Display, From)]
enum Failure {
    Shop(ShopError),
    Number(ParseIntError),
    Io(std::io::Error),
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Shop(error) => error.status_code(),
            Self::Number(_) => StatusCode::BAD_REQUEST,
            Self::Io(error) => error.status_code(),
        }
    }
}

type Answer<T = HttpResponse> = Result<T, Failure>;

//@ GET /converted/7
//@ GET /converted/x => 400
//@ GET /converted/0 => 404
//@ GET /converted/8 => 404
#[get("/converted/{id}")]
async fn converted(id: web::Path<String>) -> Answer {
    let id = id.parse()?;
    let left = stock(id)?;
    if left == 8 {
        std::fs::metadata("/there/is/no/such/file")?;
    }
    Ok(HttpResponse::Ok().json(left))
}

//@ GET /aliased
#[get("/aliased")]
async fn aliased() -> Answer<&'static str> {
    Ok("aliased")
}

//@ GET /mapped/x => 400
#[get("/mapped/{id}")]
async fn mapped(id: web::Path<String>) -> actix_web::Result<String> {
    let id: u8 = id.parse().map_err(actix_web::error::ErrorBadRequest)?;
    Ok(id.to_string())
}

//@ GET /helpers/1 => 404
//@ GET /helpers/2 => 409
//@ GET /helpers/3
#[get("/helpers/{id}")]
async fn helpers(id: web::Path<u8>) -> Result<&'static str, Error> {
    match *id {
        1 => Err(ErrorNotFound("not here")),
        2 => Err(ErrorConflict("taken")),
        _ => Ok("here"),
    }
}

//@ GET /internal => 507
#[get("/internal")]
async fn internal() -> Result<&'static str, InternalError<&'static str>> {
    Err(InternalError::new("full", StatusCode::INSUFFICIENT_STORAGE))
}

//@ GET /from-response => 451
#[get("/from-response")]
async fn from_response() -> Result<String, Error> {
    let answer = HttpResponse::UnavailableForLegalReasons().body("banned");
    Err(InternalError::from_response("banned", answer))?
}

//@ GET /early/1
//@ GET /early/2
//@ GET /early/3
#[get("/early/{id}")]
async fn early(id: web::Path<u8>) -> String {
    if *id == 1 {
        return "one".to_owned();
    }
    for candidate in 2..10 {
        if candidate == *id && candidate % 2 == 0 {
            return format!("even {candidate}");
        }
    }
    "odd".into()
}

//@ POST /io => 404
#[post("/io")]
async fn io() -> std::io::Result<String> {
    std::fs::read_to_string("/there/is/no/such/file")
}

struct Plain;

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plain")
    }
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain")
    }
}

impl ResponseError for Plain {}

//@ GET /default => 500
#[get("/default")]
async fn default() -> Result<HttpResponse, Plain> {
    Err(Plain)
}

//@ GET /option-within/4
//@ GET /option-within/5 => 404
#[get("/option-within/{id}")]
async fn option_within(id: web::Path<u8>) -> Option<String> {
    let half = id.checked_rem(2).filter(|rest| *rest == 0)?;
    Some(half.to_string())
}

//@ GET /to/2 => 409
async fn to(id: web::Path<u32>) -> Result<HttpResponse, Failure> {
    let left = stock(*id).map_err(Failure::from)?;
    Ok(HttpResponse::Ok().body(left.to_string()))
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service((own, own_by_trait, boxed, converted, aliased, mapped))
        .service((
            helpers,
            internal,
            from_response,
            early,
            io,
            default,
            option_within,
        ))
        .route("/to/{id}", web::get().to(to));
}
