//! The attributes of a crate that only hands them on guard all the same.
#![forbid(unsafe_code)]

use actix_web::{App, test};
use house::testing::TestIssuer;

#[actix_web::test]
async fn attributes_handed_on_by_another_crate_guard() {
    let issuer = TestIssuer::new();
    let auth = issuer.auth();
    let app = App::new().app_data(auth.clone()).configure(guest::routes);
    let app = test::init_service(app.default_service(auth.not_found())).await;
    let alice = issuer.token("alice");
    let admin = issuer.token("carol").roles(["admin"]);
    for (path, token, status) in [
        ("/me", None, 401),
        ("/me", Some(&alice), 200),
        ("/admin", None, 401),
        ("/admin", Some(&alice), 403),
        ("/admin", Some(&admin), 200),
    ] {
        let mut request = test::TestRequest::get().uri(path);
        if let Some(token) = token {
            request = request.insert_header(token.clone().bearer());
        }
        let response = test::call_service(&app, request.to_request()).await;
        assert_eq!(response.status(), status, "{path}");
    }
}
