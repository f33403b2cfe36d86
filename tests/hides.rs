//! Promise 6: a hidden refusal is what a path that does not exist answers, for the same caller.

use actix_web::http::Method;
use actix_web::{App, HttpRequest, HttpResponse, route, web};
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{Auth, AuthBuilder, Body, require_auth, require_role};

use crate::app::{TestApp, ask, start};
use crate::authenticators::pending_once;

/// Serves every method that the tests send, so that the handler's guard answers and not the router.
macro_rules! serves_all {
    ($name:ident, $path:literal, $(#[$guard:meta])+) => {
        #[route(
            $path,
            method = "GET",
            method = "HEAD",
            method = "POST",
            method = "OPTIONS",
            method = "DELETE"
        )]
        $(#[$guard])+
        pub(crate) async fn $name(_body: web::Json<u8>) -> &'static str {
            "in"
        }
    };
}
pub(crate) use serves_all;

serves_all!(
    hides_refusal, "/refusal",
    #[require_role("admin", hide = true)]
    #[require_auth]
);
serves_all!(
    hides_existence, "/existed",
    #[require_auth(hide = true)]
);
serves_all!(
    hides_both, "/hideall",
    #[require_auth(hide = true)]
    #[require_role("admin", hide = true)]
);
serves_all!(
    hides_one, "/one-of-",
    #[require_auth]
    #[require_role("user", message = "no")]
    #[require_role("admin", hide = true)]
);

pub(crate) const METHODS: [Method; 5] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::OPTIONS,
    Method::DELETE,
];

/// A caller: its `Authorization` fields, and what a path that does not exist answers it.
pub(crate) type Caller = (&'static str, Vec<String>, u16);

pub(crate) fn callers(issuer: &TestIssuer) -> Vec<Caller> {
    let bearer = |token: auth_runtime::testing::TestToken| token.bearer().1;
    let forged = issuer.token("alice").role("admin");
    let wrong = || bearer(issuer.token("alice").role("guest"));
    vec![
        ("anonymous", vec![], 401),
        ("of another scheme", vec!["Basic YTpi".into()], 401),
        ("without a real token", vec!["Bearer x".into()], 401),
        (
            "forged",
            vec![bearer(forged.signed_with_another_key())],
            401,
        ),
        (
            "expired",
            vec![bearer(issuer.token("alice").expired())],
            401,
        ),
        ("malformed", vec!["Bearer a b".into()], 400),
        ("twofold", vec![wrong(), wrong()], 400),
        ("of the wrong role", vec![wrong()], 404),
    ]
}

/// The same configuration in the ways an app can change how its misses look.
pub(crate) fn looks(issuer: &TestIssuer) -> [(&'static str, AuthBuilder); 3] {
    let builder = || issuer.auth_builder().realm("hidden");
    [
        ("by default", builder()),
        (
            "with a 404 of its own",
            builder().not_found(|request: HttpRequest| async move {
                pending_once().await;
                let method = request.method().to_string();
                HttpResponse::NotFound()
                    .insert_header(("x-page", "lost"))
                    .body(format!("<h1>no page for {method}</h1>"))
            }),
        ),
        (
            "with bodies of its own",
            builder().body(|refusal, head| Body::html(format!("{} {refusal:?}", head.method))),
        ),
    ]
}

async fn app(auth: Auth) -> TestApp {
    let app = App::new()
        .app_data(auth.clone())
        .service((hides_refusal, hides_existence, hides_both, hides_one))
        .default_service(auth.not_found());
    start(app).await
}

fn frozen() -> TestIssuer {
    TestIssuer::new().clock(TestClock::at(1_800_000_000))
}

#[actix_web::test]
async fn a_hidden_route_answers_as_a_path_that_does_not_exist() {
    let issuer = frozen();
    for (look, builder) in looks(&issuer) {
        let app = app(builder.build().unwrap()).await;
        for (who, fields, status) in callers(&issuer) {
            for method in METHODS {
                let miss = ask(method.clone(), "/missing").authorizations(&fields);
                let miss = miss.send(&app).await;
                assert_eq!(miss.status, status, "{who} {method} {look}");
                for path in ["/refusal", "/hideall", "/one-of-"] {
                    let hidden = ask(method.clone(), path).authorizations(&fields);
                    let hidden = hidden.json("{").send(&app).await;
                    assert_eq!(hidden.visible(), miss.visible(), "{who} {path} {look}");
                }
            }
        }
    }
}

/// Otherwise a cache could give the 404 of a stranger to whom may see the route (RFC 9111 §4.2.2).
#[actix_web::test]
async fn no_cache_keeps_a_404_of_whichever_look() {
    let issuer = frozen();
    for (look, builder) in looks(&issuer) {
        let app = app(builder.build().unwrap()).await;
        for path in ["/missing", "/refusal", "/hideall"] {
            let token = issuer.token("alice").role("guest");
            let answer = ask(Method::GET, path).bearer(token).send(&app).await;
            assert_eq!(answer.status, 404, "{path} {look}");
            let caching = answer.headers.get("cache-control").unwrap();
            assert_eq!(caching, "no-store", "{path} {look}");
        }
    }
}

#[actix_web::test]
async fn a_route_that_hides_only_its_existence_answers_as_one_too() {
    let issuer = frozen();
    for (look, builder) in looks(&issuer) {
        let app = app(builder.build().unwrap()).await;
        let nobody = callers(&issuer).into_iter().filter(|it| it.2 != 404);
        for (who, fields, status) in nobody {
            for method in METHODS {
                let [miss, hidden] = ["/missing", "/existed"]
                    .map(|path| ask(method.clone(), path).authorizations(&fields));
                let (miss, hidden) = (miss.send(&app).await, hidden.send(&app).await);
                assert_eq!(miss.status, status, "{who} {method} {look}");
                assert_eq!(hidden.visible(), miss.visible(), "{who} {method} {look}");
            }
        }
    }
}

#[actix_web::test]
async fn the_right_role_finds_the_hidden_route() {
    let issuer = frozen();
    for (look, builder) in looks(&issuer) {
        let app = app(builder.build().unwrap()).await;
        for method in METHODS {
            for path in ["/refusal", "/existed", "/hideall", "/one-of-"] {
                let token = issuer.token("alice").roles(["admin", "user"]);
                let request = ask(method.clone(), path).bearer(token).json("7");
                assert_eq!(request.status(&app).await, 200, "{method} {path} {look}");
            }
        }
    }
}

/// The hidden requirement hides the answer of the open one, which would tell that a route is here.
#[actix_web::test]
async fn a_visible_requirement_beside_a_hidden_one_speaks_only_when_the_hidden_one_holds() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    for (role, status) in [("guest", 404), ("user", 404), ("admin", 403)] {
        let token = issuer.token("alice").role(role);
        let request = ask(Method::GET, "/one-of-").bearer(token);
        assert_eq!(request.status(&app).await, status, "{role}");
    }
}

#[actix_web::test]
async fn a_404_is_worded_like_every_refusal_and_has_no_challenge() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    for path in ["/refusal", "/missing"] {
        let token = issuer.token("alice");
        let answer = ask(Method::GET, path).bearer(token).send(&app).await;
        let expected = r#"{"error":"not_found","message":"There is nothing here.","timestamp":"2027-01-15T08:00:00Z"}"#;
        assert_eq!((answer.status.as_u16(), answer.text()), (404, expected));
        assert_eq!(answer.challenges(), [""; 0]);
    }
}

/// Where nobody asked for `auth.not_found()`, misses are actix-web's own, and refusals equal them.
#[actix_web::test]
async fn without_a_default_service_a_hidden_refusal_looks_like_actix_web_s_own_404() {
    let issuer = frozen();
    let app =
        App::new()
            .app_data(issuer.auth())
            .service((hides_refusal, hides_existence, hides_both));
    let app = start(app).await;
    for (who, fields, status) in callers(&issuer) {
        for method in METHODS {
            let send = |path| ask(method.clone(), path).authorizations(&fields).send(&app);
            let (miss, both, refusal) = (
                send("/missing").await,
                send("/hideall").await,
                send("/refusal").await,
            );
            assert_eq!(miss.status, 404, "{who} {method}");
            assert_eq!(both.visible(), miss.visible(), "{who} {method}");
            // A refusal that hides from known callers only still challenges the others.
            assert_eq!(refusal.status, status, "{who} {method}");
            if status == 404 {
                assert_eq!(refusal.visible(), miss.visible(), "{who} {method}");
            }
        }
    }
}
