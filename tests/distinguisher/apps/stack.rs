//! Apps with middleware around everything that changes what answers look like.

use actix_cors::Cors;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::{
    Compress, DefaultHeaders, ErrorHandlerResponse, ErrorHandlers, Logger, NormalizePath,
};
use actix_web::{App, HttpRequest, HttpResponse, route, web};
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{Auth, Body, require_auth, require_role};

use super::callers::everybody;
use super::is_hidden;
use tests::server::Server;

#[require_auth]
#[require_role("admin", hide = true)]
#[route("/secrets", method = "GET", method = "POST", method = "DELETE")]
async fn refusing(_body: web::Json<u8>) -> &'static str {
    "For admins.\n"
}

#[require_auth(hide = true)]
#[require_role("admin", hide = true)]
#[route("/private", method = "GET", method = "POST", method = "DELETE")]
async fn denying(_body: web::Json<u8>) -> &'static str {
    "For admins, and nobody knows.\n"
}

/// A page for people, in place of what was to be said.
#[expect(clippy::unnecessary_wraps, reason = "`ErrorHandlers` wants it so")]
fn page<B>(answer: ServiceResponse<B>) -> actix_web::Result<ErrorHandlerResponse<B>> {
    let status = answer.status();
    let (request, _) = answer.into_parts();
    let page = HttpResponse::build(status)
        .content_type("text/html")
        .body(format!("<h1>{status}</h1>").repeat(20));
    let answer = ServiceResponse::new(request, page);
    Ok(ErrorHandlerResponse::Response(answer.map_into_right_body()))
}

/// A mark on what was said.
#[expect(clippy::unnecessary_wraps, reason = "`ErrorHandlers` wants it so")]
fn marked<B>(mut answer: ServiceResponse<B>) -> actix_web::Result<ErrorHandlerResponse<B>> {
    let name = HeaderName::from_static("x-refused");
    answer
        .headers_mut()
        .insert(name, HeaderValue::from_static("yes"));
    Ok(ErrorHandlerResponse::Response(answer.map_into_left_body()))
}

fn issuer() -> TestIssuer {
    // The time would be compressed with the body.
    TestIssuer::new().clock(TestClock::at(1_800_000_000))
}

/// Sends everything for the first kind of hiding, and a part for the second.
#[track_caller]
fn attack(server: &Server, issuer: &TestIssuer, [first, second]: [&str; 2], miss: &str) {
    let attack = |hidden| {
        let attack = server.attacked(hidden, miss).pairs(2000).samples(0);
        everybody(attack, issuer)
    };
    is_hidden(&attack(first).run().unwrap());
    let part = attack(second).every(4).run().unwrap();
    assert!(!part.tells() && part.is_steady(), "{part}");
}

/// Around the whole app, with bodies of its own.
#[test]
fn nobody_finds_a_hidden_path_behind_middleware() {
    let issuer = issuer();
    let long = "There is nothing to be seen. ".repeat(20);
    let builder = issuer.auth_builder();
    let builder = builder.body(move |refusal, head| {
        Body::html(format!("{} {}: {long}", head.method, refusal.message()))
    });
    let auth = builder.build().unwrap();
    let server = Server::start_with_http2(move || {
        App::new()
            .app_data(auth.clone())
            .service((refusing, denying))
            .default_service(auth.not_found())
            .wrap(
                ErrorHandlers::new()
                    .handler(StatusCode::NOT_FOUND, marked)
                    .handler(StatusCode::UNAUTHORIZED, marked),
            )
            .wrap(Cors::permissive())
            .wrap(DefaultHeaders::new().add(("x-served-by", "us")))
            .wrap(Compress::default())
            .wrap(NormalizePath::trim())
            .wrap(Logger::default())
    });
    attack(&server, &issuer, ["/secrets", "/private"], "/nothing");
}

/// In an outer scope, whose misses are its own.
#[test]
fn nobody_finds_a_hidden_path_in_a_scope_with_middleware() {
    let issuer = issuer();
    let builder = issuer.auth_builder();
    let builder = builder.not_found(|request: HttpRequest| async move {
        let method = request.method().to_string();
        HttpResponse::NotFound().body(format!("no page for {method}. ").repeat(20))
    });
    let auth = builder.build().unwrap();
    let server = Server::start_with_http2(move || {
        let scope = scope(&auth);
        App::new()
            .app_data(auth.clone())
            .service(scope)
            .default_service(auth.not_found())
    });
    let paths = ["/v1/api/private", "/v1/api/secrets"];
    attack(&server, &issuer, paths, "/v1/api/nothing");
}

fn scope(
    auth: &Auth,
) -> actix_web::Scope<
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl actix_web::body::MessageBody + use<>>,
        Error = actix_web::Error,
        InitError = (),
    > + use<>,
> {
    let inner = web::scope("/api")
        .service((refusing, denying))
        .default_service(auth.not_found());
    web::scope("/v1")
        .service(inner)
        .wrap(
            ErrorHandlers::new()
                .handler(StatusCode::NOT_FOUND, page)
                .handler(StatusCode::UNAUTHORIZED, page),
        )
        .wrap(Cors::default().allowed_origin("https://elsewhere.example"))
        .wrap(DefaultHeaders::new().add(("x-served-by", "us")))
        .wrap(Compress::default())
        .wrap(NormalizePath::trim())
        .wrap(Logger::default())
}
