//! Nonces of the server (RFC 9449 §8, §9).

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{App, HttpResponse, get};
use auth_runtime::dpop::{DPoP, Nonces};
use auth_runtime::{AuthenticationInfo, require_auth};

use crate::app::{Answer, start};
use crate::parameters;
use crate::proofs::{assert_error, assert_in, assert_no_proof};
use crate::site::{self, ME, NOW, ORIGIN, Site, presenting};

async fn site_with_nonces() -> Site {
    let nonces = Nonces::shared([7; 32]).lifetime(Duration::from_secs(100));
    Site::with(DPoP::at(ORIGIN).nonces(nonces), |builder| builder).await
}

/// The demanded nonce: exactly one, of allowed characters, and nothing for a cache.
#[track_caller]
fn demanded(answer: &Answer) -> String {
    assert_error(answer, "use_dpop_nonce");
    assert_eq!(answer.lines("cache-control"), ["no-store"]);
    let nonces = answer.lines("dpop-nonce");
    let [nonce] = nonces[..] else {
        panic!("one nonce, not {nonces:?}");
    };
    let is_nqchar = |c: char| matches!(c, '!' | '#'..='[' | ']'..='~');
    assert!(!nonce.is_empty() && nonce.chars().all(is_nqchar), "{nonce}");
    nonce.to_owned()
}

/// A good proof with this nonce, `age` seconds after the start.
async fn with_nonce(site: &Site, nonce: &str, age: u64) -> Answer {
    let token = site.token();
    let proof = site.client.proof("GET", ME, &token);
    let proof = proof.claim("nonce", nonce).claim("iat", NOW + age);
    site.present(&token, &proof.sign()).await
}

#[actix_web::test]
async fn a_proof_without_a_nonce_is_told_one_and_comes_in_with_it() {
    let site = site_with_nonces().await;
    let token = site.token();
    let plain = site.client.proof("GET", ME, &token).sign();
    let nonce = demanded(&site.present(&token, &plain).await);
    let answer = with_nonce(&site, &nonce, 0).await;
    assert_in(&answer);
    assert!(answer.lines("dpop-nonce").is_empty(), "it is still fresh");
}

/// RFC 9449 §11.3: once a nonce is demanded, none but a good one will do.
#[actix_web::test]
async fn a_nonce_cannot_be_talked_away() {
    let site = site_with_nonces().await;
    let good = demanded(&with_nonce(&site, "x", 0).await);
    let mut flipped = good.clone();
    flipped.replace_range(0..1, if good.starts_with('B') { "C" } else { "B" });
    for other in [
        "x",
        &good[1..],
        &format!("{good}A"),
        &flipped,
        &format!(" {good}"),
    ] {
        demanded(&with_nonce(&site, other, 0).await);
    }
    let token = site.token();
    let empty = site.client.proof("GET", ME, &token).claim("nonce", "");
    assert_no_proof(&site.present(&token, &empty.sign()).await);
    assert_in(&with_nonce(&site, &good, 0).await);
}

#[actix_web::test]
async fn a_stale_nonce_is_replaced() {
    let site = site_with_nonces().await;
    let first = demanded(&with_nonce(&site, "x", 0).await);
    site.clock.advance(Duration::from_secs(101));
    let second = demanded(&with_nonce(&site, &first, 101).await);
    assert_ne!(first, second);
    assert_in(&with_nonce(&site, &second, 101).await);
}

#[actix_web::test]
async fn the_next_nonce_comes_with_an_answer_before_it_is_needed() {
    let site = site_with_nonces().await;
    let first = demanded(&with_nonce(&site, "x", 0).await);
    site.clock.advance(Duration::from_secs(51));
    let answer = with_nonce(&site, &first, 51).await;
    assert_in(&answer);
    let nonces = answer.lines("dpop-nonce");
    let [second] = nonces[..] else {
        panic!("one nonce, not {nonces:?}");
    };
    assert_eq!(answer.lines("cache-control"), ["no-store"]);
    site.clock.advance(Duration::from_secs(50));
    demanded(&with_nonce(&site, &first, 101).await);
    assert_in(&with_nonce(&site, second, 101).await);
}

#[require_auth(scheme = "DPoP")]
#[get("/cached")]
async fn cached() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "public, max-age=60"))
        .finish()
}

/// RFC 9449 §8.2: whatever the handler says.
#[actix_web::test]
async fn an_answer_with_a_nonce_is_not_stored() {
    let site = site_with_nonces().await;
    let app = App::new()
        .app_data(site.auth.clone())
        .service(cached)
        .wrap(AuthenticationInfo);
    let app = start(app).await;
    let nonce = demanded(&with_nonce(&site, "x", 0).await);
    let token = site.token();
    let send = |age: u64| {
        let proof = site
            .client
            .proof("GET", "https://api.example/cached", &token);
        let proof = proof.claim("nonce", &*nonce).claim("iat", NOW + age).sign();
        presenting("/cached", &token).header("dpop", &proof)
    };
    let fresh = send(0).send(&app).await;
    assert_eq!(fresh.lines("cache-control"), ["public, max-age=60"]);
    site.clock.advance(Duration::from_secs(60));
    let ageing = send(60).send(&app).await;
    assert_eq!(ageing.lines("dpop-nonce").len(), 1);
    assert_eq!(ageing.lines("cache-control"), ["no-store"]);
}

/// Also where the answer is a refusal, or says that nothing is here: the same for both.
#[actix_web::test]
async fn a_hidden_route_gives_the_nonce_that_a_miss_gives() {
    let site = site_with_nonces().await;
    let nonce = demanded(&with_nonce(&site, "x", 0).await);
    site.clock.advance(Duration::from_secs(60));
    let token = site.token();
    let mut seen = Vec::new();
    for path in ["/secret", "/nothing"] {
        for nonce in [&*nonce, "x"] {
            let url = format!("{ORIGIN}{path}");
            let proof = site.client.proof("GET", &url, &token);
            let proof = proof.claim("nonce", nonce).claim("iat", NOW + 60).sign();
            let answer = presenting(path, &token).header("dpop", &proof);
            seen.push(answer.send(&site.app).await.visible());
        }
    }
    assert_eq!(seen[0], seen[2]);
    assert_eq!(seen[1], seen[3]);
    assert_eq!((seen[0].0, seen[1].0), (404, 401));
    let names = |(_, fields, _): &(u16, Vec<(String, Vec<u8>)>, _)| {
        fields
            .iter()
            .filter(|(name, _)| name == "dpop-nonce")
            .count()
    };
    assert_eq!((names(&seen[0]), names(&seen[1])), (1, 1));
}

/// Another process with the same secret takes it; one with its own does not.
#[actix_web::test]
async fn machines_share_nonces_by_a_secret() {
    let (one, other) = (site_with_nonces().await, site_with_nonces().await);
    let nonce = demanded(&with_nonce(&one, "x", 0).await);
    assert_in(&with_nonce(&other, &nonce, 0).await);
    let alone = Site::with(DPoP::at(ORIGIN).nonces(Nonces::new()), |builder| builder).await;
    demanded(&with_nonce(&alone, &nonce, 0).await);
}

#[actix_web::test]
async fn a_nonce_is_demanded_of_good_proofs_only() {
    let site = site_with_nonces().await;
    let token = site.token();
    let stale = site
        .client
        .proof("GET", ME, &token)
        .claim("iat", NOW - 3600);
    let answer = site.present(&token, &stale.sign()).await;
    assert_no_proof(&answer);
    assert!(answer.lines("dpop-nonce").is_empty());
    let anonymous = crate::app::get("/me").send(&site.app).await;
    assert_eq!(anonymous.status, StatusCode::UNAUTHORIZED);
    assert!(anonymous.lines("dpop-nonce").is_empty());
    assert_eq!(parameters::get(anonymous.challenge(), "error"), None);
}

#[actix_web::test]
async fn a_nonce_does_not_make_a_proof_good_twice() {
    let site = site_with_nonces().await;
    let nonce = demanded(&with_nonce(&site, "x", 0).await);
    let token = site.token();
    let proof = site
        .client
        .proof("GET", ME, &token)
        .claim("nonce", &*nonce)
        .sign();
    assert_in(&site.present(&token, &proof).await);
    assert_no_proof(&site.present(&token, &proof).await);
}

/// Without the middleware, clients are told by a 401 when the nonce is over.
#[actix_web::test]
async fn nonces_work_without_the_middleware() {
    let site = site_with_nonces().await;
    let app = App::new()
        .app_data(site.auth.clone())
        .configure(site::routes);
    let app = start(app).await;
    let nonce = demanded(&with_nonce(&site, "x", 0).await);
    site.clock.advance(Duration::from_secs(60));
    let token = site.token();
    let proof = site.client.proof("GET", ME, &token);
    let proof = proof.claim("nonce", &*nonce).claim("iat", NOW + 60).sign();
    let answer = presenting("/me", &token)
        .header("dpop", &proof)
        .send(&app)
        .await;
    assert_in(&answer);
    assert!(answer.lines("dpop-nonce").is_empty());
}
