//! Attributes of others, above and below.

use actix_web::{HttpRequest, HttpResponse, Responder, get, post, web};
use tracing::{Instrument, instrument};

//@ GET /documented
/// A documented handler.
///
/// ```text
/// GET /attributes/documented
/// ```
#[get("/documented")]
async fn documented() -> &'static str {
    "documented"
}

/** Documented above the mark, in a block. */
#[allow(dead_code)]
//@ GET /doc-above
#[get("/doc-above")]
async fn doc_above() -> &'static str {
    "documented"
}

//@ GET /doc-below
#[get("/doc-below")]
/// Documented below the route.
#[doc = "In two ways."]
#[doc(alias = "below")]
async fn doc_below() -> &'static str {
    "documented"
}

//@ GET /doc-on-to
#[doc = concat!("Documented ", "by a macro.")]
async fn doc_on_to() -> &'static str {
    "documented"
}

//@ GET /allowed/7
#[allow(unused_variables, clippy::unused_async)]
#[get("/allowed/{id}")]
async fn allowed(id: web::Path<u8>) -> &'static str {
    "allowed"
}

//@ GET /allowed-below/7
#[get("/allowed-below/{id}")]
#[allow(unused_variables)]
#[allow(unused_mut)]
async fn allowed_below(mut id: web::Path<u8>) -> &'static str {
    "allowed"
}

//@ GET /allowed-argument/7
#[get("/allowed-argument/{id}")]
async fn allowed_argument(#[allow(unused_variables)] id: web::Path<u8>) -> &'static str {
    "allowed"
}

//@ GET /expected/7
#[get("/expected/{id}")]
#[expect(unused_variables)]
async fn expected(id: web::Path<u8>) -> &'static str {
    "expected"
}

//@ GET /expected-above
#[expect(non_snake_case, reason = "as the specification spells it")]
#[get("/expected-above")]
async fn expectedAbove() -> &'static str {
    "expected"
}

//@ GET /strict/7
#[get("/strict/{id}")]
#[deny(unused_variables, unused_mut, dead_code, missing_docs, unreachable_pub)]
#[warn(clippy::pedantic, clippy::nursery)]
#[forbid(unsafe_code)]
async fn strict(id: web::Path<u8>) -> String {
    id.to_string()
}

//@ GET /configured
#[cfg(not(any()))]
#[get("/configured")]
async fn configured() -> &'static str {
    "configured"
}

// Two of one name, of which one stays.

#[cfg(any())]
#[get("/one-of-two")]
async fn one_of_two() -> String {
    // Not a handler: never compiled
    "never".into()
}

//@ GET /one-of-two
#[cfg(all())]
#[get("/one-of-two")]
async fn one_of_two() -> &'static str {
    "this one"
}

//@ GET /configured-below
#[get("/configured-below")]
#[cfg(all())]
async fn configured_below() -> &'static str {
    "configured"
}

//@ GET /configured-attribute
#[cfg_attr(all(), get("/configured-attribute"))]
#[cfg_attr(any(), get("/never"))]
#[cfg_attr(all(), allow(unused_variables), inline)]
async fn configured_attribute(request: HttpRequest) -> &'static str {
    "configured"
}

//@ GET /configured-to
#[cfg_attr(debug_assertions, inline(never))]
#[cfg_attr(not(debug_assertions), inline)]
async fn configured_to() -> &'static str {
    "configured"
}

//@ GET /inlined
#[get("/inlined")]
#[inline(always)]
async fn inlined() -> &'static str {
    "inlined"
}

//@ GET /cold
#[inline(never)]
#[cold]
async fn cold() -> &'static str {
    "cold"
}

//@ GET /must-use
#[must_use]
#[get("/must-use")]
async fn must_use() -> HttpResponse {
    HttpResponse::Ok().finish()
}

//@ GET /must-use-to
#[must_use = "as an answer"]
async fn must_use_to() -> impl Responder {
    "used"
}

//@ GET /deprecated
#[deprecated(note = "ask another")]
async fn old() -> &'static str {
    "deprecated"
}

//@ GET /instrumented/7
#[instrument]
#[get("/instrumented/{id}")]
async fn instrumented(id: web::Path<u8>) -> String {
    id.to_string()
}

//@ GET /instrumented-below/7
#[get("/instrumented-below/{id}")]
#[instrument(name = "below", level = "debug", skip(id), fields(answer = 42))]
async fn instrumented_below(id: web::Path<u8>) -> String {
    id.to_string()
}

#[tracing::instrument(skip_all, err)]
//@ GET /instrumented-over-mark/7
//@ GET /instrumented-over-mark/0 => 404
#[get("/instrumented-over-mark/{id}")]
async fn instrumented_over_mark(id: web::Path<u8>) -> actix_web::Result<String> {
    if *id == 0 {
        return Err(actix_web::error::ErrorNotFound("none"));
    }
    Ok(id.to_string())
}

//@ GET /instrumented-to/7
#[tracing::instrument(skip_all, fields(id = %id))]
async fn instrumented_to(id: web::Path<u8>, request: HttpRequest) -> impl Responder {
    tracing::debug!(path = request.path(), "asked");
    id.to_string()
}

//@ POST /instrumented-patterns?id=7
//@ > text
#[post("/instrumented-patterns")]
#[instrument(ret, skip(body))]
async fn instrumented_patterns(web::Query(id): web::Query<Id>, mut body: String) -> String {
    body.push_str(&id.id.to_string());
    body
}

#[derive(serde::Deserialize, Debug)]
struct Id {
    id: u8,
}

//@ GET /instrumented-block
#[get("/instrumented-block")]
async fn instrumented_block() -> String {
    async { 5 }
        .instrument(tracing::info_span!("block"))
        .await
        .to_string()
}

//@ GET /main
#[get("/main")]
#[rustfmt::skip]
async fn main( ) -> &'static str { "formatted by hand" }

//@ GET /clippy
#[get("/clippy")]
#[clippy::msrv = "1.89"]
async fn clippy_attribute() -> &'static str {
    "clippy"
}

#[allow(deprecated)]
fn deprecated_routes(config: &mut web::ServiceConfig) {
    config.route("/deprecated", web::get().to(old));
}

pub fn routes(config: &mut web::ServiceConfig) {
    deprecated_routes(config);
    config
        .service((documented, doc_above, doc_below))
        .route("/doc-on-to", web::get().to(doc_on_to))
        .service((allowed, allowed_below, allowed_argument))
        .service((expected, expectedAbove, strict))
        .service((
            configured,
            one_of_two,
            configured_below,
            configured_attribute,
        ))
        .route("/configured-to", web::get().to(configured_to))
        .service((inlined, must_use))
        .route("/cold", web::get().to(cold))
        .route("/must-use-to", web::get().to(must_use_to))
        .service((instrumented, instrumented_below, instrumented_over_mark))
        .service((instrumented_patterns, instrumented_block))
        .route("/instrumented-to/{id}", web::get().to(instrumented_to))
        .service((main, clippy_attribute));
}
