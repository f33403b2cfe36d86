//! Guarded handlers under the strictest lints of rustc and clippy. What is generated around them
//! must not make a user allow anything.
#![deny(
    warnings,
    clippy::pedantic,
    clippy::nursery,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::absolute_paths,
    clippy::allow_attributes_without_reason,
    clippy::items_after_statements,
    future_incompatible,
    let_underscore,
    missing_debug_implementations,
    missing_docs,
    nonstandard_style,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unnameable_types,
    unreachable_pub,
    unsafe_code,
    unused,
    unused_lifetimes,
    unused_qualifications,
    unused_results
)]

use actix_web::{App, Error, HttpResponse, Responder, get, post, test, web};
use auth_runtime::{
    AuthorizationError, Authorized, Identity, Record, Verdict, Write, allow_anonymous,
    declared_handlers, require_auth, require_condition, require_owner, require_role,
    require_tenant, testing::TestIssuer,
};

#[get("/me")]
#[require_auth(scheme = "Bearer")]
async fn me(who: Identity) -> String {
    who.subject().to_owned()
}

#[require_auth]
#[require_role("admin", hide = true)]
#[require_role(any("editor", all("author", "reviewer")), message = "authors only")]
#[get("/users/{id}")]
async fn user(id: web::Path<u64>, who: Identity) -> Result<web::Json<u64>, Error> {
    let id = id.into_inner();
    Ok(web::Json(if who.has_role("admin") { id } else { 0 }))
}

#[post("/pairs")]
#[require_auth]
async fn pair(web::Json((a, mut b)): web::Json<(u64, u64)>) -> impl Responder {
    b += a;
    HttpResponse::Ok().json(b)
}

#[require_auth(scheme = ["Bearer"], max_age = "5m", acr = ["phr", "phrh"])]
#[post("/payments")]
async fn pay(who: Identity) -> String {
    who.subject().to_owned()
}

#[allow_anonymous(reason = "news are public")]
async fn news(who: Option<Identity>) -> String {
    who.map_or_else(String::new, |who| who.subject().to_owned())
}

#[require_auth]
async fn count<T: Default + ToString + Send + Sync + 'static>(_: web::Data<T>) -> String {
    T::default().to_string()
}

async fn is_open(_: Identity, _: Option<web::Query<u64>>) -> Verdict {
    Verdict::Allow
}

#[require_auth]
#[require_owner(path = "id", claim = "account_id", unless_role = any("admin", all("a", "b")))]
#[require_tenant(scope_path = "tenant")]
#[require_condition(is_open, hide = true)]
#[get("/accounts/{id}")]
async fn account() -> &'static str {
    "account"
}

#[derive(Debug)]
struct Order(String);

impl Record for Order {
    type Source = web::Path<String>;

    async fn load(id: Self::Source, _: &Identity) -> Result<Option<Self>, AuthorizationError> {
        Ok(Some(Self(id.into_inner())))
    }

    fn may_read(&self, caller: &Identity) -> bool {
        self.0 == caller.subject()
    }
}

#[get("/orders/{id}")]
#[require_auth]
async fn show(order: Authorized<Order>) -> String {
    order.into_inner().0
}

#[post("/orders/{id}")]
#[require_auth]
async fn change(order: Authorized<Order, Write>, mut to: String) -> String {
    to.push_str(&order.0);
    to
}

/// Public handlers.
pub mod public {
    use super::{Identity, require_auth, web};

    /// Shows a page.
    #[require_auth]
    pub async fn page(who: Identity, number: web::Path<u64>) -> String {
        format!("{} reads {number}", who.subject())
    }
}

#[actix_web::test]
async fn strict_lints_accept_guarded_handlers() {
    let issuer = TestIssuer::new();
    let app = App::new()
        .app_data(issuer.auth())
        .service((me, user, pair, pay, show, change))
        .route("/news", web::get().to(news))
        .route("/count", web::get().to(count::<u64>))
        .route("/pages/{number}", web::get().to(public::page));
    let app = test::init_service(app).await;
    let request = test::TestRequest::get().uri("/me");
    let request = request.insert_header(issuer.token("alice").bearer());
    assert_eq!(
        test::call_and_read_body(&app, request.to_request()).await,
        "alice"
    );
    assert_eq!(declared_handlers().len(), 10);
}
