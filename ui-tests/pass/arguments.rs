#![deny(warnings)]
#![forbid(unsafe_code)]
//! As many arguments as actix-web takes, and every pattern that a function takes.

use actix_web::{App, HttpRequest, get, post, web};
use auth_runtime::{Identity, allow_anonymous, require_auth};
use serde::Deserialize;

#[get("/sixteen")]
#[require_auth]
#[expect(clippy::too_many_arguments, reason = "the point of this handler")]
async fn sixteen(
    who: Identity,
    b: String,
    c: String,
    d: String,
    e: String,
    f: String,
    g: String,
    h: String,
    i: String,
    j: String,
    k: String,
    l: String,
    m: String,
    n: String,
    o: String,
    p: String,
) -> String {
    [who.subject(), &b, &c, &d, &e, &f, &g, &h, &i, &j, &k, &l, &m, &n, &o, &p].concat()
}

#[get("/none")]
#[require_auth]
async fn none() -> &'static str {
    "none"
}

#[post("/points")]
#[require_auth]
async fn point(web::Json((x, y)): web::Json<(u32, u32)>) -> String {
    format!("{x} {y}")
}

#[derive(Deserialize)]
struct Page {
    number: u32,
    size: u32,
}

#[post("/pages")]
#[require_auth]
async fn page(
    web::Json(Page { number, mut size }): web::Json<Page>,
    mut body: web::Bytes,
    _: HttpRequest,
    _unused: HttpRequest,
) -> String {
    size += 1;
    let head = body.split_to(1);
    format!("{number} {size} {head:?} {body:?}")
}

#[get("/allowed")]
#[require_auth]
async fn allowed(#[allow(unused_variables)] request: HttpRequest, who: Identity) -> String {
    who.subject().to_owned()
}

#[get("/optional")]
#[allow_anonymous]
async fn optional(mut who: Option<Identity>, query: Option<web::Query<Page>>) -> String {
    let name = who.take().map(|who| who.subject().to_owned());
    let number = query.map(|query| query.number);
    format!("{name:?} {number:?}")
}

#[get("/both")]
#[require_auth]
async fn both(who: Identity, maybe: Option<Identity>, again: auth_runtime::Identity) -> String {
    let maybe = maybe.is_some();
    format!("{} {maybe} {}", who.subject(), again.subject())
}

fn main() {
    let _ = App::new().service((sixteen, none, point, page, allowed, optional, both));
}
