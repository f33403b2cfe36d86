#![deny(warnings)]
#![forbid(unsafe_code)]
//! Handlers and arguments whose names are keywords.

use actix_web::{App, get, web};
use auth_runtime::{Identity, declared_handlers, require_auth};

#[require_auth]
async fn r#type(r#move: Identity) -> String {
    r#move.subject().to_owned()
}

#[get("/loop")]
#[require_auth]
async fn r#loop() -> &'static str {
    "loop"
}

fn main() {
    let _ = App::new()
        .route("/type", web::get().to(r#type))
        .service(r#loop);
    let names: Vec<_> = declared_handlers().iter().map(|it| it.place().handler).collect();
    assert_eq!(names, ["type", "loop"]);
}
