//! Extractors that an application brings itself.

use std::fmt;
use std::future::{Ready, ready};
use std::ops::Deref;
use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use actix_web::{Error, FromRequest, HttpRequest, ResponseError, get, post, web};
use futures_util::future::{LocalBoxFuture, TryFutureExt};
use serde::de::DeserializeOwned;

struct Page(u32);

impl FromRequest for Page {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = request.query_string().strip_prefix("page=");
        let page = query.map_or(Ok(1), str::parse);
        ready(page.map(Self).map_err(actix_web::error::ErrorBadRequest))
    }
}

//@ GET /page
//@ GET /page?page=3
//@ GET /page?page=last => 400
#[get("/page")]
async fn a_page(page: Page) -> String {
    page.0.to_string()
}

//@ GET /page-apart?page=3
#[get("/page-apart")]
async fn page_apart(Page(number): Page) -> String {
    number.to_string()
}

//@ GET /page-or-not?page=last
#[get("/page-or-not")]
async fn page_or_not(page: Option<Page>, again: Result<Page, Error>) -> String {
    format!("{} {}", page.is_some(), again.is_ok())
}

/// The body as its bytes and as its value.
struct Both<T> {
    bytes: usize,
    value: T,
}

#[derive(Debug)]
enum BothError {
    Body,
    Value(serde_json::Error),
}

impl fmt::Display for BothError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body => f.write_str("no body"),
            Self::Value(error) => write!(f, "no value: {error}"),
        }
    }
}

impl ResponseError for BothError {
    fn status_code(&self) -> StatusCode {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Both<T> {
    type Error = BothError;
    type Future = LocalBoxFuture<'static, Result<Self, BothError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            let body = body.map_err(|_| BothError::Body).await?;
            let value = serde_json::from_slice(&body).map_err(BothError::Value)?;
            Ok(Self {
                bytes: body.len(),
                value,
            })
        })
    }
}

//@ POST /both
//@ > [1,2,3]
//@ POST /both => 422
//@ > [1,2,
#[post("/both")]
async fn both(Both { bytes, value }: Both<Vec<u8>>) -> String {
    format!("{bytes} {value:?}")
}

/// An extractor that is not `Send`, around another one.
struct Shared<T>(Rc<T>);

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: FromRequest + 'static> FromRequest for Shared<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let inner = T::from_request(request, payload);
        Box::pin(async move { Ok(Self(Rc::new(inner.await.map_err(Into::into)?))) })
    }
}

//@ GET /shared/5
#[get("/shared/{id}")]
async fn shared(id: Shared<web::Path<u8>>, path: Shared<HttpRequest>) -> String {
    format!("{} {}", **id, path.path())
}

mod identity {
    //! Somebody else's type of a familiar name.
    use super::{Error, FromRequest, HttpRequest, Payload, Ready, ready};

    pub struct Identity(pub &'static str);

    impl FromRequest for Identity {
        type Error = Error;
        type Future = Ready<Result<Self, Error>>;

        fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
            ready(Ok(Self("somebody else's")))
        }
    }
}

//@ GET /familiar
#[get("/familiar")]
async fn familiar(who: identity::Identity, maybe: Option<identity::Identity>) -> String {
    format!("{} {}", who.0, maybe.is_some())
}

//@ GET /to?page=2
async fn to(Page(page): Page, request: HttpRequest) -> String {
    format!("{page} {}", request.path())
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service((a_page, page_apart, page_or_not, both, shared, familiar))
        .route("/to", web::get().to(to));
}
