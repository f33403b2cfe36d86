//! `X-Permission-Required` and `X-API-Scope`: on request, and never where a refusal hides.

use actix_web::{App, get};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{
    AuthBuilder, require_auth, require_owner, require_permission, require_role, require_scope,
};

use crate::app::{Answer, TestApp, get, start};

#[get("/role")]
#[require_auth]
#[require_role("admin")]
async fn role() -> &'static str {
    "in"
}

#[require_auth]
#[require_role(any("editor", all("author", "reviewer")))]
#[get("/roles")]
async fn roles() -> &'static str {
    "in"
}

#[get("/permission")]
#[require_auth]
#[require_permission("orders.refund")]
async fn permission() -> &'static str {
    "in"
}

#[require_auth]
#[require_scope(all("orders:read", "orders:write"))]
#[get("/scope")]
async fn scope() -> &'static str {
    "in"
}

#[get("/users/{id}")]
#[require_auth]
#[require_owner(path = "id")]
async fn owner() -> &'static str {
    "in"
}

#[require_auth]
#[require_role("admin", hide = true)]
#[get("/hidden-role")]
async fn hidden_role() -> &'static str {
    "in"
}

#[get("/hidden-scope")]
#[require_auth]
#[require_scope("orders:read", hide = true)]
async fn hidden_scope() -> &'static str {
    "in"
}

async fn serve(builder: AuthBuilder) -> TestApp {
    let auth = builder.only_modules([module_path!()]).build().unwrap();
    let app = App::new().app_data(auth.clone());
    let app = app.service((
        role,
        roles,
        permission,
        scope,
        owner,
        hidden_role,
        hidden_scope,
    ));
    start(app.default_service(auth.not_found())).await
}

fn told(answer: &Answer) -> (Vec<&str>, Vec<&str>) {
    (
        answer.lines("x-permission-required"),
        answer.lines("x-api-scope"),
    )
}

const PATHS: [(&str, u16, &[&str], &[&str]); 7] = [
    ("/role", 403, &["admin"], &[]),
    (
        "/roles",
        403,
        &[r#"any("editor", all("author", "reviewer"))"#],
        &[],
    ),
    ("/permission", 403, &["orders.refund"], &[]),
    ("/scope", 403, &[], &["orders:read orders:write"]),
    ("/users/bob", 403, &[], &[]),
    ("/hidden-role", 404, &[], &[]),
    ("/hidden-scope", 404, &[], &[]),
];

#[actix_web::test]
async fn a_403_says_what_is_lacking_where_that_was_configured() {
    let issuer = TestIssuer::new();
    let app = serve(issuer.auth_builder().tell_requirements()).await;
    for (path, status, privileges, scopes) in PATHS {
        let answer = get(path).bearer(issuer.token("alice")).send(&app).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(
            told(&answer),
            (privileges.to_vec(), scopes.to_vec()),
            "{path}"
        );
        let anonymous = get(path).send(&app).await;
        assert_eq!(anonymous.status, 401);
        assert_eq!(told(&anonymous), (vec![], vec![]), "{path}");
    }
}

#[actix_web::test]
async fn a_403_says_nothing_more_by_default() {
    let issuer = TestIssuer::new();
    let app = serve(issuer.auth_builder()).await;
    for (path, status, _, _) in PATHS {
        let answer = get(path).bearer(issuer.token("alice")).send(&app).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(told(&answer), (vec![], vec![]), "{path}");
    }
}
