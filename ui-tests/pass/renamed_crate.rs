#![deny(warnings)]
#![forbid(unsafe_code)]
//! The crate under another name.

extern crate auth_runtime as guard;

use actix_web::{App, get, web};

#[get("/me")]
#[guard::require_auth]
#[guard::require_role("reader")]
async fn me(who: guard::Identity) -> String {
    who.subject().to_owned()
}

#[guard::allow_anonymous]
async fn news(who: Option<guard::Identity>) -> String {
    who.map_or(String::new(), |who| who.subject().to_owned())
}

fn main() {
    let _ = App::new().service(me).route("/news", web::get().to(news));
}
