//! Promise 9: there is no way around a guard, and none for tests either.

use actix_web::{App, get};
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{Auth, Identity, allow_anonymous, require_auth};

use crate::app::{TestApp, get, start};

#[get("/me")]
#[require_auth]
async fn me(who: Identity) -> String {
    who.subject().to_owned()
}

#[allow_anonymous]
#[get("/maybe")]
async fn maybe(who: Option<Identity>) -> String {
    who.map_or_else(String::new, |who| who.subject().to_owned())
}

async fn app(auth: Auth) -> TestApp {
    start(App::new().app_data(auth).service((me, maybe))).await
}

#[actix_web::test]
async fn the_testing_feature_gives_nobody_an_identity() {
    let app = app(TestIssuer::new().auth()).await;
    assert_eq!(get("/me").status(&app).await, 401);
    let anonymous = get("/maybe").send(&app).await;
    assert_eq!((anonymous.status.as_u16(), anonymous.text()), (200, ""));
}

#[actix_web::test]
async fn a_test_token_is_good_only_for_its_own_issuer() {
    let (ours, theirs) = (TestIssuer::new(), TestIssuer::new());
    let app = app(ours.auth()).await;
    for path in ["/me", "/maybe"] {
        let ours = get(path).bearer(ours.token("alice")).send(&app).await;
        assert_eq!((ours.status.as_u16(), ours.text()), (200, "alice"));
        let theirs = get(path).bearer(theirs.token("alice"));
        assert_eq!(theirs.status(&app).await, 401, "{path}");
    }
}

#[actix_web::test]
async fn a_test_token_passes_every_gate_or_none() {
    let secret = [9; 32];
    let clock = TestClock::at(1_800_000_000);
    let issuer = || TestIssuer::with_secret(secret).clock(clock.clone());
    let app = app(issuer().auth()).await;
    for (issuer, status) in [
        (issuer(), 200),
        (issuer().named("https://another.test"), 401),
        (issuer().audience("another"), 401),
        (TestIssuer::with_secret([8; 32]).clock(clock.clone()), 401),
        (issuer().clock(TestClock::at(1_700_000_000)), 401),
    ] {
        let request = get("/me").bearer(issuer.token("alice"));
        assert_eq!(request.status(&app).await, status, "{issuer:?}");
    }
}

/// What a caller can put into a request besides a credential.
#[actix_web::test]
async fn no_header_path_or_query_stands_in_for_a_credential() {
    let issuer = TestIssuer::new();
    let app = app(issuer.auth()).await;
    let token = issuer.token("alice").mint();
    for name in [
        "x-authorization",
        "proxy-authorization",
        "x-forwarded-user",
        "x-user",
        "x-roles",
        "x-original-url",
        "x-http-method-override",
        "cookie",
    ] {
        for value in [format!("Bearer {token}"), token.clone(), "alice".into()] {
            let request = get("/me").header(name, &value);
            assert_eq!(request.status(&app).await, 401, "{name}");
        }
    }
    for path in [
        format!("/me?token={token}"),
        "/me?debug=1&user=alice".into(),
    ] {
        assert_eq!(get(&path).status(&app).await, 401, "{path}");
    }
}
