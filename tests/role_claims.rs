//! What an identity knows: roles from where the configuration says, and any other claim.

use actix_web::{App, get};
use auth_runtime::jwt::RoleClaim;
use auth_runtime::testing::{TestClock, TestIssuer, TestToken};
use auth_runtime::{Auth, ClaimsError, Identity, require_auth, require_role};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::{Answer, get, start};

#[require_role("admin")]
#[get("/admin")]
#[require_auth]
async fn admin(who: Identity) -> String {
    format!("{:?}", who.roles().collect::<Vec<_>>())
}

#[derive(Deserialize)]
struct Tenant {
    tenant: String,
    seats: Option<u8>,
}

#[require_auth]
#[get("/tenant")]
async fn tenant(who: Identity) -> Result<String, ClaimsError> {
    let Tenant { tenant, seats } = who.claims()?;
    Ok(format!("{tenant} {seats:?}"))
}

#[get("/identity")]
#[require_auth]
async fn identity(who: Identity) -> String {
    let seconds = who
        .expires_at()
        .and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok())
        .map(|since| since.as_secs());
    format!(
        "{} {:?} {:?} {:?} {seconds:?}",
        who.subject(),
        who.issuer(),
        who.roles().collect::<Vec<_>>(),
        who.scopes().collect::<Vec<_>>(),
    )
}

async fn send(path: &str, auth: Auth, token: TestToken) -> Answer {
    let app = App::new().app_data(auth).service((admin, tenant, identity));
    get(path).bearer(token).send(&start(app).await).await
}

#[actix_web::test]
async fn roles_are_read_from_where_the_configuration_says_and_nowhere_else() {
    let claim = "https://shop.example/roles";
    let nested = |outer: &str, inner: Value| json!({ outer: inner });
    let places = [
        (RoleClaim::roles(), json!({"roles": ["admin"]})),
        (RoleClaim::groups(), json!({"groups": ["admin"]})),
        (RoleClaim::cognito(), json!({"cognito:groups": ["admin"]})),
        (RoleClaim::named(claim), nested(claim, json!(["admin"]))),
        (RoleClaim::named("a.b"), json!({"a.b": ["admin"]})),
        (
            RoleClaim::keycloak_realm(),
            json!({"realm_access": {"roles": ["admin"]}}),
        ),
        (
            RoleClaim::keycloak_client("shop"),
            json!({"resource_access": {"shop": {"roles": ["admin"]}}}),
        ),
        (
            RoleClaim::path(["a", "b", "c"]),
            json!({"a": {"b": {"c": ["admin"]}}}),
        ),
    ];
    let issuer = TestIssuer::new();
    for (configured, (place, _)) in places.iter().enumerate() {
        for (presented, (_, claims)) in places.iter().enumerate() {
            let jwt = issuer.jwt().roles(place.clone());
            let auth = Auth::builder().bearer(jwt).build().unwrap();
            let mut token = issuer.token("alice");
            for (name, value) in claims.as_object().unwrap() {
                token = token.claim(name, value.clone());
            }
            let status = if configured == presented { 200 } else { 403 };
            let answer = send("/admin", auth, token).await;
            assert_eq!(answer.status, status, "{place:?} {claims}");
        }
    }
}

#[actix_web::test]
async fn roles_of_another_kind_than_text_in_an_array_name_nobody() {
    let issuer = TestIssuer::new();
    for roles in [
        json!("admin"),
        json!({"admin": true}),
        json!(["admin", 1]),
        json!([["admin"]]),
        json!(null),
    ] {
        let token = issuer.token("alice").claim("roles", roles.clone());
        let answer = send("/admin", issuer.auth(), token).await;
        assert_eq!(answer.status, 401, "{roles}");
    }
}

#[actix_web::test]
async fn other_claims_are_read_as_a_type_of_the_application() {
    let issuer = TestIssuer::new();
    for (name, value, status, text) in [
        ("tenant", json!("acme"), 200, "acme None"),
        ("tenant", json!(7), 500, "the claims do not fit the type"),
        (
            "other",
            json!("acme"),
            500,
            "the claims do not fit the type",
        ),
    ] {
        let token = issuer.token("alice").claim(name, value);
        let answer = send("/tenant", issuer.auth(), token).await;
        assert_eq!((answer.status.as_u16(), answer.text()), (status, text));
    }
    let token = issuer
        .token("alice")
        .claim("tenant", "acme")
        .claim("seats", 3);
    let answer = send("/tenant", issuer.auth(), token).await;
    assert_eq!(answer.text(), "acme Some(3)");
}

#[actix_web::test]
async fn an_identity_says_who_whose_what_and_until_when() {
    let issuer = TestIssuer::new().clock(TestClock::at(1_800_000_000));
    let token = issuer
        .token("alice")
        .roles(["a", "b"])
        .claim("scope", "read write");
    let answer = send("/identity", issuer.auth(), token).await;
    let expected =
        r#"alice Some("https://issuer.test") ["a", "b"] ["read", "write"] Some(1800003600)"#;
    assert_eq!(answer.text(), expected);
}

#[actix_web::test]
async fn an_identity_without_claims_says_so() {
    let auth = Auth::builder()
        .bearer_with(crate::authenticators::Prompt)
        .build()
        .unwrap();
    let app = start(App::new().app_data(auth).service(tenant)).await;
    let answer = get("/tenant")
        .authorization("Bearer alice")
        .send(&app)
        .await;
    assert_eq!(answer.text(), "this identity carries no claims");
}
