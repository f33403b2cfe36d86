//! The undeclared ways. Clippy refuses what a line names behind `//~`, and no other line.
//!
//! What actix-web's attributes expand to is seen as well: it registers by `Resource::to`.

use std::future::{Ready, ready};

use actix_web::dev::{
    AppService, HttpServiceFactory, ResourceDef, Service, ServiceRequest, ServiceResponse,
    fn_service,
};
use actix_web::{App, Error, HttpResponse, Resource, Route, get as fetch, route, web};

#[actix_web::connect("/connect")] //~ actix_web::connect actix_web::Resource::to
async fn by_connect() -> &'static str {
    "open"
}

#[actix_web::delete("/delete")] //~ actix_web::delete actix_web::Resource::to
async fn by_delete() -> &'static str {
    "open"
}

#[actix_web::get("/get")] //~ actix_web::get actix_web::Resource::to
async fn by_get() -> &'static str {
    "open"
}

#[fetch("/alias")] //~ actix_web::get actix_web::Resource::to
async fn by_alias() -> &'static str {
    "open"
}

#[actix_web::head("/head")] //~ actix_web::head actix_web::Resource::to
async fn by_head() -> &'static str {
    "open"
}

#[actix_web::options("/options")] //~ actix_web::options actix_web::Resource::to
async fn by_options() -> &'static str {
    "open"
}

#[actix_web::patch("/patch")] //~ actix_web::patch actix_web::Resource::to
async fn by_patch() -> &'static str {
    "open"
}

#[actix_web::post("/post")] //~ actix_web::post actix_web::Resource::to
async fn by_post() -> &'static str {
    "open"
}

#[actix_web::put("/put")] //~ actix_web::put actix_web::Resource::to
async fn by_put() -> &'static str {
    "open"
}

#[actix_web::query("/query")] //~ actix_web::query actix_web::Resource::to
async fn by_query() -> &'static str {
    "open"
}

#[route("/route", method = "GET", method = "POST")] //~ actix_web::route actix_web::Resource::to
async fn by_route() -> &'static str {
    "open"
}

#[actix_web::routes] //~ actix_web::routes actix_web::Resource::to
#[get("/routes/1")]
#[get("/routes/2")]
async fn by_routes() -> &'static str {
    "open"
}

#[actix_web::trace("/trace")] //~ actix_web::trace actix_web::Resource::to
async fn by_trace() -> &'static str {
    "open"
}

async fn handler() -> &'static str {
    "open"
}

async fn raw(request: ServiceRequest) -> Result<ServiceResponse, Error> {
    Ok(request.into_response(HttpResponse::Ok().finish()))
}

struct Own;

impl HttpServiceFactory for Own {
    fn register(self, config: &mut AppService) {
        let service = fn_service(raw); //~ actix_web::dev::fn_service
        let path = ResourceDef::new("/own");
        config.register_service(path, None, service, None); //~ actix_web::dev::AppService::register_service
    }
}

struct Raw;

impl Service<ServiceRequest> for Raw {
    type Response = ServiceResponse;
    type Error = Error;
    type Future = Ready<Result<ServiceResponse, Error>>;

    actix_web::dev::always_ready!();

    fn call(&self, request: ServiceRequest) -> Self::Future {
        ready(Ok(request.into_response(HttpResponse::Ok().finish())))
    }
}

fn made() -> Ready<Result<Raw, ()>> {
    ready(Ok(Raw))
}

fn main() {
    let _ = App::new()
        .service((
            by_connect, by_delete, by_get, by_alias, by_head, by_options, by_patch,
        ))
        .service((
            by_post, by_put, by_query, by_route, by_routes, by_trace, Own,
        ))
        .route("/to", web::get().to(handler)) //~ actix_web::Route::to
        .route("/new", Route::new().to(handler)) //~ actix_web::Route::to
        .route("/path", Route::to(web::get(), handler)) //~ actix_web::Route::to
        .route("/web-to", web::to(handler)) //~ actix_web::web::to
        .service(web::resource("/resource").to(handler)) //~ actix_web::Resource::to
        .service(Resource::new("/get").get(handler)) //~ actix_web::Resource::get
        .service(web::resource("/post").post(handler)) //~ actix_web::Resource::post
        .service(web::resource("/put").put(handler)) //~ actix_web::Resource::put
        .service(web::resource("/patch").patch(handler)) //~ actix_web::Resource::patch
        .service(web::resource("/delete").delete(handler)) //~ actix_web::Resource::delete
        .service(web::resource("/head").head(handler)) //~ actix_web::Resource::head
        .service(web::resource("/trace").trace(handler)) //~ actix_web::Resource::trace
        .service(web::resource("/query").query(handler)) //~ actix_web::Resource::query
        .route("/raw", web::get().service(fn_service(raw))) //~ actix_web::Route::service actix_web::dev::fn_service
        .service(
            web::service("/service") //~ actix_web::web::service
                .finish(raw), //~ actix_web::dev::WebService::finish
        )
        .default_service(actix_web::dev::fn_factory(made)); //~ actix_web::dev::fn_factory
}
