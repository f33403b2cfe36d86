//! `#[require_owner]` by a claim and with `unless_role`, and `#[require_tenant]`.

use actix_web::http::Method;
use actix_web::{App, get, route, web};
use auth_runtime::testing::{TestIssuer, TestToken};
use auth_runtime::{
    Auth, Authenticator, BearerToken, Identity, Role, Verification, require_auth, require_owner,
    require_tenant,
};
use serde_json::{Value, json};

use crate::app::{Answer, TestApp, ask, get, start};
use crate::kit::issuer;

#[derive(Role, Clone, Copy)]
enum Staff {
    Support,
    #[role(implies(Support))]
    Lead,
    Auditor,
    Night,
}

#[route(
    "/t/{tenant}/orders",
    method = "GET",
    method = "HEAD",
    method = "POST",
    method = "DELETE",
    method = "OPTIONS"
)]
#[require_auth]
#[require_tenant(path = "tenant")]
async fn shows_orders(tenant: web::Path<String>, _body: web::Json<u8>) -> String {
    tenant.into_inner()
}

#[require_auth]
#[require_tenant(path = "tenant", hide = false, message = "This is another company's.")]
#[get("/open/{tenant}")]
async fn shows_open(tenant: web::Path<String>) -> String {
    tenant.into_inner()
}

#[require_auth]
#[require_tenant(scope_path = "tenant", unless_role = "auditor")]
#[get("/reports/{id}")]
async fn shows_reports(path: web::Path<(String, String)>) -> String {
    path.into_inner().0
}

#[require_auth]
#[require_tenant(path = "org", claim = "https://shop.example/org")]
#[get("/orgs/{org}")]
async fn shows_organisation(org: web::Path<String>) -> String {
    org.into_inner()
}

#[require_auth]
#[require_owner(path = "account", claim = "account_id", unless_role = Staff::Support)]
#[get("/accounts/{account}")]
async fn shows_account(account: web::Path<String>) -> String {
    account.into_inner()
}

#[require_auth]
#[require_owner(path = "id", unless_role = any("auditor", all("support", Staff::Night)), hide = true)]
#[get("/users/{id}")]
async fn shows_user(id: web::Path<String>) -> String {
    id.into_inner()
}

#[require_auth]
#[require_tenant(path = "tenant")]
#[require_owner(path = "id", unless_role = "support")]
#[get("/t/{tenant}/users/{id}")]
async fn shows_user_of_tenant(path: web::Path<(String, String)>) -> String {
    path.into_inner().1
}

/// Registered where two segments have its name, and where none has.
#[require_auth]
#[require_tenant(path = "tenant", unless_role = "auditor")]
async fn anywhere() -> &'static str {
    "in"
}

fn services(config: &mut web::ServiceConfig) {
    config
        .service((
            shows_orders,
            shows_open,
            shows_organisation,
            shows_account,
            shows_user,
        ))
        .service(shows_user_of_tenant)
        .service(web::scope("/s/{tenant}").service(shows_reports))
        .service(web::scope("/twice/{tenant}").route("/{tenant}", web::get().to(anywhere)))
        .route("/tail/{tenant:.*}", web::get().to(anywhere))
        .route("/without", web::get().to(anywhere));
}

async fn app(auth: Auth) -> TestApp {
    let app = App::new()
        .app_data(auth.clone())
        .configure(services)
        .default_service(auth.not_found());
    start(app).await
}

struct Site {
    issuer: TestIssuer,
    app: TestApp,
}

impl Site {
    async fn start() -> Self {
        let issuer = issuer();
        let builder = issuer.auth_builder().roles::<Staff>();
        let auth = builder.only_modules([module_path!()]).build().unwrap();
        let app = app(auth).await;
        Self { issuer, app }
    }

    fn alice(&self) -> TestToken {
        self.issuer.token("alice")
    }

    fn of(&self, tenant: impl Into<Value>) -> TestToken {
        self.alice().claim("tenant_id", tenant)
    }

    async fn get(&self, path: &str, token: TestToken) -> Answer {
        get(path).bearer(token).json("7").send(&self.app).await
    }

    async fn status(&self, path: &str, token: TestToken) -> u16 {
        self.get(path, token).await.status.as_u16()
    }
}

#[actix_web::test]
async fn a_tenant_is_the_claim_and_nothing_like_it() {
    let site = Site::start().await;
    for (claim, segment, status) in [
        (json!("acme"), "acme", 200),
        (json!("acme"), "%61cme", 200),
        (json!("acme"), "zenith", 404),
        (json!("acme"), "Acme", 404),
        (json!("acme"), "acme%20", 404),
        (json!("acme"), "acm", 404),
        (json!("acme"), "acme%00", 404),
        (json!("k\u{e4}se"), "k%C3%A4se", 200),
        // The same to the eye, in other characters.
        (json!("k\u{e4}se"), "ka%CC%88se", 404),
        (json!("a/b"), "a%2Fb", 200),
        (json!("a%2Fb"), "a%2Fb", 404),
        (json!("a%2Fb"), "a%252Fb", 200),
        (json!(7), "7", 200),
        (json!(7), "07", 404),
        (json!(-7), "-7", 404),
        (
            json!(18_446_744_073_709_551_615_u64),
            "18446744073709551615",
            200,
        ),
        (json!(7.0), "7.0", 404),
        (json!(7.0), "7", 404),
        (json!(["acme", "zenith", 7]), "zenith", 200),
        (json!(["acme", "zenith", 7]), "7", 200),
        (json!(["acme", "zenith"]), "acme,zenith", 404),
        (json!([]), "acme", 404),
        (json!([["acme"]]), "acme", 404),
        (json!({"acme": "acme"}), "acme", 404),
        (json!(true), "true", 404),
        (json!(null), "null", 404),
        (json!("*"), "acme", 404),
        (json!("{tenant}"), "acme", 404),
        (json!("acme zenith"), "acme", 404),
    ] {
        let path = format!("/t/{segment}/orders");
        let status_of = site.status(&path, site.of(claim.clone())).await;
        assert_eq!(status_of, status, "{claim} {segment}");
        // Where it is not hidden, the same without the disguise.
        let open = site
            .status(&format!("/open/{segment}"), site.of(claim.clone()))
            .await;
        assert_eq!(
            open,
            if status == 404 { 403 } else { 200 },
            "{claim} {segment}"
        );
    }
}

#[actix_web::test]
async fn another_tenant_s_path_is_a_miss_unless_the_attribute_says_otherwise() {
    let site = Site::start().await;
    for method in [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::DELETE,
        Method::OPTIONS,
    ] {
        for token in [
            || json!("acme"),
            || json!(null),
            || json!(["a", "b"]),
            || json!(""),
        ] {
            let send = |path: &str| {
                let ask = ask(method.clone(), path).bearer(site.of(token()));
                ask.json("{").send(&site.app)
            };
            let (refused, miss) = (
                send("/t/zenith/orders").await,
                send("/no/zenith/orders").await,
            );
            assert_eq!(miss.status, 404);
            assert_eq!(refused.visible(), miss.visible(), "{method}");
        }
    }
    let answer = site.get("/open/zenith", site.of("acme")).await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.json()["error"], "forbidden");
    assert_eq!(answer.json()["message"], "This is another company's.");
    assert_eq!(answer.challenges(), [""; 0]);
    for path in ["/t/acme/orders", "/open/acme"] {
        assert_eq!(get(path).status(&site.app).await, 401, "{path}");
    }
}

#[actix_web::test]
async fn the_claim_s_name_is_taken_as_it_stands_at_the_top() {
    let site = Site::start().await;
    let org = |claim: &str| site.alice().claim(claim, "acme");
    for (token, status) in [
        (org("https://shop.example/org"), 200),
        (org("org"), 404),
        (org("tenant_id"), 404),
        (site.alice(), 404),
        (
            site.alice()
                .claim("https://shop.example/org", json!({"org": "acme"})),
            404,
        ),
    ] {
        assert_eq!(site.status("/orgs/acme", token).await, status);
    }
    // Not even the subject stands for a claim, nor a claim for the subject.
    assert_eq!(site.status("/accounts/alice", site.alice()).await, 403);
    let account = || site.alice().claim("account_id", 42);
    assert_eq!(site.status("/accounts/42", account()).await, 200);
    assert_eq!(site.status("/accounts/alice", account()).await, 403);
    assert_eq!(site.status("/users/42", account()).await, 404);
    assert_eq!(site.status("/users/alice", account()).await, 200);
}

#[actix_web::test]
async fn who_has_the_role_passes_for_any_segment() {
    let site = Site::start().await;
    let with = |roles: &[&str]| site.of("acme").roles(roles.iter().copied());
    for (path, roles, status) in [
        ("/accounts/1", &["support"][..], 200),
        ("/accounts/1", &["lead"], 200),
        ("/accounts/1", &["auditor"], 403),
        ("/accounts/1", &["Support"], 403),
        ("/accounts/1", &[], 403),
        ("/users/bob", &["auditor"], 200),
        ("/users/bob", &["support", "night"], 200),
        // The hierarchy counts for text, too, where the enum is registered.
        ("/users/bob", &["lead", "night"], 200),
        ("/users/bob", &["support"], 404),
        ("/users/bob", &["night"], 404),
        ("/users/alice", &[], 200),
        ("/s/zenith/reports/1", &["auditor"], 200),
        ("/s/zenith/reports/1", &["lead"], 404),
        ("/s/acme/reports/1", &[], 200),
        ("/s/acme/reports/zenith", &[], 200),
        ("/s/zenith/reports/acme", &[], 404),
        // It stands for the segment that the path lacks, and for nothing beside it.
        ("/without", &["auditor"], 200),
        ("/without", &["lead"], 404),
    ] {
        let status_of = site.status(path, with(roles)).await;
        assert_eq!(status_of, status, "{path} {roles:?}");
    }
}

/// Each of several is asked for itself, and the hidden one hides.
#[actix_web::test]
async fn a_tenant_and_an_owner_stand_beside_each_other() {
    let site = Site::start().await;
    let miss = site.get("/nowhere", site.of("acme")).await;
    for (path, role, status) in [
        ("/t/acme/users/alice", "x", 200),
        ("/t/acme/users/bob", "x", 403),
        ("/t/acme/users/bob", "support", 200),
        ("/t/zenith/users/alice", "x", 404),
        ("/t/zenith/users/bob", "x", 404),
        ("/t/zenith/users/bob", "support", 404),
        ("/t/alice/users/acme", "x", 404),
    ] {
        let answer = site.get(path, site.of("acme").role(role)).await;
        assert_eq!(answer.status, status, "{path} {role}");
        if status == 404 {
            assert_eq!(answer.visible(), miss.visible(), "{path}");
        }
    }
}

#[actix_web::test]
async fn both_segments_of_a_name_have_to_be_the_caller_s() {
    let site = Site::start().await;
    for (path, status) in [
        ("/twice/acme/acme", 200),
        ("/twice/acme/zenith", 404),
        ("/twice/zenith/acme", 404),
        ("/twice/%61cme/acm%65", 200),
        ("/tail/acme", 200),
        ("/tail/", 404),
        ("/tail/acme/zenith", 404),
        ("/without", 404),
        ("/without?tenant=acme", 404),
    ] {
        assert_eq!(site.status(path, site.of("acme")).await, status, "{path}");
    }
    // Of two that are each one of hers, either will do.
    let both = || site.of(json!(["acme", "zenith"]));
    assert_eq!(site.status("/twice/acme/zenith", both()).await, 200);
    assert_eq!(
        site.status("/tail/acme/zenith", site.of("acme/zenith"))
            .await,
        200
    );
}

/// As `subject claims`, of which either may be missing.
struct Opaque;

impl Authenticator for Opaque {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        let (subject, claims) = token.as_str().split_once('.').unwrap();
        let identity = Identity::new(subject);
        Verification::now(Ok(match claims {
            "none" => identity,
            "empty" => identity.with_claims(r#"{"tenant_id":"","account_id":""}"#),
            "broken" => identity.with_claims(r#"{"tenant_id":"acme""#),
            "twice" => identity.with_claims(r#"{"tenant_id":"acme","tenant_id":"acme"}"#),
            "contradicting" => identity.with_claims(r#"{"tenant_id":"zenith","tenant_id":"acme"}"#),
            "acme" => identity.with_claims(r#"{"tenant_id":"acme"}"#),
            other => panic!("{other}"),
        }))
    }
}

/// An authenticator of the application may know no claims, and may name nobody.
#[actix_web::test]
async fn who_has_no_claim_and_no_name_owns_nothing() {
    let builder = Auth::builder().bearer_with(Opaque).roles::<Staff>();
    let auth = builder.only_modules([module_path!()]).build().unwrap();
    let app = app(auth).await;
    for (token, path, status) in [
        ("alice.acme", "/tail/acme", 200),
        ("alice.none", "/tail/acme", 404),
        ("alice.empty", "/tail/acme", 404),
        ("alice.empty", "/tail/", 404),
        ("alice.broken", "/tail/acme", 404),
        ("alice.twice", "/tail/acme", 404),
        ("alice.contradicting", "/tail/acme", 404),
        ("alice.contradicting", "/tail/zenith", 404),
        (".none", "/tail/", 404),
        (".none", "/accounts/x", 403),
        (".none", "/users/x", 404),
        ("x.none", "/users/x", 200),
    ] {
        let request = get(path).authorization(format!("Bearer {token}"));
        assert_eq!(request.status(&app).await, status, "{token} {path}");
    }
}
