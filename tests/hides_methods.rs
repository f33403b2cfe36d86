//! Promise 6 for the methods of a path: a 405 would tell that something is there.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::http::Method;
use actix_web::{App, web};
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{
    Auth, AuthenticationError, Authenticator, BearerToken, GuardedRoute, Identity, Verification,
    require_auth, require_role, resource,
};

use crate::app::{Answer, TestApp, ask, start};
use crate::hides::callers;

#[require_auth]
#[require_role("admin", hide = true)]
async fn remove() -> &'static str {
    "removed"
}

#[require_auth]
async fn show() -> &'static str {
    "shown"
}

const METHODS: [&str; 9] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW",
];

async fn app(auth: &Auth) -> TestApp {
    let app = App::new()
        .configure(auth.install())
        .service(resource("/hidden").route(web::delete().guarded(remove)))
        .service(
            resource("/both")
                .route(web::get().guarded(show))
                .route(web::delete().guarded(remove)),
        )
        // What actix-web makes of the same.
        .service(web::resource("/leaks").route(web::delete().to(remove)))
        // Which is not what it makes of this.
        .route("/by-app", web::delete().to(remove));
    start(app).await
}

async fn answer(app: &TestApp, method: &str, path: &str, fields: &[String]) -> Answer {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let request = ask(method, path).authorizations(fields);
    request.send(app).await
}

#[actix_web::test]
async fn a_resource_of_a_hidden_method_misses_for_every_method() {
    let issuer = TestIssuer::new().clock(TestClock::at(1_800_000_000));
    let app = app(&issuer.auth()).await;
    for (who, fields, _) in callers(&issuer) {
        for method in METHODS {
            let miss = answer(&app, method, "/missing", &fields).await.visible();
            for path in ["/hidden", "/by-app"] {
                let hidden = answer(&app, method, path, &fields).await.visible();
                assert_eq!(hidden, miss, "{who} {method} {path}");
            }
        }
    }
}

/// The method that is there for all does not betray the one that is not.
#[actix_web::test]
async fn a_hidden_method_beside_a_visible_one_is_like_one_that_does_not_exist() {
    let issuer = TestIssuer::new().clock(TestClock::at(1_800_000_000));
    let app = app(&issuer.auth()).await;
    let guest = [issuer.token("alice").role("guest").bearer().1];
    assert_eq!(answer(&app, "GET", "/both", &guest).await.status, 200);
    for (who, fields, _) in callers(&issuer) {
        for method in METHODS.into_iter().filter(|it| *it != "GET") {
            let miss = answer(&app, method, "/missing", &fields).await.visible();
            let other = answer(&app, method, "/both", &fields).await;
            assert_eq!(other.lines("allow"), [""; 0], "{who} {method}");
            assert_eq!(other.visible(), miss, "{who} {method}");
        }
    }
    let admin = [issuer.token("alice").role("admin").bearer().1];
    assert_eq!(answer(&app, "DELETE", "/both", &admin).await.status, 200);
}

/// Why `resource` is there: actix-web's own names the hidden method to whoever asks.
#[actix_web::test]
async fn a_resource_of_actix_web_tells_by_405() {
    let issuer = TestIssuer::new();
    let app = app(&issuer.auth()).await;
    let told = answer(&app, "GET", "/leaks", &[]).await;
    assert_eq!(told.status, 405);
    assert_eq!(told.lines("allow"), ["DELETE"]);
}

/// Without an `Auth` nobody can say how a miss looks.
#[actix_web::test]
async fn a_resource_in_an_app_without_auth_fails() {
    let app = start(App::new().service(resource("/hidden"))).await;
    assert_eq!(answer(&app, "GET", "/hidden", &[]).await.status, 500);
}

#[actix_web::test]
async fn a_scope_can_install_an_auth_of_its_own() {
    let [outer, inner] = ["outer", "inner"].map(|realm| {
        let issuer = TestIssuer::new();
        issuer.auth_builder().realm(realm).build().unwrap()
    });
    let scope = web::scope("/inner")
        .configure(inner.install())
        .service(resource("/hidden").route(web::delete().guarded(remove)));
    let app = App::new().configure(outer.install()).service(scope);
    let app = start(app).await;
    for (path, realm) in [
        ("/missing", "outer"),
        ("/inner/missing", "inner"),
        ("/inner/hidden", "inner"),
    ] {
        let challenge = format!("Bearer realm=\"{realm}\"");
        let answer = answer(&app, "DELETE", path, &[]).await;
        assert_eq!(answer.challenge(), challenge, "{path}");
    }
}

/// Counts what it is asked.
#[derive(Clone, Default)]
struct Counting(Arc<AtomicUsize>);

impl Authenticator for Counting {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        self.0.fetch_add(1, Ordering::Relaxed);
        Verification::now(match token.as_str() {
            "bad" => Err(AuthenticationError::rejected("bad")),
            "old" => Err(AuthenticationError::expired()),
            name => Ok(Identity::new(name)),
        })
    }
}

/// Otherwise the time that a verification takes would tell where something is hidden.
#[actix_web::test]
async fn a_miss_verifies_what_a_hidden_route_verifies() {
    for public in [false, true] {
        let counting = Counting::default();
        let builder = Auth::builder()
            .bearer_with(counting.clone())
            .only_modules(["nowhere"]);
        let builder = if public {
            builder.public_misses()
        } else {
            builder
        };
        let app = app(&builder.build().unwrap()).await;
        for (token, verified) in [
            (None, 0),
            (Some("a b"), 0),
            (Some("bad"), 1),
            (Some("old"), 1),
            (Some("alice"), 1),
        ] {
            let fields: Vec<_> = token.map(|it| format!("Bearer {it}")).into_iter().collect();
            for path in ["/missing", "/hidden", "/by-app"] {
                let before = counting.0.load(Ordering::Relaxed);
                answer(&app, "DELETE", path, &fields).await;
                let work = counting.0.load(Ordering::Relaxed) - before;
                assert_eq!(work, verified, "{token:?} {path} {public}");
            }
        }
    }
}
