#![deny(warnings)]
#![forbid(unsafe_code)]
//! Handlers that are registered by `.guarded`.

use actix_web::{App, HttpRequest, Resource, Route, guard, middleware, web};
use auth_runtime::{
    DeclaredAccess, GuardedHandler, GuardedRoute, Identity, allow_anonymous, require_auth,
};

#[require_auth]
async fn none() -> &'static str {
    "none"
}

#[require_auth]
async fn one(who: Identity) -> String {
    who.subject().to_owned()
}

#[require_auth]
async fn several(_: HttpRequest, id: web::Path<u64>, who: Identity) -> String {
    format!("{} {id}", who.subject())
}

#[allow_anonymous]
async fn open(who: Option<Identity>) -> String {
    who.map_or_else(String::new, |who| who.subject().to_owned())
}

#[require_auth]
async fn generic<T: Default + ToString + 'static>(_: web::Data<T>) -> String {
    T::default().to_string()
}

/// A helper with a bound of its own.
fn read_and_write<A, B>(
    read: impl GuardedHandler<A>,
    write: impl GuardedHandler<B>,
) -> (Route, Route) {
    (web::get().guarded(read), web::post().guarded(write))
}

fn declared<A: DeclaredAccess>(_: &impl GuardedHandler<A>) {}

fn wrapped() -> Resource {
    web::resource("/resource").name("open").guarded(open)
}

fn main() {
    declared(&open);
    let (read, write) = read_and_write(none, several);
    let _ = App::new()
        .route("/none", web::get().guarded(none))
        .route("/one", web::route().guard(guard::Get()).guarded(one))
        .service(web::resource("/several/{id}").route(read).route(write))
        .service(wrapped())
        .service(
            web::resource("/wrapped")
                .wrap(middleware::NormalizePath::trim())
                .guarded(generic::<u64>),
        )
        .default_service(web::to(async || "nothing here"));
}
