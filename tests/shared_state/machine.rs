//! A machine of several: serves on a free port, tells which, and ends with whoever started it.
//!
//! `machine <URL of Redis>`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a machine that does not start is a failed test"
)]

use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use actix_web::error::ErrorServiceUnavailable;
use actix_web::{App, HttpServer, Result, rt, web};
use auth_runtime::basic::{Basic, User, Users, hash_password};
use auth_runtime::dpop::DPoP;
use auth_runtime::testing::TestIssuer;
use auth_runtime::{
    Auth, Identity, RedisStore, Store, Throttle, allow_anonymous, get, post, require_auth,
};

/// Whatever is asked for here, no store is asked.
#[allow_anonymous]
#[get("/open")]
async fn open() -> &'static str {
    "open"
}

#[require_auth(scheme = "Basic")]
#[get("/private")]
async fn private(who: Identity) -> String {
    who.subject().to_owned()
}

#[require_auth(scheme = "Bearer")]
#[get("/token")]
async fn token(who: Identity) -> String {
    who.subject().to_owned()
}

#[require_auth(scheme = "DPoP")]
#[get("/bound")]
async fn bound(who: Identity) -> String {
    who.subject().to_owned()
}

#[require_auth(scheme = "Bearer")]
#[post("/logout")]
async fn log_out(who: Identity, auth: web::Data<Auth>) -> Result<&'static str> {
    let revocations = auth.revocations().expect("it is configured");
    revocations
        .revoke(&who)
        .await
        .map_err(ErrorServiceUnavailable)?;
    Ok("bye")
}

/// A mark of the store, through its public face.
#[allow_anonymous]
#[get("/claim/{mark}")]
async fn claim(mark: web::Path<String>, store: web::Data<RedisStore>) -> String {
    let claim = store.claim(&format!("test:{mark}"), Duration::from_secs(60));
    match claim.wait().await {
        Ok(true) => "first".into(),
        Ok(false) => "again".into(),
        Err(down) => down.to_string(),
    }
}

fn main() -> io::Result<()> {
    let url = std::env::args().nth(1).expect("the URL of Redis");
    let store = Arc::new(RedisStore::at(&url).expect("a URL"));
    let ada = User::new(hash_password("right").unwrap(), Identity::new("ada"));
    let auth = Auth::builder()
        .store(store.clone())
        .bearer(TestIssuer::with_secret([7; 32]).jwt())
        .revocable()
        .dpop(DPoP::at("https://api.example"))
        .basic(Basic::new(Users::new().with("ada", ada)))
        .trusted_proxies(["127.0.0.1"])
        .throttle(Throttle::new().per_client(4, Duration::from_secs(60)))
        .build()
        .expect("a configuration");
    rt::System::new().block_on(async move {
        let server = HttpServer::new(move || {
            App::new()
                .app_data(web::Data::new(auth.clone()))
                .app_data(web::Data::from(store.clone()))
                .service((open, private, token, bound, log_out, claim))
                .default_service(auth.not_found())
        });
        let server = server.workers(2).shutdown_timeout(0).disable_signals();
        let server = server.bind(("127.0.0.1", 0))?;
        println!("{}", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        std::thread::spawn(move || {
            // Closed when the test is over, however it ends.
            let _ = io::stdin().read_to_end(&mut Vec::new());
            drop(handle.stop(false));
        });
        server.await
    })
}
