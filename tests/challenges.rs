//! Promise 4: a 401 always carries a challenge that a client can use.

use actix_web::{App, get, web};
use auth_runtime::testing::{TestIssuer, TestToken};
use auth_runtime::{Auth, allow_anonymous, require_auth, require_role};

use crate::app::{Answer, TestApp, get, start};

#[get("/me")]
#[require_auth]
async fn me() -> &'static str {
    "in"
}

#[require_role("admin")]
#[get("/admin")]
#[require_auth(scheme = "Bearer")]
async fn admin() -> &'static str {
    "in"
}

#[require_auth]
#[require_role("admin", hide = true)]
#[get("/hidden")]
async fn hidden() -> &'static str {
    "in"
}

#[get("/unseen")]
#[require_auth(hide = true)]
async fn unseen() -> &'static str {
    "in"
}

#[require_auth(realm = "edits")]
#[get("/edits")]
async fn edits() -> &'static str {
    "in"
}

#[get("/quoted")]
#[require_auth(realm = r#"the "inner" \ circle"#)]
async fn quoted() -> &'static str {
    "in"
}

#[allow_anonymous]
#[get("/open")]
async fn open() -> &'static str {
    "in"
}

async fn app(auth: Auth) -> TestApp {
    let app = App::new()
        .app_data(auth.clone())
        .service((me, admin, hidden, unseen, edits, quoted, open))
        .default_service(auth.not_found());
    start(app).await
}

/// `Bearer name="value", …`, strictly: RFC 9110 §11.6.1 with quoted-strings only.
fn parameters(challenge: &str) -> Vec<(String, String)> {
    let rest = challenge
        .strip_prefix("Bearer ")
        .expect("Bearer and a parameter");
    let mut characters = rest.chars();
    let mut found = Vec::new();
    loop {
        let name: String = characters.by_ref().take_while(|c| *c != '=').collect();
        assert!(
            name.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
            "{challenge}"
        );
        assert_eq!(characters.next(), Some('"'), "{challenge}");
        let mut value = String::new();
        loop {
            match characters.next().expect("a closing quote") {
                '"' => break,
                '\\' => value.push(characters.next().expect("a quoted pair")),
                other => value.push(other),
            }
        }
        found.push((name, value));
        match characters.as_str() {
            "" => return found,
            more => characters = more.strip_prefix(", ").expect("a comma").chars(),
        }
    }
}

fn parameter(answer: &Answer, name: &str) -> Option<String> {
    let mut found = parameters(answer.challenge())
        .into_iter()
        .filter(|(it, _)| it == name)
        .map(|(_, value)| value);
    let value = found.next();
    assert_eq!(found.next(), None, "{name} twice");
    value
}

/// What a caller presents, the status, the `error` of the challenge and that of the body.
type Case = (Vec<String>, u16, Option<&'static str>, &'static str);

fn cases(issuer: &TestIssuer) -> Vec<Case> {
    let bearer = |token: TestToken| vec![token.bearer().1];
    let text = |field: &str| vec![field.to_owned()];
    let bad = |fields| (fields, 401, Some("invalid_token"), "invalid_token");
    let unreadable = |fields| (fields, 400, Some("invalid_request"), "invalid_request");
    let nothing = |fields| (fields, 401, None, "unauthorized");
    let token = || issuer.token("alice");
    vec![
        nothing(vec![]),
        nothing(text("Basic YWxpY2U6c2VjcmV0")),
        nothing(text("DPoP abc")),
        bad(text("Bearer x")),
        bad(text("bearer a.b.c")),
        bad(bearer(token().expired())),
        bad(bearer(token().not_yet_valid())),
        bad(bearer(token().signed_with_another_key())),
        bad(bearer(token().without("exp"))),
        bad(bearer(token().claim("aud", "another"))),
        unreadable(text("Bearer")),
        unreadable(text("Bearer a b")),
        unreadable(text("Bearer a\"b")),
        unreadable([bearer(token()), bearer(token())].concat()),
    ]
}

const GUARDED: [&str; 7] = [
    "/me", "/admin", "/hidden", "/unseen", "/edits", "/quoted", "/missing",
];

#[actix_web::test]
async fn every_401_has_one_challenge_with_a_realm_and_an_error_only_for_a_credential() {
    let issuer = TestIssuer::new();
    let app = app(issuer.auth()).await;
    for (fields, status, error, word) in cases(&issuer) {
        for path in GUARDED {
            let answer = get(path).authorizations(&fields).send(&app).await;
            assert_eq!(answer.status, status, "{path} {fields:?}");
            assert_eq!(answer.json()["error"], word, "{path} {fields:?}");
            assert_eq!(answer.lines("cache-control"), ["no-store"], "{path}");
            assert!(!parameter(&answer, "realm").unwrap().is_empty(), "{path}");
            let found = parameter(&answer, "error");
            assert_eq!(found.as_deref(), error, "{path} {fields:?}");
            let described = parameter(&answer, "error_description").is_some();
            assert_eq!(described, error.is_some(), "{path} {fields:?}");
        }
    }
}

#[actix_web::test]
async fn an_open_handler_challenges_only_a_bad_credential() {
    let issuer = TestIssuer::new();
    let app = app(issuer.auth()).await;
    for (fields, status, error, _) in cases(&issuer) {
        let answer = get("/open").authorizations(&fields).send(&app).await;
        match error {
            None => assert_eq!((answer.status.as_u16(), answer.challenges()), (200, vec![])),
            Some(error) => {
                assert_eq!(answer.status, status, "{fields:?}");
                assert_eq!(parameter(&answer, "error").as_deref(), Some(error));
            }
        }
    }
}

#[actix_web::test]
async fn the_realm_of_the_attribute_wins_over_that_of_the_app() {
    let issuer = TestIssuer::new();
    let auth = issuer.auth_builder().realm("the app").build().unwrap();
    let app = app(auth).await;
    for (path, realm) in [
        ("/me", "the app"),
        ("/admin", "the app"),
        ("/hidden", "the app"),
        ("/unseen", "the app"),
        ("/missing", "the app"),
        ("/edits", "edits"),
    ] {
        let answer = get(path).send(&app).await;
        assert_eq!(answer.challenge(), format!("Bearer realm=\"{realm}\""));
        let answer = get(path).authorization("Bearer x").send(&app).await;
        assert_eq!(parameter(&answer, "realm").as_deref(), Some(realm));
    }
}

#[actix_web::test]
async fn a_realm_without_configuration_is_api() {
    let issuer = TestIssuer::new();
    let answer = get("/me").send(&app(issuer.auth()).await).await;
    assert_eq!(answer.challenge(), r#"Bearer realm="api""#);
}

#[actix_web::test]
async fn a_realm_with_quotes_and_backslashes_stays_within_its_quotes() {
    let issuer = TestIssuer::new();
    let realm = r#"say "friend", x="\"#;
    let auth = issuer.auth_builder().realm(realm).build().unwrap();
    let app = app(auth).await;

    let answer = get("/me").send(&app).await;
    assert_eq!(
        answer.challenge(),
        r#"Bearer realm="say \"friend\", x=\"\\""#
    );
    assert_eq!(
        parameters(answer.challenge()),
        [("realm".into(), realm.into())]
    );

    let answer = get("/quoted").send(&app).await;
    assert_eq!(
        answer.challenge(),
        r#"Bearer realm="the \"inner\" \\ circle""#
    );
}

#[test]
fn a_realm_that_no_challenge_can_carry_is_refused_at_start_up() {
    for realm in ["", " ", "caf\u{e9}", "a\r\nSet-Cookie: b", "tab\t"] {
        let builder = TestIssuer::new().auth_builder();
        let error = builder.realm(realm).build().unwrap_err();
        assert!(error.to_string().contains("realm"), "{realm:?}: {error}");
    }
}

#[actix_web::test]
async fn an_expired_token_is_told_apart_so_that_clients_refresh() {
    let issuer = TestIssuer::new();
    let app = app(issuer.auth()).await;
    let token = issuer.token("alice").expired();
    let answer = get("/me").bearer(token).send(&app).await;
    assert_eq!(
        answer.challenge(),
        "Bearer realm=\"api\", error=\"invalid_token\", \
         error_description=\"The access token expired\""
    );
    assert_eq!(answer.json()["message"], "The access token expired.");
}

#[actix_web::test]
async fn a_token_in_the_query_or_the_body_is_not_looked_at() {
    let issuer = TestIssuer::new();
    let app = app(issuer.auth()).await;
    let token = issuer.token("alice").mint();
    let answer = get(&format!("/me?access_token={token}")).send(&app).await;
    assert_eq!(
        (answer.status.as_u16(), answer.challenge()),
        (401, r#"Bearer realm="api""#)
    );
    let form = get("/me")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("access_token={token}"));
    assert_eq!(form.status(&app).await, 401);
}

#[actix_web::test]
async fn all_schemes_of_spelling_and_spacing_that_rfc_9110_allows_are_read() {
    let issuer = TestIssuer::new();
    let app = app(issuer.auth()).await;
    for scheme in ["Bearer ", "bearer ", "BEARER   "] {
        let field = format!("{scheme}{}", issuer.token("alice").mint());
        assert_eq!(
            get("/me").authorization(field).status(&app).await,
            200,
            "{scheme}"
        );
    }
}

#[actix_web::test]
async fn a_plain_app_without_guards_is_not_challenged() {
    let issuer = TestIssuer::new();
    let app = App::new()
        .app_data(issuer.auth())
        .route("/plain", web::get().to(async || "in"));
    let answer = get("/plain")
        .authorization("Bearer x")
        .send(&start(app).await)
        .await;
    assert_eq!((answer.status.as_u16(), answer.text()), (200, "in"));
}
