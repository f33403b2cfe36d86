//! The challenge of DPoP, alone and beside Bearer (RFC 9449 §7.1, §7.2).

use actix_cors::Cors;
use actix_web::App;
use actix_web::http::{Method, StatusCode};
use auth_runtime::dpop::DPoP;
use auth_runtime::jwt::Algorithm;

use crate::app::{Answer, ask, get, start};
use crate::parameters;
use crate::proofs::{assert_error, assert_in};
use crate::site::{self, ORIGIN, Site, presenting};

const ALGS: &str = "ES256 EdDSA Ed25519 ES384 PS256 RS256";

/// Scheme and error of each challenge.
#[track_caller]
fn errors(answer: &Answer) -> Vec<(&str, Option<String>)> {
    let challenges = answer.challenges().into_iter();
    let read = |it| (parameters::read(it).0, parameters::get(it, "error"));
    challenges.map(read).collect()
}

#[actix_web::test]
async fn a_challenge_says_which_algorithms_work() {
    let site = Site::new().await;
    let answer = get("/me").send(&site.app).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let expected = format!("DPoP realm=\"api\", algs=\"{ALGS}\"");
    assert_eq!(answer.challenge(), expected);
    let only = DPoP::at(ORIGIN).algorithms([Algorithm::PS256, Algorithm::ES256]);
    let site = Site::with(only, |builder| builder).await;
    let answer = get("/me").send(&site.app).await;
    let algs = parameters::get(answer.challenge(), "algs");
    assert_eq!(algs.as_deref(), Some("PS256 ES256"));
}

#[actix_web::test]
async fn an_error_stands_before_its_description() {
    let site = Site::new().await;
    let answer = presenting("/me", &site.token()).send(&site.app).await;
    let expected = format!(
        "DPoP realm=\"api\", algs=\"{ALGS}\", error=\"invalid_dpop_proof\", \
         error_description=\"The DPoP proof is not valid\""
    );
    assert_eq!(answer.challenge(), expected);
    assert_eq!(answer.lines("cache-control"), ["no-store"]);
}

/// The three cases of RFC 9449 §7.2: nothing, one of the two, and nobody can tell.
#[actix_web::test]
async fn the_error_stands_in_the_scheme_that_was_used() {
    let site = Site::new().await;
    let nothing = get("/either").send(&site.app).await;
    assert_eq!(errors(&nothing), [("Bearer", None), ("DPoP", None)]);

    let bearer = get("/either")
        .authorization("Bearer x")
        .send(&site.app)
        .await;
    let invalid_token = Some("invalid_token".to_owned());
    assert_eq!(errors(&bearer), [("Bearer", invalid_token), ("DPoP", None)]);

    let dpop = presenting("/either", &site.token()).send(&site.app).await;
    let invalid_proof = Some("invalid_dpop_proof".to_owned());
    assert_eq!(errors(&dpop), [("Bearer", None), ("DPoP", invalid_proof)]);

    let token = site.token();
    let both = presenting("/either", &token).authorization(format!("Bearer {token}"));
    let both = both.send(&site.app).await;
    assert_eq!(both.status, StatusCode::BAD_REQUEST);
    let invalid = || Some("invalid_request".to_owned());
    assert_eq!(errors(&both), [("Bearer", invalid()), ("DPoP", invalid())]);
}

#[actix_web::test]
async fn a_bound_token_is_refused_as_bearer() {
    let site = Site::new().await;
    let token = site.token();
    let proof = || {
        site.client
            .proof("GET", "https://api.example/either", &token)
            .sign()
    };
    for path in ["/either", "/plain"] {
        let plain = get(path).authorization(format!("Bearer {token}"));
        let answer = plain.send(&site.app).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(errors(&answer)[0], ("Bearer", Some("invalid_token".into())));
    }
    // A proof beside it changes nothing: the scheme says how it is judged.
    let downgraded = get("/either")
        .authorization(format!("Bearer {token}"))
        .header("dpop", &proof());
    assert_eq!(downgraded.status(&site.app).await, 401);
    let as_it_should_be = presenting("/either", &token).header("dpop", &proof());
    assert_in(&as_it_should_be.send(&site.app).await);
}

/// A token that is remembered by one scheme is judged by the other as if it were not.
#[actix_web::test]
async fn a_remembered_token_changes_no_scheme() {
    let site = Site::new().await;
    let (bound, plain) = (site.token(), site.issuer.token("alice").mint());
    let with_proof = |token: &str| {
        let proof = site
            .client
            .proof("GET", "https://api.example/either", token);
        presenting("/either", token).header("dpop", &proof.sign())
    };
    let alone = |token: &str| get("/either").authorization(format!("Bearer {token}"));
    for _ in 0..2 {
        assert_in(&with_proof(&bound).send(&site.app).await);
        let answer = alone(&bound).send(&site.app).await;
        assert_eq!(errors(&answer)[0], ("Bearer", Some("invalid_token".into())));
        assert_in(&alone(&plain).send(&site.app).await);
        assert_eq!(with_proof(&plain).status(&site.app).await, 401);
        // Nor does it spare anybody the proof.
        assert_eq!(presenting("/either", &bound).status(&site.app).await, 401);
    }
}

#[actix_web::test]
async fn a_plain_token_still_works_beside_dpop() {
    let site = Site::new().await;
    for path in ["/either", "/plain"] {
        let answer = get(path)
            .bearer(site.issuer.token("alice"))
            .send(&site.app)
            .await;
        assert_in(&answer);
    }
    let bound_only = get("/me")
        .bearer(site.issuer.token("alice"))
        .send(&site.app)
        .await;
    assert_eq!(errors(&bound_only), [("DPoP", None)]);
}

#[actix_web::test]
async fn a_route_that_takes_no_dpop_does_not_know_it() {
    let site = Site::new().await;
    let token = site.token();
    let proof = site
        .client
        .proof("GET", "https://api.example/plain", &token)
        .sign();
    let answer = presenting("/plain", &token).header("dpop", &proof);
    let answer = answer.send(&site.app).await;
    assert_eq!(errors(&answer), [("Bearer", None)]);
}

#[actix_web::test]
async fn a_missing_scope_is_named_in_the_scheme_that_was_used() {
    let site = Site::new().await;
    let url = "https://api.example/orders";
    let token = site.token();
    let proof = site.client.proof("GET", url, &token).sign();
    let answer = presenting("/orders", &token).header("dpop", &proof);
    let answer = answer.send(&site.app).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let expected = format!(
        "DPoP realm=\"api\", algs=\"{ALGS}\", error=\"insufficient_scope\", \
         scope=\"orders:read\", error_description=\"The access token needs a wider scope\""
    );
    assert_eq!(answer.challenge(), expected);
    let token = site.bound(&site.client).scope("orders:read").mint();
    let proof = site.client.proof("GET", url, &token).sign();
    assert_in(
        &presenting("/orders", &token)
            .header("dpop", &proof)
            .send(&site.app)
            .await,
    );
}

/// A path that does not exist and a hidden one take the same way, with a proof or without.
#[actix_web::test]
async fn a_hidden_route_answers_as_a_miss_does() {
    let site = Site::new().await;
    let token = site.token();
    let mut seen = Vec::new();
    for path in ["/secret", "/nothing"] {
        let url = format!("{ORIGIN}{path}");
        let proof = || {
            site.client
                .proof("GET", &url, &token)
                .claim("jti", path)
                .sign()
        };
        let requests = [
            get(path),
            presenting(path, &token),
            presenting(path, &token).header("dpop", "x"),
            presenting(path, &token).header("dpop", &proof()),
            presenting(path, &token).header("dpop", &proof()), // the same once more
            get(path).authorization(format!("Bearer {token}")),
        ];
        let mut answers = Vec::new();
        for request in requests {
            answers.push(request.send(&site.app).await.visible());
        }
        seen.push(answers);
    }
    assert_eq!(seen[0], seen[1]);
    let statuses: Vec<_> = seen[0].iter().map(|(status, ..)| *status).collect();
    assert_eq!(statuses, [401, 401, 401, 404, 401, 401]);
}

/// What browsers need (RFC 9449 §8, §9): pages of other origins send the proof and read the answer.
#[actix_web::test]
async fn pages_of_other_origins_can_take_part() {
    let site = Site::new().await;
    let cors = Cors::default()
        .allowed_origin("https://app.example")
        .allowed_methods(["GET"])
        .allowed_headers(["authorization", "dpop"])
        .expose_headers(["www-authenticate", "dpop-nonce"]);
    let app = App::new()
        .app_data(site.auth.clone())
        .configure(site::routes)
        .wrap(cors);
    let app = start(app).await;
    let preflight = ask(Method::OPTIONS, "/me")
        .header("origin", "https://app.example")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization, dpop");
    let preflight = preflight.send(&app).await;
    assert_eq!(preflight.status, StatusCode::OK);
    let allowed = preflight.lines("access-control-allow-headers").join(", ");
    assert!(allowed.to_lowercase().contains("dpop"), "{allowed}");
    let token = site.token();
    let answer = presenting("/me", &token).header("origin", "https://app.example");
    let answer = answer.send(&app).await;
    assert_error(&answer, "invalid_dpop_proof");
    let exposed = answer.lines("access-control-expose-headers").join(", ");
    for name in ["www-authenticate", "dpop-nonce"] {
        assert!(exposed.to_lowercase().contains(name), "{exposed}");
    }
}
