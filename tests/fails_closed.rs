//! Promise 7: what fails, fails closed: 500 or 503, never the handler, and never a 401.

use std::future::Ready;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use actix_web::{App, get, web};
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{Auth, AuthBuilder, Identity, allow_anonymous, require_auth, require_role};

use crate::app::{Answer, Ask, TestApp, get, start};
use crate::authenticators::{Failing, panic_quietly};

/// How often a handler of an app ran.
type Runs = web::Data<AtomicUsize>;

fn run(runs: &Runs) -> &'static str {
    runs.fetch_add(1, Ordering::SeqCst);
    "in"
}

#[get("/guarded")]
#[require_auth]
async fn guarded(runs: Runs) -> &'static str {
    run(&runs)
}

#[require_role("admin")]
#[get("/admin")]
#[require_auth]
async fn admin(runs: Runs) -> &'static str {
    run(&runs)
}

#[require_auth]
#[require_role("admin", hide = true)]
#[get("/hidden")]
async fn hidden(runs: Runs) -> &'static str {
    run(&runs)
}

#[get("/unseen")]
#[require_auth(hide = true)]
async fn unseen(runs: Runs) -> &'static str {
    run(&runs)
}

#[allow_anonymous]
#[get("/open")]
async fn open(who: Option<Identity>, runs: Runs) -> &'static str {
    drop(who);
    run(&runs)
}

const GUARDED: [&str; 4] = ["/guarded", "/admin", "/hidden", "/unseen"];

struct Watched {
    app: TestApp,
    runs: Runs,
}

impl Watched {
    async fn start(auth: Option<&Auth>) -> Self {
        let runs = Runs::default();
        let app = App::new().app_data(runs.clone()).configure(|config| {
            config.service((guarded, admin, hidden, unseen, open));
            if let Some(auth) = auth {
                config
                    .app_data(auth.clone())
                    .default_service(auth.not_found());
            }
        });
        let app = start(app).await;
        Self { app, runs }
    }

    /// Sends the request; whatever it answers, no handler may have run.
    async fn refuse(&self, request: Ask, about: &str) -> Answer {
        let answer = request.send(&self.app).await;
        assert_eq!(
            self.runs.load(Ordering::SeqCst),
            0,
            "a handler ran: {about}"
        );
        answer
    }

    /// Sends the request, which must end in this failure of ours.
    async fn fail(&self, request: Ask, status: u16, about: &str) {
        is_failure(&self.refuse(request, about).await, status, about);
    }
}

fn is_failure(answer: &Answer, status: u16, about: &str) {
    assert_eq!(answer.status, status, "{about}");
    assert_eq!(answer.challenges(), [""; 0], "{about}");
    assert_eq!(answer.lines("cache-control"), ["no-store"], "{about}");
    let error = match status {
        503 => "temporarily_unavailable",
        _ => "internal_error",
    };
    assert_eq!(answer.json()["error"], error, "{about}");
    for word in ["refused", "table", "panic", "Auth"] {
        assert!(
            !answer.text().contains(&format!("{word} ")),
            "{about}: {word}"
        );
    }
}

/// Whatever is presented, and also where anonymous callers may come.
#[actix_web::test]
async fn an_app_without_auth_serves_no_handler() {
    let issuer = TestIssuer::new();
    let app = Watched::start(None).await;
    for path in [&GUARDED[..], &["/open"]].concat() {
        let token = issuer.token("alice").role("admin");
        for request in [get(path), get(path).bearer(token)] {
            app.fail(request, 500, path).await;
        }
    }
}

/// Every way to fail, on every kind of route, and on none.
#[actix_web::test]
async fn an_authenticator_that_fails_or_panics_is_500_or_503() {
    for (failing, status) in Failing::ALL {
        for public_misses in [false, true] {
            let builder = Auth::builder().bearer_with(failing);
            let auth = if public_misses {
                builder.only_modules(["nowhere"]).public_misses().build()
            } else {
                builder.build()
            };
            let app = Watched::start(Some(&auth.unwrap())).await;
            for path in [&GUARDED[..], &["/open", "/missing"]].concat() {
                let request = get(path).authorization("Bearer x");
                app.fail(request, status, &format!("{failing:?} {path}"))
                    .await;
            }
        }
    }
}

#[actix_web::test]
async fn a_clock_before_1970_is_500_and_no_token_is_good() {
    let issuer = TestIssuer::new();
    let builder = issuer
        .auth_builder()
        .clock(|| SystemTime::UNIX_EPOCH - Duration::from_secs(1));
    let app = Watched::start(Some(&builder.build().unwrap())).await;
    for path in [&GUARDED[..], &["/open", "/missing"]].concat() {
        let token = issuer.token("alice").role("admin");
        app.fail(get(path).bearer(token), 500, path).await;
    }
}

#[actix_web::test]
async fn an_auth_without_a_scheme_serves_no_guarded_handler_that_it_was_told_to_overlook() {
    let issuer = TestIssuer::new();
    let auth = Auth::builder().only_modules(["nowhere"]).build().unwrap();
    let app = Watched::start(Some(&auth)).await;
    for path in GUARDED {
        let token = issuer.token("alice").role("admin");
        for request in [get(path), get(path).bearer(token)] {
            app.fail(request, 500, path).await;
        }
    }
    assert_eq!(app.refuse(get("/missing"), "/missing").await.status, 404);
}

/// The page of the app's own is lost, and misses and hidden routes stay alike.
#[actix_web::test]
async fn a_page_for_misses_that_panics_leaves_the_404_that_is_built_in() {
    let issuer = TestIssuer::new().clock(TestClock::at(1_800_000_000));
    let token = || issuer.token("alice");
    let built_in = Watched::start(Some(&issuer.auth())).await;
    let miss = get("/missing").bearer(token()).send(&built_in.app).await;
    assert_eq!(miss.status, 404);
    let at_once =
        |builder: AuthBuilder| builder.not_found(|_| -> Ready<&'static str> { panic_quietly() });
    let later = |builder: AuthBuilder| {
        builder.not_found(|_| async { if true { panic_quietly() } else { "never" } })
    };
    for builder in [at_once(issuer.auth_builder()), later(issuer.auth_builder())] {
        let site = Watched::start(Some(&builder.build().unwrap())).await;
        for path in ["/missing", "/hidden"] {
            let answer = get(path).bearer(token()).send(&site.app).await;
            assert_eq!(answer.visible(), miss.visible(), "{path}");
        }
    }
}

#[actix_web::test]
async fn a_body_hook_that_panics_loses_its_body_and_not_the_refusal() {
    let issuer = TestIssuer::new();
    let builder = issuer.auth_builder().body(|_, _| panic_quietly());
    let app = Watched::start(Some(&builder.build().unwrap())).await;
    let anonymous = app.refuse(get("/guarded"), "/guarded").await;
    assert_eq!(anonymous.status, 401);
    assert_eq!(anonymous.challenge(), r#"Bearer realm="api""#);
    assert_eq!(anonymous.json()["error"], "unauthorized");
    for (path, status, error) in [("/admin", 403, "forbidden"), ("/hidden", 404, "not_found")] {
        let request = get(path).bearer(issuer.token("alice"));
        let answer = app.refuse(request, path).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.json()["error"], error);
    }
}

/// Nobody presented anything, so there is nothing that could fail.
#[actix_web::test]
async fn a_broken_authenticator_is_not_asked_about_anonymous_callers() {
    let auth = Auth::builder().bearer_with(Failing::IsBroken).build();
    let app = Watched::start(Some(&auth.unwrap())).await;
    for (path, status) in [("/guarded", 401), ("/missing", 401), ("/open", 200)] {
        assert_eq!(get(path).status(&app.app).await, status, "{path}");
    }
    assert_eq!(app.runs.load(Ordering::SeqCst), 1);
}
