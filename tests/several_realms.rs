//! One app, several realms: the nearest scope's `Auth` counts.

use actix_web::{App, get, web};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{Auth, Identity, require_auth, require_role};

use crate::app::{TestApp, get, start};

#[require_auth]
#[get("/me")]
async fn me(who: Identity) -> String {
    who.subject().to_owned()
}

#[require_role("admin", hide = true)]
#[get("/hidden")]
#[require_auth]
async fn hidden() -> &'static str {
    "in"
}

struct Issuers {
    outer: TestIssuer,
    shop: TestIssuer,
    staff: TestIssuer,
}

impl Issuers {
    fn new() -> Self {
        let [outer, shop, staff] = [(); 3].map(|()| TestIssuer::new());
        Self { outer, shop, staff }
    }

    /// The app's own realm, a scope with another, and in that scope a resource with a third.
    async fn app(&self) -> TestApp {
        let realm = |issuer: &TestIssuer, name: &str| -> Auth {
            issuer.auth_builder().realm(name).build().unwrap()
        };
        let outer = realm(&self.outer, "outer");
        let shop = realm(&self.shop, "shop");
        let staff = realm(&self.staff, "staff");
        let shop = web::scope("/shop")
            .app_data(shop.clone())
            .service(
                web::scope("/staff")
                    .app_data(web::Data::new(staff))
                    .service(me),
            )
            .service((me, hidden))
            .default_service(shop.not_found());
        let app = App::new()
            .app_data(outer.clone())
            .service((shop, me, hidden))
            .default_service(outer.not_found());
        start(app).await
    }
}

#[actix_web::test]
async fn the_nearest_auth_verifies_and_challenges() {
    let issuers = Issuers::new();
    let app = issuers.app().await;
    let all = [&issuers.outer, &issuers.shop];
    for (path, realm, accepted) in [("/me", "outer", 0), ("/shop/me", "shop", 1)] {
        let anonymous = get(path).send(&app).await;
        assert_eq!(anonymous.challenge(), format!("Bearer realm=\"{realm}\""));
        for (position, issuer) in all.iter().enumerate() {
            let status = if position == accepted { 200 } else { 401 };
            let request = get(path).bearer(issuer.token("alice"));
            assert_eq!(request.status(&app).await, status, "{path} {position}");
        }
    }
}

#[actix_web::test]
async fn misses_and_hidden_routes_of_a_scope_answer_in_its_realm() {
    let issuers = Issuers::new();
    let app = issuers.app().await;
    for (scope, realm, issuer) in [
        ("", "outer", &issuers.outer),
        ("/shop", "shop", &issuers.shop),
    ] {
        for path in ["hidden", "missing"] {
            let path = format!("{scope}/{path}");
            let anonymous = get(&path).send(&app).await;
            assert_eq!(anonymous.challenge(), format!("Bearer realm=\"{realm}\""));
            let known = get(&path).bearer(issuer.token("alice"));
            assert_eq!(known.status(&app).await, 404, "{path}");
        }
    }
}

#[actix_web::test]
async fn an_auth_in_web_data_is_found() {
    let issuer = TestIssuer::new();
    let data = web::Data::new(issuer.auth());
    let app = start(App::new().app_data(data).service(me)).await;
    assert_eq!(get("/me").status(&app).await, 401);
    let known = get("/me").bearer(issuer.token("alice")).send(&app).await;
    assert_eq!((known.status.as_u16(), known.text()), (200, "alice"));
}

/// `Auth` and `web::Data<Auth>` in one app: what is given farther out must not serve a nearer scope.
#[actix_web::test]
async fn a_realm_farther_out_opens_nothing_in_a_nearer_one_in_whichever_form_they_are_given() {
    let issuers = Issuers::new();
    let app = issuers.app().await;
    for issuer in [&issuers.shop, &issuers.outer] {
        let request = get("/shop/staff/me").bearer(issuer.token("alice"));
        assert_ne!(request.status(&app).await, 200);
    }
}
