#![deny(warnings)]
#![forbid(unsafe_code)]
//! An import that only `Option<Identity>` uses.

use actix_web::{App, get};
use auth_runtime::{Identity, allow_anonymous};

#[get("/news")]
#[allow_anonymous]
async fn news(who: Option<Identity>) -> String {
    who.map_or("news".to_owned(), |who| format!("news for {}", who.subject()))
}

fn main() {
    let _ = App::new().service(news);
}
