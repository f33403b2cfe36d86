//! Keys of the issuer, each with a token by which it was seen before.

use std::sync::mpsc;
use std::thread;

use actix_web::rt::System;
use actix_web::{App, HttpResponse, HttpServer, web};
use auth_runtime::jwt::Jwt;
use auth_runtime::testing::TestClock;
use auth_runtime::{Auth, AuthBuilder};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::drive::measured_operations;
use super::minted::{Issuer, accepting, named, now};
use super::rig::{Cell, Rig, auth, presenting};
use crate::tokens::{AUDIENCE, ISSUER};

const SIZES: [usize; 4] = [1, 10, 100, 1000];

pub fn count(rig: &Rig) {
    for n in SIZES {
        at_hand(rig, n);
    }
    for n in SIZES {
        by_url(rig, n);
    }
}

fn at_hand(rig: &Rig, n: usize) {
    let issuers: Vec<_> = (0..n).map(Issuer::number).collect();
    let tokens: Vec<_> = issuers.iter().map(|it| it.token(0)).collect();
    let unknown = [Issuer::number(n).token(0)];
    let verifying = || Auth::builder().bearer(accepting(&issuers).without_cache());
    let remembering = Auth::builder().bearer(accepting(&issuers));
    start(n, &verifying);

    let cell = |series, status| Cell { series, n, status };
    let app = rig.app(&auth(remembering));
    let (all, last) = (presenting(&tokens), presenting(&tokens[n - 1..]));
    rig.requests(
        cell("at hand: last, remembered", 200),
        &app,
        (&all, n),
        &last,
    );
    let app = rig.app(&auth(verifying()));
    rig.requests(
        cell("at hand: last, verified each time", 200),
        &app,
        (&all, n),
        &last,
    );
    rig.tokens(cell("at hand: unknown", 401), &app, &unknown);
}

/// What it takes to check so many keys, with the few handlers of [`Rig::app`].
fn start(n: usize, builder: &dyn Fn() -> AuthBuilder) {
    let mut build = || drop(auth(builder()));
    measured_operations(&mut || {}, 1);
    measured_operations(&mut build, 1);
    measured_operations(&mut build, 1);
    let series = "at hand: start";
    println!(
        "{}",
        json!({"series": series, "n": n, "count": 1, "unit": "operation"})
    );
}

fn by_url(rig: &Rig, n: usize) {
    let signers: Vec<_> = (0..n).map(Signer::number).collect();
    let set = json!({"keys": signers.iter().map(Signer::jwk).collect::<Vec<_>>()});
    let url = publish(set.to_string());
    let jwt = || named(Jwt::jwks_url(&url));
    // A clock that stands still: nothing is fetched anew meanwhile.
    let auth = |jwt| auth(Auth::builder().bearer(jwt).clock(TestClock::at(now())));

    let tokens: Vec<_> = signers.iter().map(Signer::token).collect();
    let cell = |series, status| Cell { series, n, status };
    let (all, last) = (presenting(&tokens), presenting(&tokens[n - 1..]));
    let app = rig.app(&auth(jwt()));
    rig.requests(
        cell("by URL: last, remembered", 200),
        &app,
        (&all, n),
        &last,
    );
    let app = rig.app(&auth(jwt().without_cache()));
    rig.requests(
        cell("by URL: last, verified each time", 200),
        &app,
        (&all, n),
        &last,
    );
    let unknown: Vec<_> = (n..n + 1000).map(|it| Signer::number(it).token()).collect();
    // The first have the set fetched anew, until that was done too often.
    rig.tokens(cell("by URL: unknown, each another", 503), &app, &unknown);
}

/// A key that anybody may know.
struct Signer {
    kid: String,
    pair: Ed25519KeyPair,
}

impl Signer {
    fn number(number: usize) -> Self {
        let mut seed = [7; 32];
        seed[..8].copy_from_slice(&number.to_be_bytes());
        Self {
            kid: format!("key-{number:04}"),
            pair: Ed25519KeyPair::from_seed_unchecked(&seed).expect("32 bytes are a key"),
        }
    }

    fn jwk(&self) -> Value {
        let x = URL_SAFE_NO_PAD.encode(self.pair.public_key().as_ref());
        json!({"kty": "OKP", "crv": "Ed25519", "kid": self.kid, "x": x})
    }

    fn token(&self) -> String {
        let header = json!({"alg": "EdDSA", "kid": self.kid});
        let claims = json!({"iss": ISSUER, "aud": AUDIENCE, "sub": "user", "exp": now() + 3600, "roles": ["admin"]});
        let segment = |part: Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let message = format!("{}.{}", segment(header), segment(claims));
        let signature = URL_SAFE_NO_PAD.encode(self.pair.sign(message.as_bytes()));
        format!("{message}.{signature}")
    }
}

/// Where a server says this, for as long as the program runs.
fn publish(set: String) -> String {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        System::new().block_on(async move {
            let set = web::Data::new(set);
            let server = HttpServer::new(move || {
                App::new()
                    .app_data(set.clone())
                    .default_service(web::to(answer))
            });
            let server = server.workers(1).disable_signals();
            let server = server.bind(("127.0.0.1", 0)).expect("a free port");
            tell.send(server.addrs()[0].port())
                .expect("somebody waits for it");
            server.run().await
        })
    });
    format!(
        "http://127.0.0.1:{}/",
        told.recv().expect("the server starts")
    )
}

async fn answer(set: web::Data<String>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(set.to_string())
}
