//! Promise 6 for apps whose misses are a 404 for everybody.

use actix_web::web;
use actix_web::{App, route};
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{require_auth, require_role};

use crate::app::{ask, start};
use crate::hides::{METHODS, callers, looks, serves_all};

serves_all!(hides_existence, "/existed", #[require_auth(hide = true)]);
serves_all!(hides_both, "/hideall", #[require_role("admin", hide = true)] #[require_auth(hide = true)]);

#[actix_web::test]
async fn public_misses_and_hidden_routes_are_the_same_404_for_everybody() {
    let issuer = TestIssuer::new().clock(TestClock::at(1_800_000_000));
    for (look, builder) in looks(&issuer) {
        let builder = builder.public_misses().only_modules([module_path!()]);
        let auth = builder.build().unwrap();
        let app = App::new()
            .app_data(auth.clone())
            .service((hides_existence, hides_both))
            .default_service(auth.not_found());
        let app = start(app).await;
        for (who, fields, status) in callers(&issuer) {
            for method in METHODS {
                let send = |path| {
                    let request = ask(method.clone(), path).json("{");
                    request.authorizations(&fields).send(&app)
                };
                let (miss, both) = (send("/missing").await, send("/hideall").await);
                assert_eq!(miss.status, 404, "{who} {method} {look}");
                assert_eq!(miss.challenges(), [""; 0], "{who} {method} {look}");
                assert_eq!(both.visible(), miss.visible(), "{who} {method} {look}");
                // A known caller without the role may use the route that asks for none.
                if status != 404 {
                    let existence = send("/existed").await;
                    assert_eq!(existence.visible(), miss.visible(), "{who} {method} {look}");
                }
            }
        }
    }
}

#[actix_web::test]
async fn whoever_may_finds_the_hidden_route() {
    let issuer = TestIssuer::new();
    let builder = issuer.auth_builder().public_misses();
    let auth = builder.only_modules([module_path!()]).build().unwrap();
    let app = App::new()
        .app_data(auth.clone())
        .service((hides_existence, hides_both))
        .default_service(auth.not_found());
    let app = start(app).await;
    for (path, role) in [("/existed", "guest"), ("/hideall", "admin")] {
        for method in METHODS {
            let token = issuer.token("alice").role(role);
            let request = ask(method.clone(), path).bearer(token).json("7");
            assert_eq!(request.status(&app).await, 200, "{method} {path}");
        }
    }
}
