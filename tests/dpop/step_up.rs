//! Callers who have to authenticate anew (RFC 9470).

use std::time::{Duration, SystemTime};

use actix_web::http::StatusCode;
use actix_web::{App, get};
use auth_runtime::testing::{TestClock, TestIssuer, TestToken};
use auth_runtime::{
    Auth, Authenticator, BearerToken, Identity, ProtectedResource, Verification, require_auth,
    require_role, require_scope,
};

use crate::app::{Answer, TestApp, get, start};
use crate::parameters;
use crate::site::NOW;

#[get("/recent")]
#[require_auth(scheme = "Bearer", max_age = "5s")]
async fn recent() -> &'static str {
    "in"
}

#[require_auth(scheme = "Bearer", acr = "myACR")]
#[get("/strong")]
async fn strong() -> &'static str {
    "in"
}

#[get("/pay")]
#[require_auth(scheme = "Bearer", max_age = "5m", acr = ["phrh", "phr"])]
async fn pay() -> &'static str {
    "in"
}

#[require_auth(scheme = "Bearer", max_age = "5m", acr = ["phr"])]
#[require_role("admin")]
#[get("/admin")]
async fn admin() -> &'static str {
    "in"
}

#[get("/hidden")]
#[require_auth(scheme = "Bearer", max_age = "5m", acr = ["phr"])]
#[require_role("admin", hide = true)]
async fn hidden() -> &'static str {
    "in"
}

#[require_auth(scheme = "Bearer", max_age = "5m")]
#[require_scope("transfers")]
#[get("/transfers")]
async fn transfers() -> &'static str {
    "in"
}

async fn serve(auth: Auth) -> TestApp {
    let app = App::new()
        .app_data(auth.clone())
        .service((recent, strong, pay, admin, hidden, transfers))
        .default_service(auth.not_found());
    start(app).await
}

fn issuer() -> TestIssuer {
    TestIssuer::new().clock(TestClock::at(NOW))
}

async fn app(issuer: &TestIssuer) -> TestApp {
    let builder = issuer.auth_builder().only_modules([module_path!()]);
    serve(builder.build().unwrap()).await
}

/// A token of somebody who authenticated so long ago, like this.
fn token(issuer: &TestIssuer, age: u64, acr: &str) -> TestToken {
    let token = issuer.token("alice").claim("acr", acr);
    token.claim("auth_time", NOW - age)
}

/// The parameters of a challenge for stepping up, without realm and description.
#[track_caller]
fn step_up(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.json()["error"], "insufficient_user_authentication");
    assert_eq!(answer.lines("cache-control"), ["no-store"]);
    let (scheme, mut parameters) = parameters::read(answer.challenge());
    assert_eq!(scheme, "Bearer");
    parameters.retain(|(name, _)| name != "realm" && name != "error_description");
    parameters
}

fn pairs<const N: usize>(parameters: [(&str, &str); N]) -> Vec<(String, String)> {
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    parameters.into_iter().map(owned).collect()
}

const ERROR: (&str, &str) = ("error", "insufficient_user_authentication");

/// RFC 9470 §3, figures 2 and 3.
#[actix_web::test]
async fn the_published_challenges_agree_as_parameters() {
    let issuer = issuer();
    let app = app(&issuer).await;
    let weak = get("/strong")
        .bearer(token(&issuer, 0, "other"))
        .send(&app)
        .await;
    assert_eq!(step_up(&weak), pairs([ERROR, ("acr_values", "myACR")]));
    let old = get("/recent")
        .bearer(token(&issuer, 6, "other"))
        .send(&app)
        .await;
    assert_eq!(step_up(&old), pairs([ERROR, ("max_age", "5")]));
}

#[actix_web::test]
async fn contexts_stand_in_order_of_preference_beside_the_age() {
    let issuer = issuer();
    let app = app(&issuer).await;
    let expected = pairs([ERROR, ("acr_values", "phrh phr"), ("max_age", "300")]);
    for (age, acr) in [
        (301, "phr"),
        (0, "other"),
        (301, "other"),
        (0, "PHR"),
        (0, "phr phrh"),
    ] {
        let answer = get("/pay")
            .bearer(token(&issuer, age, acr))
            .send(&app)
            .await;
        assert_eq!(step_up(&answer), expected, "{age} {acr}");
    }
    for acr in ["phr", "phrh"] {
        let answer = get("/pay")
            .bearer(token(&issuer, 300, acr))
            .send(&app)
            .await;
        assert_eq!(
            answer.text(),
            "in",
            "any one suffices, and 300 s are at most 300 s"
        );
    }
}

#[actix_web::test]
async fn what_a_token_does_not_say_does_not_suffice() {
    let issuer = issuer();
    let app = app(&issuer).await;
    let silent = || issuer.token("alice");
    step_up(&get("/recent").bearer(silent()).send(&app).await);
    step_up(&get("/strong").bearer(silent()).send(&app).await);
    let only_time = silent().claim("auth_time", NOW);
    step_up(&get("/pay").bearer(only_time.clone()).send(&app).await);
    assert_eq!(
        get("/recent").bearer(only_time).send(&app).await.text(),
        "in"
    );
    let only_acr = silent().claim("acr", "phr");
    step_up(&get("/pay").bearer(only_acr).send(&app).await);
}

/// What was issued just now may rest on an authentication of long ago (RFC 9068 §2.2.1).
#[actix_web::test]
async fn a_refreshed_token_is_as_old_as_its_authentication() {
    let issuer = issuer();
    let app = app(&issuer).await;
    let refreshed = token(&issuer, 3600, "phr").claim("iat", NOW);
    step_up(&get("/recent").bearer(refreshed).send(&app).await);
}

/// Clocks differ.
#[actix_web::test]
async fn an_authentication_that_is_to_come_is_now() {
    let issuer = issuer();
    let app = app(&issuer).await;
    let ahead = issuer.token("alice").claim("auth_time", NOW + 2);
    assert_eq!(get("/recent").bearer(ahead).send(&app).await.text(), "in");
}

/// Whoever has no good token does not learn what a good one would need (RFC 9470 §9).
#[actix_web::test]
async fn the_token_is_judged_first() {
    let issuer = issuer();
    let app = app(&issuer).await;
    let bad = [
        token(&issuer, 301, "other").expired(),
        token(&issuer, 301, "other").signed_with_another_key(),
        token(&issuer, 301, "other").claim("auth_time", "yesterday"),
    ];
    for bad in bad {
        let answer = get("/pay").bearer(bad).send(&app).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        let challenge = answer.challenge();
        let error = parameters::get(challenge, "error");
        assert_eq!(error.as_deref(), Some("invalid_token"));
        for name in ["acr_values", "max_age"] {
            assert_eq!(parameters::get(challenge, name), None, "{challenge}");
        }
    }
    let anonymous = get("/pay").send(&app).await;
    assert_eq!(anonymous.challenge(), "Bearer realm=\"api\"");
}

#[actix_web::test]
async fn who_may_not_is_not_sent_to_authenticate() {
    let issuer = issuer();
    let app = app(&issuer).await;
    let no_admin = || token(&issuer, 301, "other");
    let answer = get("/admin").bearer(no_admin()).send(&app).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.challenges().is_empty());
    let allowed = no_admin().role("admin");
    step_up(&get("/admin").bearer(allowed).send(&app).await);
    let scope = get("/transfers").bearer(no_admin()).send(&app).await;
    assert_eq!(scope.status, StatusCode::FORBIDDEN);
    let error = parameters::get(scope.challenge(), "error");
    assert_eq!(error.as_deref(), Some("insufficient_scope"));
}

#[actix_web::test]
async fn a_hidden_route_asks_nobody_to_step_up_who_may_not_know_it() {
    let issuer = issuer();
    let app = app(&issuer).await;
    let visible =
        async |path: &str, token: TestToken| get(path).bearer(token).send(&app).await.visible();
    let no_admin = || token(&issuer, 301, "other");
    let miss = visible("/nothing", no_admin()).await;
    assert_eq!(visible("/hidden", no_admin()).await, miss);
    assert_eq!(miss.0, 404);
    let anonymous = get("/hidden").send(&app).await.visible();
    assert_eq!(anonymous, get("/nothing").send(&app).await.visible());
    let allowed = no_admin().role("admin");
    step_up(&get("/hidden").bearer(allowed).send(&app).await);
}

/// RFC 9470 §3 lets both stand in one challenge.
#[actix_web::test]
async fn a_client_that_looks_for_metadata_finds_all_it_needs() {
    let issuer = issuer();
    let builder = issuer.auth_builder().only_modules([module_path!()]);
    let builder = builder.resource(ProtectedResource::at("https://api.example"));
    let app = serve(builder.build().unwrap()).await;
    let old = token(&issuer, 301, "x").scope("transfers");
    let answer = get("/transfers").bearer(old).send(&app).await;
    let url = "https://api.example/.well-known/oauth-protected-resource";
    let expected = [
        ERROR,
        ("scope", "transfers"),
        ("resource_metadata", url),
        ("max_age", "300"),
    ];
    assert_eq!(step_up(&answer), pairs(expected));
}

/// An authenticator of one's own says the same in its own way.
#[actix_web::test]
async fn identities_of_other_sources_are_judged_alike() {
    struct Source;
    impl Authenticator for Source {
        fn authenticate(&self, token: BearerToken<'_>) -> Verification {
            let age = Duration::from_secs(token.as_str().parse().unwrap());
            let then = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW) - age;
            let identity = Identity::new("alice").with_authentication_time(then);
            Verification::now(Ok(identity.with_acr("phr")))
        }
    }
    let builder = Auth::builder()
        .bearer_with(Source)
        .clock(TestClock::at(NOW));
    let auth = builder.only_modules([module_path!()]).build().unwrap();
    let app = serve(auth).await;
    let paying = async |age: &str| {
        let request = get("/pay").authorization(format!("Bearer {age}"));
        request.send(&app).await
    };
    assert_eq!(paying("300").await.text(), "in");
    step_up(&paying("301").await);
}
