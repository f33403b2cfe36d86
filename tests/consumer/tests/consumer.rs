//! The guards hold in a crate of another shape than our own.

use actix_web::http::StatusCode;
use actix_web::{App, test};
use guard::testing::{TestIssuer, TestToken};

/// The status that a caller gets, with or without a token.
async fn status(method: &str, path: &str, token: impl FnOnce(&TestIssuer) -> Option<TestToken>) -> u16 {
    let issuer = TestIssuer::new();
    let auth = issuer.auth();
    let app = App::new()
        .app_data(auth.clone())
        .configure(consumer::routes)
        .default_service(auth.not_found());
    let app = test::init_service(app).await;
    let mut request = test::TestRequest::with_uri(path).method(method.parse().unwrap());
    if let Some(token) = token(&issuer) {
        request = request.insert_header(token.bearer());
    }
    test::call_service(&app, request.to_request()).await.status().as_u16()
}

#[actix_web::test]
async fn a_renamed_dependency_guards() {
    assert_eq!(status("GET", "/me", |_| None).await, 401);
    assert_eq!(status("GET", "/me", |it| Some(it.token("alice"))).await, 200);
    assert_eq!(status("GET", "/admin", |_| None).await, 401);
    assert_eq!(status("GET", "/admin", |it| Some(it.token("alice"))).await, 404);
    assert_eq!(status("GET", "/admin", |it| Some(it.token("alice").role("admin"))).await, 200);
    assert_eq!(status("POST", "/edit/1", |_| None).await, 401);
    assert_eq!(status("POST", "/edit/1", |it| Some(it.token("alice"))).await, 403);
    assert_eq!(status("POST", "/edit/1", |it| Some(it.token("bob").role("editor"))).await, 200);
    assert_eq!(status("GET", "/", |_| None).await, 200);
    assert_eq!(status("GET", "/drop-in", |_| None).await, 401);
    assert_eq!(status("GET", "/drop-in", |it| Some(it.token("alice"))).await, 200);
}

#[actix_web::test]
async fn two_backends_in_one_build_verify_and_refuse() {
    assert_eq!(status("GET", "/me", |it| Some(it.token("alice"))).await, 200);
    let forged = |it: &TestIssuer| Some(it.token("alice").signed_with_another_key());
    assert_eq!(status("GET", "/me", forged).await, 401);
}

/// With `arbitrary_precision`, `serde_json` hands out numbers as objects of one private member.
#[actix_web::test]
async fn numbers_keep_their_meaning() {
    for (claims, tenant, is_it) in [
        (r#"{"tenant_id":42}"#, "42", true),
        (r#"{"tenant_id":[7,42]}"#, "42", true),
        (r#"{"tenant_id":[-0]}"#, "-0", false),
        (r#"{"tenant_id":42.0}"#, "42.0", false),
        (r#"{"tenant_id":[123456789012345678901234567890]}"#, "123456789012345678901234567890", false),
    ] {
        let who = guard::Identity::new("alice").with_claims(claims);
        assert_eq!(who.has_claim("tenant_id", tenant), is_it, "{claims}");
    }
    assert_eq!(serde_json::from_str::<serde_json::Value>("1.50").unwrap().to_string(), "1.50");
    assert_eq!(status("GET", "/me", |it| Some(it.token("alice").expired())).await, 401);
    assert_eq!(status("GET", "/me", |it| Some(it.token("alice").not_yet_valid())).await, 401);
    for expires in ["1.5e300", "99999999999.0", "-1", "18446744073709551616"] {
        let expires: serde_json::Value = serde_json::from_str(expires).unwrap();
        let token = |it: &TestIssuer| Some(it.token("alice").claim("exp", expires));
        assert_eq!(status("GET", "/me", token).await, StatusCode::UNAUTHORIZED.as_u16());
    }
}
