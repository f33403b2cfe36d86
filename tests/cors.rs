//! Refusals are responses that middleware around the handler sees and decorates, with actix-cors.

use std::cell::RefCell;
use std::rc::Rc;

use actix_cors::Cors;
use actix_web::dev::Service;
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue, WWW_AUTHENTICATE};
use actix_web::{App, get};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{Auth, require_auth, require_role};
use futures_util::FutureExt;

use crate::app::{Ask, TestApp, ask, get, start};
use crate::authenticators::Failing;

const ORIGIN: &str = "https://app.example";

#[get("/me")]
#[require_auth]
async fn me() -> &'static str {
    "in"
}

#[require_role("admin")]
#[get("/admin")]
#[require_auth]
async fn admin() -> &'static str {
    "in"
}

#[require_auth]
#[require_role("admin", hide = true)]
#[get("/hidden")]
async fn hidden() -> &'static str {
    "in"
}

async fn app(auth: Auth) -> TestApp {
    let cors = Cors::default()
        .allowed_origin(ORIGIN)
        .allowed_methods(["GET"])
        .allowed_header("authorization")
        .expose_headers([WWW_AUTHENTICATE]);
    let app = App::new()
        .app_data(auth.clone())
        .wrap(cors)
        .service((me, admin, hidden))
        .default_service(auth.not_found());
    start(app).await
}

fn from_browser(request: Ask) -> Ask {
    request.header("origin", ORIGIN)
}

#[actix_web::test]
async fn a_preflight_is_not_challenged() {
    let app = app(TestIssuer::new().auth()).await;
    for path in ["/me", "/admin", "/hidden", "/missing"] {
        let preflight = from_browser(ask(Method::OPTIONS, path))
            .header("access-control-request-method", "GET")
            .header("access-control-request-headers", "authorization");
        let answer = preflight.send(&app).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.challenges(), [""; 0], "{path}");
        assert_eq!(answer.lines("access-control-allow-origin"), [ORIGIN]);
        assert_eq!(
            answer.lines("access-control-allow-headers"),
            ["authorization"]
        );
    }
}

#[actix_web::test]
async fn a_refusal_carries_its_challenge_and_the_cors_headers() {
    let issuer = TestIssuer::new();
    let app = app(issuer.auth()).await;
    for (request, status, challenges) in [
        (get("/me"), 401, &[r#"Bearer realm="api""#][..]),
        (get("/missing"), 401, &[r#"Bearer realm="api""#]),
        (get("/admin").bearer(issuer.token("alice")), 403, &[]),
        (get("/hidden").bearer(issuer.token("alice")), 404, &[]),
        (get("/missing").bearer(issuer.token("alice")), 404, &[]),
        (get("/me").bearer(issuer.token("alice")), 200, &[]),
    ] {
        let answer = from_browser(request).send(&app).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.challenges(), challenges, "{status}");
        assert_eq!(answer.lines("access-control-allow-origin"), [ORIGIN]);
        let exposed = answer.lines("access-control-expose-headers");
        assert_eq!(exposed, ["www-authenticate"], "{status}");
    }
}

#[actix_web::test]
async fn a_hidden_refusal_and_a_miss_stay_alike_under_cors() {
    let issuer = TestIssuer::new();
    let app = app(issuer.auth()).await;
    let send = |path| {
        from_browser(get(path))
            .bearer(issuer.token("alice"))
            .send(&app)
    };
    let (refusal, miss) = (send("/hidden").await, send("/missing").await);
    assert_eq!(refusal.visible().1, miss.visible().1);
}

/// Middleware that counts statuses and adds a header sees every answer, also of what is broken.
#[actix_web::test]
async fn middleware_sees_every_refusal_as_a_response() {
    let issuer = TestIssuer::new();
    for (auth, requests, expected) in [
        (
            Some(issuer.auth()),
            vec![
                get("/me"),
                get("/me").authorization("Bearer a b"),
                get("/admin").bearer(issuer.token("alice")),
                get("/hidden").bearer(issuer.token("alice")),
                get("/me").bearer(issuer.token("alice")),
            ],
            vec![401, 400, 403, 404, 200],
        ),
        (
            Auth::builder()
                .bearer_with(Failing::PanicsLater)
                .build()
                .ok(),
            vec![get("/me").authorization("Bearer x")],
            vec![500],
        ),
        (None, vec![get("/me")], vec![500]),
    ] {
        let seen = Rc::new(RefCell::new(Vec::new()));
        let statuses = seen.clone();
        let app = App::new()
            .configure(|config| {
                if let Some(auth) = auth {
                    config.app_data(auth);
                }
            })
            .service((me, admin, hidden))
            .wrap_fn(move |request, service| {
                let statuses = statuses.clone();
                service.call(request).map(move |answer| {
                    let mut response = answer?;
                    statuses.borrow_mut().push(response.status().as_u16());
                    let (name, value) = ("x-seen", "yes");
                    let name = HeaderName::from_static(name);
                    let value = HeaderValue::from_static(value);
                    response.headers_mut().insert(name, value);
                    Ok(response)
                })
            });
        let app = start(app).await;
        for request in requests {
            assert_eq!(request.send(&app).await.lines("x-seen"), ["yes"]);
        }
        assert_eq!(*seen.borrow(), expected);
    }
}
