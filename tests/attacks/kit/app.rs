//! A real app with guarded handlers.

use std::cell::Cell;

use actix_http::Request;
use actix_web::body::{self, BoxBody};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::test::{self, TestRequest};
use actix_web::{App, Error, HttpRequest, HttpResponse, get, post, web};
use auth_runtime::{Auth, Identity, require_auth, require_role};
use tests::events::recorded;

use super::answer::Answer;

thread_local! {
    static RUNS: Cell<usize> = const { Cell::new(0) };
}

fn note_run() {
    RUNS.set(RUNS.get() + 1);
}

#[require_auth(scheme = "Bearer")]
#[get("/me")]
async fn me(who: Identity) -> String {
    note_run();
    who.subject().to_owned()
}

#[get("/admin")]
#[require_auth(scheme = "Bearer")]
#[require_role("admin")]
async fn admin(who: Identity) -> String {
    note_run();
    who.subject().to_owned()
}

#[require_auth(scheme = "Bearer")]
#[require_role("admin", hide = true)]
#[get("/hidden")]
async fn hidden(who: Identity) -> String {
    note_run();
    who.subject().to_owned()
}

#[post("/form")]
#[require_auth(scheme = "Bearer")]
async fn form(body: web::Bytes) -> String {
    note_run();
    format!("{} bytes", body.len())
}

/// Honours preconditions and ranges itself, which a refusal must come before.
#[require_auth(scheme = "Bearer")]
#[require_role("reader")]
#[get("/cached")]
async fn cached(request: HttpRequest) -> HttpResponse {
    note_run();
    let has = |name: HeaderName| request.headers().contains_key(name);
    if has(header::IF_NONE_MATCH) {
        HttpResponse::NotModified().finish()
    } else if has(header::IF_MATCH) {
        HttpResponse::PreconditionFailed().finish()
    } else if has(header::RANGE) {
        HttpResponse::PartialContent().body("c")
    } else {
        HttpResponse::Ok().body("cached")
    }
}

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config
        .service(me)
        .service(admin)
        .service(hidden)
        .service(form)
        .service(cached);
}

/// The app under this configuration.
pub(crate) async fn app(
    auth: Auth,
) -> impl Service<Request, Response = ServiceResponse<BoxBody>, Error = Error> {
    let app = App::new()
        .app_data(auth.clone())
        .configure(routes)
        .default_service(auth.not_found());
    test::init_service(app).await
}

/// Sends a request and keeps what came of it.
pub(crate) async fn ask<S>(app: &S, request: TestRequest) -> Answer
where
    S: Service<Request, Response = ServiceResponse<BoxBody>, Error = Error>,
{
    RUNS.set(0);
    let work = async {
        let response = test::call_service(app, request.to_request()).await;
        let (response, body) = response.into_parts().1.into_parts();
        (response, body::to_bytes(body).await.unwrap())
    };
    let ((response, body), events) = recorded(work).await;
    let text = |name: HeaderName| texts(response.headers(), &name).pop();
    Answer {
        status: response.status().as_u16(),
        challenges: texts(response.headers(), &header::WWW_AUTHENTICATE),
        cache_control: text(header::CACHE_CONTROL),
        content_type: text(header::CONTENT_TYPE),
        body: String::from_utf8(body.to_vec()).unwrap(),
        handler_runs: RUNS.get(),
        events,
    }
}

fn texts(headers: &HeaderMap, name: &HeaderName) -> Vec<String> {
    headers
        .get_all(name)
        .map(|value| value.to_str().unwrap().to_owned())
        .collect()
}

/// `GET /me` with this token.
pub(crate) fn bearer(token: impl AsRef<[u8]>) -> TestRequest {
    let field = [b"Bearer ", token.as_ref()].concat();
    let field = header::HeaderValue::from_bytes(&field).unwrap();
    TestRequest::get()
        .uri("/me")
        .insert_header((header::AUTHORIZATION, field))
}
