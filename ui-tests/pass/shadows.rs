#![deny(warnings)]
#![forbid(unsafe_code)]
//! Names of the user's that are also names of the language, of actix-web or of ours.
#![allow(dead_code, unused_macros, non_camel_case_types, non_upper_case_globals)]

mod core {}
mod std {}
mod linkme {}
mod auth {}

macro_rules! line {
    () => {
        "a line of a poem"
    };
}
macro_rules! file {
    () => {
        "a file in a cabinet"
    };
}
macro_rules! module_path {
    () => {
        "a path through a garden"
    };
}

enum Option {
    Some,
    None,
}
enum Result {
    Ok,
    Err,
}
struct Some;
struct None;
struct Guarded;
struct Access;
struct Policy;
struct Scheme;
struct Rule;
struct Known;
struct Anyone;
struct Maybe;
struct Args;
trait FromGranted {}
trait FromRequest {}
trait Future {}
struct bool;
struct u32;

const DECLARED: &str = "declared";
const ACCESS: &str = "access";
const arguments: &str = "arguments";
const who__access: &str = "who";

use actix_web::{App, get, web};
use auth_runtime::{Identity as Caller, allow_anonymous, require_auth, require_role};

/// Somebody else's identity.
struct Identity;

impl actix_web::FromRequest for Identity {
    type Error = actix_web::Error;
    type Future = ::std::future::Ready<::std::result::Result<Self, Self::Error>>;

    fn from_request(_: &actix_web::HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        ::std::future::ready(Ok(Self))
    }
}

#[get("/who")]
#[require_auth(hide = true)]
#[require_role(any("a", all("b", "c")), message = "no")]
async fn who(caller: Caller, line: String) -> String {
    caller.subject().to_owned() + &line
}

#[get("/{request}/{payload}")]
#[allow_anonymous(reason = "public")]
async fn open(request: web::Path<(String, String)>, payload: web::Bytes) -> String {
    format!("{} {} {}", request.0, request.1, payload.len())
}

#[get("/other")]
#[require_auth]
async fn other(_: Identity) -> &'static str {
    "other"
}

fn main() {
    let _ = App::new().service((who, open, other));
    let handlers = auth_runtime::declared_handlers();
    assert_eq!(handlers.len(), 3);
    let place = handlers[0].place();
    assert!(place.file.ends_with("shadows.rs"), "{}", place.file);
    assert!(place.line > 50, "{}", place.line);
    assert!(place.module.ends_with("shadows") || place.module.starts_with("trybuild"), "{}", place.module);
}
