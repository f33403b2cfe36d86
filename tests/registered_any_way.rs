//! A handler is guarded alike, in whichever order its attributes stand and by whatever it is registered.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::error::{ErrorConflict, PayloadError};
use actix_web::http::Method;
use actix_web::web::Bytes;
use actix_web::{App, Error, HttpRequest, HttpResponse, Responder, web};
use auth_runtime::testing::TestClock;
use auth_runtime::{Auth, AuthBuilder, Identity};
use futures_util::Stream;

use crate::app::{Answer, TestApp, Untouchable, ask, post, start};
use crate::authenticators::{Prompt, Waiting, pending_once};

/// The same handlers for each way of registering them.
macro_rules! handlers {
    ($(
        [$($access:tt)+] $method:ident($path:tt)
        async fn $name:ident($($arguments:tt)*) -> $answer:ty $body:block
    )+) => {
        mod access_above_route {
            use actix_web::{get, post};
            use super::*;

            $($($access)+ #[$method($path)] async fn $name($($arguments)*) -> $answer $body)+

            pub(super) fn services(config: &mut web::ServiceConfig) {
                config$(.service($name))+;
            }
        }

        mod route_above_access {
            use actix_web::{get, post};
            use super::*;

            $(#[$method($path)] $($access)+ async fn $name($($arguments)*) -> $answer $body)+

            pub(super) fn services(config: &mut web::ServiceConfig) {
                config$(.service($name))+;
            }
        }

        mod our_route_above_access {
            use auth_runtime::{get, post};
            use super::*;

            $(#[$method($path)] $($access)+ async fn $name($($arguments)*) -> $answer $body)+

            pub(super) fn services(config: &mut web::ServiceConfig) {
                config$(.service($name))+;
            }
        }

        mod access_above_our_route {
            use auth_runtime::{get, post};
            use super::*;

            $($($access)+ #[$method($path)] async fn $name($($arguments)*) -> $answer $body)+

            pub(super) fn services(config: &mut web::ServiceConfig) {
                config$(.service($name))+;
            }
        }

        mod by_hand {
            use super::*;

            $($($access)+ async fn $name($($arguments)*) -> $answer $body)+

            pub(super) fn services(config: &mut web::ServiceConfig) {
                config$(.route($path, web::$method().to($name)))+;
            }
        }

        mod guarded_by_hand {
            use auth_runtime::GuardedRoute;
            use super::*;

            $($($access)+ async fn $name($($arguments)*) -> $answer $body)+

            pub(super) fn services(config: &mut web::ServiceConfig) {
                config$(.route($path, web::$method().guarded($name)))+;
            }
        }
    };
}

use auth_runtime::{allow_anonymous, require_auth, require_role};

handlers! {
    [#[require_auth]] get("/me")
    async fn me(who: Identity) -> String { who.subject().to_owned() }

    [#[require_auth] #[require_role("editor")]] get("/staff")
    async fn staff() -> &'static str { "in" }

    [#[require_role("editor", hide = true)] #[require_auth(hide = true)]] get("/hidden/{id}")
    async fn hidden(id: web::Path<u32>) -> String { id.to_string() }

    [#[allow_anonymous]] get("/open")
    async fn open(who: Option<Identity>, mut _request: HttpRequest) -> impl Responder {
        let name = who.map_or("nobody".to_owned(), |who| who.subject().to_owned());
        HttpResponse::Accepted().insert_header(("x-name", name)).body("done")
    }

    [#[require_auth] #[require_role("editor")]] post("/edit/{id}")
    async fn edit(id: web::Path<u32>, title: web::Json<String>) -> Result<String, Error> {
        pending_once().await;
        if title.is_empty() {
            return Err(ErrorConflict("empty"));
        }
        Ok(format!("{id} {}", *title))
    }

    [#[require_auth]] post("/kept")
    async fn kept(request: HttpRequest) -> String {
        pending_once().await;
        let gone: &Rc<Cell<bool>> = request.app_data().expect("a notice");
        (!gone.get()).to_string()
    }
}

const WAYS: [fn(&mut web::ServiceConfig); 6] = [
    route_above_access::services,
    access_above_route::services,
    our_route_above_access::services,
    access_above_our_route::services,
    by_hand::services,
    guarded_by_hand::services,
];

/// Under an authenticator that answers at once, and under one that is waited for.
fn settings() -> [AuthBuilder; 2] {
    [
        Auth::builder().bearer_with(Prompt),
        Auth::builder().bearer_with(Waiting),
    ]
}

async fn app(
    auth: AuthBuilder,
    services: fn(&mut web::ServiceConfig),
    gone: &Rc<Cell<bool>>,
) -> TestApp {
    let auth = auth.clock(TestClock::at(1_800_000_000)).build().unwrap();
    let app = App::new().app_data(auth.clone()).app_data(gone.clone());
    start(app.configure(services).default_service(auth.not_found())).await
}

const CREDENTIALS: [Option<&str>; 5] = [
    None,
    Some("Bearer stranger"),
    Some("Bearer a b"),
    Some("Bearer alice.reader"),
    Some("Bearer alice.editor"),
];

/// Method, path and body, and what each of the credentials gets.
const REQUESTS: [(Method, &str, &str, [u16; 5]); 8] = [
    (Method::GET, "/me", "", [401, 401, 400, 200, 200]),
    (Method::GET, "/staff", "", [401, 401, 400, 403, 200]),
    (Method::GET, "/hidden/1", "", [401, 401, 400, 404, 200]),
    (Method::GET, "/hidden/one", "", [401, 401, 400, 404, 404]),
    (Method::GET, "/open", "", [202, 401, 400, 202, 202]),
    (Method::POST, "/edit/1", r#""a""#, [401, 401, 400, 403, 200]),
    (Method::POST, "/edit/1", r#""""#, [401, 401, 400, 403, 409]),
    (Method::POST, "/edit/1", r#"""#, [401, 401, 400, 403, 400]),
];

async fn answers(app: &TestApp) -> Vec<Answer> {
    let mut answers = Vec::new();
    for (method, path, body, statuses) in REQUESTS {
        for (credential, status) in CREDENTIALS.into_iter().zip(statuses) {
            let request = ask(method.clone(), path).header("content-type", "application/json");
            let request = match credential {
                Some(field) => request.authorization(field),
                None => request,
            };
            let is_refused = [401, 403].contains(&status) || credential == CREDENTIALS[2];
            let request = if is_refused {
                request.payload(Untouchable)
            } else {
                request.body(body)
            };
            let answer = request.send(app).await;
            assert_eq!(answer.status, status, "{method} {path} {credential:?}");
            answers.push(answer);
        }
    }
    answers
}

#[actix_web::test]
async fn answers_are_the_same() {
    for auth in [0, 1] {
        let mut first: Option<Vec<Answer>> = None;
        for services in WAYS {
            let [prompt, waiting] = settings();
            let auth = if auth == 0 { prompt } else { waiting };
            let answers = answers(&app(auth, services, &Rc::default()).await).await;
            let first = first.get_or_insert_with(Vec::new);
            if first.is_empty() {
                *first = answers;
                continue;
            }
            for (first, answer) in first.iter().zip(&answers) {
                assert_eq!(first.visible(), answer.visible());
            }
        }
    }
}

/// Tells when it is gone.
struct Noticed(Rc<Cell<bool>>);

impl Stream for Noticed {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        panic!("no handler of this test reads its body")
    }
}

impl Drop for Noticed {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

/// Without it the server would read on, and throw away what a client goes on to send.
#[actix_web::test]
async fn the_body_that_nothing_reads_is_kept_while_the_handler_runs() {
    for services in WAYS {
        for auth in settings() {
            let gone: Rc<Cell<bool>> = Rc::default();
            let app = app(auth, services, &gone).await;
            let request = post("/kept").authorization("Bearer alice");
            let answer = request.payload(Noticed(gone.clone())).send(&app).await;
            assert_eq!(answer.text(), "true");
            assert!(gone.get());
        }
    }
}
