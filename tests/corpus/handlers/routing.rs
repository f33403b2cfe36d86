//! Every way to register a handler.

use actix_web::body::MessageBody;
use actix_web::dev::{HttpServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::guard::{self, Guard, GuardContext};
use actix_web::http::Method;
use actix_web::http::header::HeaderValue;
use actix_web::middleware::{DefaultHeaders, Next, from_fn};
use actix_web::{
    Error, HttpRequest, HttpResponse, Responder, connect, delete, get, head, options, patch, post,
    put, route, routes, trace, web,
};

//@ GET /get
#[get("/get")]
async fn by_get() -> &'static str {
    "get"
}

//@ POST /post
#[post("/post")]
async fn by_post() -> &'static str {
    "post"
}

//@ PUT /put
#[put("/put")]
async fn by_put() -> &'static str {
    "put"
}

//@ DELETE /delete
#[delete("/delete")]
async fn by_delete() -> &'static str {
    "delete"
}

//@ PATCH /patch
#[patch("/patch")]
async fn by_patch() -> &'static str {
    "patch"
}

//@ HEAD /head
#[head("/head")]
async fn by_head() -> HttpResponse {
    HttpResponse::Ok().finish()
}

// A guard here would break CORS.

//@ OPTIONS /options
//@ open
#[options("/options")]
async fn by_options() -> &'static str {
    "options"
}

//@ TRACE /trace
#[trace("/trace")]
async fn by_trace() -> &'static str {
    "trace"
}

//@ CONNECT /connect
#[connect("/connect")]
async fn by_connect() -> &'static str {
    "connect"
}

//@ GET /full-path
#[actix_web::get("/full-path")]
async fn full_path() -> &'static str {
    "by its full path"
}

//@ GET /route
//@ POST /route
#[route("/route", method = "GET", method = "POST")]
async fn several_methods(method: Method) -> String {
    method.to_string()
}

//@ PURGE /own-method
#[route("/own-method", method = "PURGE")]
async fn own_method() -> &'static str {
    "purged"
}

//@ GET /routes
//@ POST /routes
//@ PUT /routes/other
#[routes]
#[get("/routes")]
#[post("/routes")]
#[put("/routes/other")]
async fn several_routes(request: HttpRequest) -> String {
    format!("{} {}", request.method(), request.path())
}

//@ GET /guarded
//@ x-version: 2
#[get("/guarded", guard = "is_version_2")]
async fn guarded() -> &'static str {
    "version 2"
}

fn is_version_2(context: &GuardContext<'_>) -> bool {
    let version = context.head().headers().get("x-version");
    version == Some(&HeaderValue::from_static("2"))
}

mod guards {
    //! Guards behind a path.
    use super::GuardContext;

    pub fn local(context: &GuardContext<'_>) -> bool {
        context.head().headers().contains_key("x-local")
    }

    pub fn any(_: &GuardContext<'_>) -> bool {
        true
    }
}

//@ GET /guarded-twice
//@ x-local: yes
#[route(
    "/guarded-twice",
    method = "GET",
    guard = "guards::local",
    guard = "guards::any"
)]
async fn guarded_twice() -> &'static str {
    "local"
}

async fn add_field<B: MessageBody>(
    // Not a handler: a middleware
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let mut response = next.call(request).await?;
    let value = HeaderValue::from_static("yes");
    response
        .headers_mut()
        .insert("x-wrapped".parse().unwrap(), value);
    Ok(response)
}

fn with_default() -> DefaultHeaders {
    DefaultHeaders::new().add(("x-default", "yes"))
}

//@ GET /wrapped
#[get("/wrapped", wrap = "with_default()")]
async fn wrapped() -> &'static str {
    "wrapped"
}

//@ POST /wrapped-twice
#[post(
    "/wrapped-twice",
    wrap = "with_default()",
    wrap = "DefaultHeaders::new().add((\"x-more\", \"1\"))"
)]
async fn wrapped_twice() -> &'static str {
    "wrapped"
}

//@ GET /wrapped-from-fn
#[get("/wrapped-from-fn", wrap = "from_fn(add_field)")]
async fn wrapped_from_fn() -> &'static str {
    "wrapped"
}

//@ GET /name-of-its-own/7
#[get("/name-of-its-own/{id}", name = "the_book")]
async fn name_of_its_own(request: HttpRequest, id: web::Path<u8>) -> Result<String, Error> {
    let url = request.url_for("the_book", [id.to_string()])?;
    Ok(url.path().to_owned())
}

//@ GET /url-for
#[get("/url-for")]
async fn url_for(request: HttpRequest) -> Result<impl Responder, Error> {
    let url = request.url_for("the_book", ["9"])?;
    Ok(url.path().to_owned())
}

// One resource, several handlers.

//@ GET /books/7
async fn read_book(id: web::Path<u8>) -> String {
    format!("read {id}")
}

//@ PUT /books/7
async fn write_book(id: web::Path<u8>) -> String {
    format!("write {id}")
}

//@ DELETE /books/7 => 204
async fn drop_book(_: web::Path<u8>) -> HttpResponse {
    HttpResponse::NoContent().finish()
}

//@ PATCH /books/7 => 405
async fn no_such_method() -> HttpResponse {
    HttpResponse::MethodNotAllowed().finish()
}

//@ GET /resource-to
//@ POST /resource-to
async fn resource_to(method: Method) -> String {
    method.to_string()
}

//@ GET /twice/a
//@ GET /twice/b
async fn twice(request: HttpRequest) -> String {
    request.path().to_owned()
}

//@ POST /route-guards
//@ content-type: text/csv
//@ > a;b
async fn route_guards(body: String) -> String {
    body.replace(';', ",")
}

struct Even;

impl Guard for Even {
    fn check(&self, context: &GuardContext<'_>) -> bool {
        context.head().uri.path().len() % 2 == 0
    }
}

//@ GET /own-guard/abc
async fn own_guard() -> &'static str {
    "even"
}

// Scopes, and a default.

//@ GET /v1/shelves/3/books
#[get("/books")]
async fn in_scopes(shelf: web::Path<u8>) -> String {
    format!("books of {shelf}")
}

//@ GET /v1/shelves/3
#[get("")]
async fn scope_itself(shelf: web::Path<(u8,)>) -> String {
    format!("shelf {}", shelf.0)
}

//@ GET /v1/nowhere => 404
//@ POST /v1/nowhere => 404
async fn scope_default() -> HttpResponse {
    HttpResponse::NotFound().body("nothing in v1")
}

fn shelves() -> impl HttpServiceFactory {
    web::scope("/shelves/{shelf}")
        .wrap(with_default())
        .service(in_scopes)
        .service(scope_itself)
}

//@ GET /list/one
#[get("/list/one")]
async fn list_one() -> &'static str {
    "one"
}

//@ GET /list/two
#[get("/list/two")]
async fn list_two() -> &'static str {
    "two"
}

fn more(config: &mut web::ServiceConfig) {
    config.service(actix_web::services![list_one, list_two]);
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .configure(more)
        .service((by_get, by_post, by_put, by_delete, by_patch, by_head))
        .service((by_options, by_trace, by_connect, full_path))
        .service((several_methods, own_method, several_routes))
        .service((
            guarded,
            guarded_twice,
            wrapped,
            wrapped_twice,
            wrapped_from_fn,
        ))
        .service((name_of_its_own, url_for))
        .service(
            web::resource(["/books/{id}", "/volumes/{id}"])
                .name("book")
                .get(read_book)
                .route(web::put().to(write_book))
                .route(web::route().method(Method::DELETE).to(drop_book))
                .default_service(web::to(no_such_method)),
        )
        .service(web::resource("/resource-to").to(resource_to))
        .route("/twice/a", web::get().to(twice))
        .route("/twice/b", web::get().to(twice))
        .route(
            "/route-guards",
            web::post()
                .guard(guard::Header("content-type", "text/csv"))
                .to(route_guards),
        )
        .service(web::resource("/own-guard/{x}").guard(Even).get(own_guard))
        .service(
            web::scope("/v1")
                .service(shelves())
                .default_service(web::to(scope_default)),
        );
}
