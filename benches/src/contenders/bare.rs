//! No guard at all: the floor.

use actix_web::web::{self, ServiceConfig};
use actix_web::{get, post};

use super::body::{self, ANSWER, Names};

#[get("/guarded")]
async fn guarded() -> &'static str {
    ANSWER
}

#[post("/names")]
async fn names(names: Names) -> &'static str {
    body::answer(&names)
}

#[get("/public")]
pub(super) async fn public() -> &'static str {
    ANSWER
}

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(public)
        .service(web::scope("/api").service(guarded).service(names));
}
