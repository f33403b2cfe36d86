//! Chromium, which sends the passwords that it knows along with whatever pages make it ask.

use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::web::Data;
use actix_web::{App, HttpResponse, Responder, get, route, web};
use auth_runtime::basic::{self, Basic, hash_password};
use auth_runtime::digest::{self, Digest};
use auth_runtime::{Auth, Identity, require_auth};
use tests::foreign::{program, run, script};
use tests::server::Server;

#[route("/basic", method = "GET", method = "POST")]
#[require_auth(scheme = "Basic")]
async fn by_basic() -> &'static str {
    "in"
}

#[require_auth(scheme = "Digest")]
#[route("/digest", method = "GET", method = "POST")]
async fn by_digest() -> &'static str {
    "in"
}

/// How often the guard let a request pass that would open a `WebSocket`.
#[derive(Default)]
struct Opened(AtomicUsize);

#[get("/socket/basic")]
#[require_auth(scheme = "Basic")]
async fn socket_by_basic(opened: Data<Opened>) -> impl Responder {
    opened.0.fetch_add(1, Ordering::SeqCst);
    HttpResponse::NoContent()
}

#[require_auth(scheme = "Digest")]
#[get("/socket/digest")]
async fn socket_by_digest(opened: Data<Opened>) -> impl Responder {
    opened.0.fetch_add(1, Ordering::SeqCst);
    HttpResponse::NoContent()
}

fn auth() -> Auth {
    let hash = hash_password("correct horse").unwrap();
    let ada = basic::User::new(hash, Identity::new("ada"));
    let passwords = basic::Users::new().with("ada", ada);
    let proofs = digest::Users::new("office");
    let proofs = proofs.with_password("ada", "correct horse", Identity::new("ada"));
    let builder = Auth::builder().realm("office").basic(Basic::new(passwords));
    let builder = builder.digest(Digest::new(proofs));
    builder.only_modules([module_path!()]).build().unwrap()
}

#[test]
fn pages_of_other_sites_do_nothing_with_the_passwords_of_a_browser() {
    if program("chromium", "apt-get install chromium").is_none() {
        return;
    }
    let Some(mut script) = script("browser_passwords.mjs") else {
        return;
    };
    let auth = auth();
    let opened = Data::new(Opened::default());
    let counted = opened.clone();
    let server = Server::start(1, move || {
        App::new()
            .app_data(auth.clone())
            .app_data(counted.clone())
            .service((by_basic, by_digest, socket_by_basic, socket_by_digest))
    });
    let other = Server::start(1, || {
        App::new().route("/", web::get().to(|| async { "elsewhere" }))
    });
    let said = run(script.args([server.url(""), other.url("")])).well();
    assert!(said.contains("passwords: all well"), "{said}");
    assert_eq!(opened.0.load(Ordering::SeqCst), 2, "{said}");
}
