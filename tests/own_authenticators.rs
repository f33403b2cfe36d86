//! Promises 3 and 7 for identities that an application makes itself, and for middleware that looks
//! at a refusal.

use std::time::{Duration, SystemTime};

use actix_web::http::StatusCode;
use actix_web::http::header::AUTHORIZATION;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, get};
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{
    Auth, Authenticator, BearerToken, Identity, RefusalError, Verification, require_auth,
    require_role,
};

use crate::app::{get, start};
use crate::authenticators::Prompt;

const NOW: u64 = 1_800_000_000;

#[require_auth]
#[get("/me")]
async fn is_me(who: Identity) -> String {
    format!("{:?}", who.expires_at())
}

#[get("/staff")]
#[require_auth]
#[require_role("staff")]
async fn is_staff() -> &'static str {
    "in"
}

/// Reads the end of a session from the token itself: seconds since 1970.
struct Ending;

impl Authenticator for Ending {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        let seconds = token.as_str().parse().unwrap_or_default();
        let end = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        Verification::now(Ok(Identity::new("alice").with_expiry(end)))
    }
}

#[actix_web::test]
async fn an_identity_is_known_until_the_second_that_its_authenticator_gave() {
    let auth = Auth::builder()
        .bearer_with(Ending)
        .clock(TestClock::at(NOW))
        .build()
        .unwrap();
    let app = start(App::new().app_data(auth).service(is_me)).await;
    for (end, status) in [(NOW + 1, 200), (NOW, 401), (NOW - 1, 401), (0, 401)] {
        let answer = get("/me")
            .authorization(format!("Bearer {end}"))
            .send(&app)
            .await;
        assert_eq!(answer.status, status, "{end}");
        if status == 401 {
            assert!(
                answer.challenge().contains("The access token expired"),
                "{end}"
            );
        }
    }
}

/// Promise 7: nothing is found good, or over, by a time that is none.
#[actix_web::test]
async fn an_end_that_no_clock_can_judge_is_500() {
    let before_1970: fn() -> SystemTime = || SystemTime::UNIX_EPOCH - Duration::from_secs(1);
    let panicking: fn() -> SystemTime = || panic!("no clock");
    for clock in [before_1970, panicking] {
        let auth = Auth::builder().bearer_with(Ending).clock(clock);
        let app = App::new().app_data(auth.build().unwrap()).service(is_me);
        let app = start(app).await;
        let ask = get("/me").authorization(format!("Bearer {NOW}"));
        assert_eq!(ask.send(&app).await.status, 500);
        assert_eq!(get("/me").send(&app).await.status, 401);
    }
}

#[test]
fn bearer_tokens_are_configured_once() {
    let issuer = TestIssuer::new();
    for builder in [
        issuer.auth_builder().bearer(issuer.jwt()),
        issuer.auth_builder().bearer_with(Prompt),
    ] {
        let error = builder.build().unwrap_err();
        assert!(error.problems()[0].contains("configured twice"), "{error}");
    }
}

/// What middleware finds in a response is the refusal itself, not a server fault.
#[actix_web::test]
async fn middleware_finds_the_refusal_in_the_response() {
    let issuer = TestIssuer::new();
    let auth = issuer.auth();
    let app = App::new()
        .app_data(auth.clone())
        .service(is_staff)
        .default_service(auth.not_found());
    let app = init_service(app).await;
    let known = || issuer.token("alice").bearer().1;
    for (path, credentials, status) in [
        ("/staff", None, StatusCode::UNAUTHORIZED),
        ("/staff", Some("Bearer a b".into()), StatusCode::BAD_REQUEST),
        ("/staff", Some(known()), StatusCode::FORBIDDEN),
        ("/nothing", Some(known()), StatusCode::NOT_FOUND),
    ] {
        let mut request = TestRequest::with_uri(path);
        if let Some(credentials) = credentials {
            request = request.insert_header((AUTHORIZATION, credentials));
        }
        let response = call_service(&app, request.to_request()).await;
        let error = response.response().error().unwrap();
        assert_eq!(error.as_response_error().status_code(), status);
        let refusal = error.as_error::<RefusalError>().unwrap().refusal();
        assert_eq!(refusal.status(), status);
        // Rendered again it says the same.
        let again = error.as_response_error().error_response();
        assert_eq!(again.status(), status);
        assert_eq!(again.headers().len(), response.headers().len());
    }
}
