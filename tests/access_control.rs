//! Promise 1, for whole modules and `impl` blocks: under `#[access_control]` no handler is open that
//! does not say so.
//!
//! What it refuses to compile is in `ui-tests/fail/control/`.

#![allow(
    clippy::unused_async,
    reason = "handlers are async, and clippy does not see that associated functions are registered"
)]

use std::fmt::Display;

use actix_web::{App, web};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{Access, Identity, access_control, allow_anonymous, require_auth, require_role};

use crate::app::{TestApp, get, start};

/// No default: each handler speaks for itself.
#[access_control(routes(named, deeper::named))]
mod declared {
    use actix_web::{get, web};
    use auth_runtime::{Identity, allow_anonymous, require_auth, require_role};

    #[get("/declared/me")]
    #[require_auth]
    pub(super) async fn me(who: Identity) -> String {
        who.subject().to_owned()
    }

    #[require_role("editor", hide = true)]
    #[get("/declared/hidden")]
    #[require_auth]
    pub(super) async fn hidden() -> &'static str {
        "in"
    }

    #[allow_anonymous]
    #[get("/declared/open")]
    pub(super) async fn open() -> &'static str {
        "in"
    }

    #[require_auth]
    pub(super) async fn named() -> &'static str {
        "in"
    }

    #[require_auth]
    #[require_role("editor")]
    async fn registered() -> &'static str {
        "in"
    }

    pub(super) fn register(config: &mut web::ServiceConfig) {
        config.route("/declared/registered", web::get().to(registered));
    }

    pub(super) mod deeper {
        use auth_runtime::{require_auth, require_role};

        #[require_auth]
        #[require_role("staff")]
        pub(in super::super) async fn named() -> &'static str {
            "in"
        }
    }
}

/// A default, and what handlers make of it.
#[access_control(
    require_auth(scheme = "Bearer", realm = "house"),
    require_role("staff"),
    routes(named, Api::list)
)]
mod staff {
    use actix_web::get as fetch;
    use actix_web::{get, web};
    use auth_runtime::{Identity, allow_anonymous, require_auth, require_role};

    // As the default says. ------------------------------------------------------------------

    #[get("/staff/plain")]
    pub(super) async fn plain(who: Identity) -> String {
        who.subject().to_owned()
    }

    #[fetch("/staff/alias")]
    pub(super) async fn under_an_alias() -> &'static str {
        "in"
    }

    #[cfg_attr(all(), allow(clippy::unused_async), get("/staff/conditional"))]
    pub(super) async fn conditional() -> &'static str {
        "in"
    }

    #[auth_runtime::get("/staff/drop-in")]
    pub(super) async fn drop_in() -> &'static str {
        "in"
    }

    pub(super) async fn named() -> &'static str {
        "in"
    }

    pub(super) async fn registered() -> &'static str {
        "in"
    }

    pub(super) fn register(config: &mut web::ServiceConfig) {
        config
            .route("/staff/registered", web::get().to(registered))
            .service(web::resource("/staff/resource").to(registered));
    }

    pub(super) use registered as exported;

    // Otherwise. ----------------------------------------------------------------------------

    #[get("/staff/tightened")]
    #[require_role("editor")]
    pub(super) async fn tightened() -> &'static str {
        "in"
    }

    #[require_auth(realm = "vault")]
    #[get("/staff/replaced")]
    pub(super) async fn replaced() -> &'static str {
        "in"
    }

    #[allow_anonymous(reason = "asked by the load balancer")]
    #[get("/staff/opened")]
    pub(super) async fn opened(who: Option<Identity>) -> &'static str {
        if who.is_some() { "known" } else { "in" }
    }

    pub(super) struct Api;

    impl Api {
        pub(super) async fn list() -> &'static str {
            Self::text()
        }

        #[require_role("editor")]
        pub(super) async fn edit() -> &'static str {
            Self::text()
        }

        fn text() -> &'static str {
            "in"
        }
    }

    pub(super) mod deeper {
        #[actix_web::get("/staff/deeper")]
        pub(in super::super) async fn plain() -> &'static str {
            "in"
        }

        /// Decides for itself: the default around it counts for nothing in here.
        #[auth_runtime::access_control(require_auth)]
        pub(in super::super) mod on_its_own {
            #[actix_web::get("/staff/own")]
            pub(in super::super::super) async fn plain() -> &'static str {
                "in"
            }
        }
    }
}

trait Store: 'static {
    const NAME: &'static str;
}

struct Shelf;

impl Store for Shelf {
    const NAME: &'static str = "in";
}

struct Api<T>(T);

#[access_control(require_auth, routes(list))]
impl<T: Store> Api<T> {
    async fn list(_id: web::Path<u8>, who: Identity) -> String {
        format!("{}{}", T::NAME, &who.subject()[..0])
    }

    #[require_role("staff")]
    async fn generic<U: Default + Display + 'static>() -> String {
        format!("{}{}", U::default(), T::NAME)
    }

    #[allow_anonymous(reason = "a public number")]
    async fn open(_data: Option<web::Data<Self>>) -> &'static str {
        T::NAME
    }
}

struct Plain;

#[access_control]
impl Plain {
    #[require_auth]
    async fn list() -> &'static str {
        "in"
    }
}

/// Attributes of ours by name alone: what they are called makes the guard, not what they do.
#[access_control]
mod named_alike {
    use actix_web::get;

    use auth_runtime::allow_anonymous as require_auth;

    #[get("/alike")]
    #[require_auth]
    pub(super) async fn by_name() -> &'static str {
        "in"
    }

    #[require_auth]
    #[get("/alike/above")]
    pub(super) async fn above() -> &'static str {
        "in"
    }
}

/// The same beside a default that such an attribute replaces.
#[access_control(require_auth)]
mod named_alike_beside_a_default {
    use actix_web::get;
    use auth_runtime::allow_anonymous as require_auth;

    #[require_auth]
    #[get("/alike/replaced")]
    pub(super) async fn by_name() -> &'static str {
        "in"
    }
}

async fn app(issuer: &TestIssuer) -> TestApp {
    let auth = issuer.auth();
    let app = App::new()
        .app_data(auth.clone())
        .service((declared::me, declared::hidden, declared::open))
        .configure(declared::register)
        .route("/declared/named", web::get().to(declared::named))
        .route("/declared/deeper", web::get().to(declared::deeper::named))
        .service((staff::plain, staff::under_an_alias, staff::conditional))
        .service((staff::drop_in, staff::tightened, staff::replaced))
        .service((staff::opened, staff::deeper::plain))
        .service(staff::deeper::on_its_own::plain)
        .configure(staff::register)
        .service((named_alike::by_name, named_alike::above))
        .service(named_alike_beside_a_default::by_name)
        .route("/staff/named", web::get().to(staff::named))
        .route("/staff/exported", web::get().to(staff::exported))
        .route("/staff/list", web::get().to(staff::Api::list))
        .route("/staff/edit", web::get().to(staff::Api::edit))
        .route("/generic/{id}", web::get().to(Api::<Shelf>::list))
        .route("/generic", web::get().to(Api::<Shelf>::generic::<String>))
        .route("/generic-open", web::get().to(Api::<Shelf>::open))
        .route("/block", web::get().to(Plain::list))
        .default_service(auth.not_found());
    start(app).await
}

/// What nobody, alice without a role, somebody of the staff, and an editor of the staff get.
const ANSWERS: [(&str, [u16; 4]); 26] = [
    ("/declared/me", [401, 200, 200, 200]),
    ("/declared/hidden", [401, 404, 404, 200]),
    ("/declared/open", [200, 200, 200, 200]),
    ("/declared/registered", [401, 403, 403, 200]),
    ("/declared/named", [401, 200, 200, 200]),
    ("/declared/deeper", [401, 403, 200, 200]),
    ("/staff/plain", [401, 403, 200, 200]),
    ("/staff/alias", [401, 403, 200, 200]),
    ("/staff/conditional", [401, 403, 200, 200]),
    ("/staff/drop-in", [401, 403, 200, 200]),
    ("/staff/named", [401, 403, 200, 200]),
    ("/staff/registered", [401, 403, 200, 200]),
    ("/staff/resource", [401, 403, 200, 200]),
    ("/staff/exported", [401, 403, 200, 200]),
    ("/staff/deeper", [401, 403, 200, 200]),
    ("/staff/list", [401, 403, 200, 200]),
    ("/staff/tightened", [401, 403, 403, 200]),
    ("/staff/edit", [401, 403, 403, 200]),
    ("/staff/replaced", [401, 403, 200, 200]),
    ("/staff/opened", [200, 200, 200, 200]),
    ("/staff/own", [401, 200, 200, 200]),
    ("/alike", [401, 200, 200, 200]),
    ("/alike/above", [401, 200, 200, 200]),
    ("/alike/replaced", [401, 200, 200, 200]),
    ("/generic/7", [401, 200, 200, 200]),
    ("/generic", [401, 403, 200, 200]),
];

#[actix_web::test]
async fn every_handler_answers_as_declared() {
    let issuer = TestIssuer::new();
    let app = app(&issuer).await;
    for (path, expected) in ANSWERS {
        let alice = || issuer.token("alice");
        let answers = [
            get(path).status(&app).await,
            get(path).bearer(alice()).status(&app).await,
            get(path).bearer(alice().role("staff")).status(&app).await,
            get(path)
                .bearer(alice().role("staff").role("editor"))
                .status(&app)
                .await,
        ];
        assert_eq!(answers, expected, "{path}");
    }
}

#[actix_web::test]
async fn an_associated_function_is_guarded_and_does_what_it_did() {
    let issuer = TestIssuer::new();
    let app = app(&issuer).await;
    for path in ["/block", "/generic/7", "/staff/list"] {
        let token = issuer.token("alice").role("staff");
        assert_eq!(get(path).bearer(token).send(&app).await.text(), "in");
        assert_ne!(get(path).send(&app).await.text(), "in");
    }
    assert_eq!(get("/generic-open").send(&app).await.text(), "in");
    // An extractor is not reached before the decision.
    assert_eq!(get("/generic/seven").status(&app).await, 401);
    let token = issuer.token("alice");
    assert_eq!(get("/generic/seven").bearer(token).status(&app).await, 404);
}

#[actix_web::test]
async fn authentication_of_its_own_replaces_that_of_the_default() {
    let issuer = TestIssuer::new();
    let app = app(&issuer).await;
    for (path, realm) in [("/staff/plain", "house"), ("/staff/replaced", "vault")] {
        let answer = get(path).send(&app).await;
        assert_eq!(answer.challenge(), format!("Bearer realm=\"{realm}\""));
    }
}

fn of_this_chapter(handler: &str) -> Vec<&'static Access> {
    let mut declared = auth_runtime::declared_handlers();
    declared.retain(|access| {
        let place = access.place();
        place.module.starts_with(module_path!()) && place.handler == handler
    });
    declared
}

#[test]
fn handlers_are_in_the_inventory_by_name_and_line() {
    for (handler, count) in [
        ("me", 1),
        ("registered", 2),
        ("plain", 3),
        ("Api::list", 2),
        ("Api::edit", 1),
        ("Api::generic", 1),
        ("Plain::list", 1),
        ("helper", 0),
        ("text", 0),
        ("Api::text", 0),
    ] {
        assert_eq!(of_this_chapter(handler).len(), count, "{handler}");
    }
    let source: Vec<_> = include_str!("access_control.rs").lines().collect();
    for handler in [
        "Api::edit",
        "Api::generic",
        "Plain::list",
        "tightened",
        "drop_in",
    ] {
        let line = of_this_chapter(handler)[0].place().line as usize;
        let name = handler.rsplit(':').next().unwrap();
        let shown = source[line - 1];
        assert!(shown.contains(&format!("fn {name}")), "{handler}: {shown}");
    }
}

/// The default is expanded above the route attribute, so the route is in sight.
#[test]
fn the_route_of_a_handler_is_seen_also_beside_a_default() {
    for (handler, path) in [
        ("under_an_alias", None),
        ("tightened", Some("/staff/tightened")),
        ("replaced", Some("/staff/replaced")),
    ] {
        let routes = of_this_chapter(handler)[0].routes();
        let paths: Vec<_> = routes.iter().map(auth_runtime::Route::path).collect();
        assert_eq!(paths, path.into_iter().collect::<Vec<_>>(), "{handler}");
    }
}
