//! An API that accepts tokens, in the process of the test.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::rt::{self, System};
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, Error, get};
use auth_runtime::testing::TestClock;
use auth_runtime::{Auth, AuthBuilder, Identity, require_auth};

use super::NOW;

#[require_auth(scheme = "Bearer")]
#[get("/me")]
pub(crate) async fn me(who: Identity) -> String {
    who.subject().to_owned()
}

/// A configuration and its clock.
pub(crate) struct Api {
    pub(crate) auth: Auth,
    pub(crate) clock: TestClock,
}

impl Api {
    pub(crate) fn new(configure: impl FnOnce(AuthBuilder) -> AuthBuilder) -> Self {
        Self::at(NOW, configure)
    }

    /// One whose clock starts there.
    pub(crate) fn at(now: u64, configure: impl FnOnce(AuthBuilder) -> AuthBuilder) -> Self {
        let clock = TestClock::at(now);
        let builder = Auth::builder()
            .clock(clock.clone())
            .only_modules([module_path!()]);
        let auth = configure(builder).build().unwrap();
        Self { auth, clock }
    }

    /// The status of one request with this token.
    pub(crate) async fn status(&self, token: &str) -> u16 {
        self.answer(token).await.0
    }

    /// The status of one request with this token, and when the client may come back.
    pub(crate) async fn retry(&self, token: &str) -> (u16, Option<String>) {
        let app = App::new().app_data(self.auth.clone()).service(me);
        let app = init_service(app).await;
        let request = TestRequest::get()
            .uri("/me")
            .insert_header((AUTHORIZATION, format!("Bearer {token}")));
        let answer = call_service(&app, request.to_request()).await;
        let wait = answer.headers().get(RETRY_AFTER);
        let wait = wait.map(|it| it.to_str().unwrap().to_owned());
        (answer.status().as_u16(), wait)
    }

    /// One request with this token, on a worker that ends before it is answered.
    pub(crate) fn doomed(&self, token: &str) -> Doomed {
        let api = Self {
            auth: self.auth.clone(),
            clock: self.clock.clone(),
        };
        let is_over = Arc::new(AtomicBool::new(false));
        let (token, over) = (token.to_owned(), is_over.clone());
        let worker = thread::spawn(move || {
            System::new().block_on(async move {
                rt::spawn(async move { api.status(&token).await });
                while !over.load(Ordering::Relaxed) {
                    rt::task::yield_now().await;
                }
            });
        });
        Doomed { is_over, worker }
    }

    /// The status and the challenge of one request with this token.
    pub(crate) async fn answer(&self, token: &str) -> (u16, String) {
        let app = App::new().app_data(self.auth.clone()).service(me);
        answer_of(&init_service(app).await, "/me", token).await
    }
}

/// A worker in the middle of a request.
pub(crate) struct Doomed {
    is_over: Arc<AtomicBool>,
    worker: JoinHandle<()>,
}

impl Doomed {
    /// Ends it, and waits for its end.
    pub(crate) fn end(self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.worker.join().unwrap();
    }
}

/// The status and the challenge of one request of this app with this token.
pub(crate) async fn answer_of<S, B>(app: &S, path: &str, token: &str) -> (u16, String)
where
    S: Service<actix_http::Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let request = TestRequest::get()
        .uri(path)
        .insert_header((AUTHORIZATION, format!("Bearer {token}")));
    let answer = call_service(app, request.to_request()).await;
    let challenge = answer.headers().get(WWW_AUTHENTICATE);
    let challenge = challenge.map_or("", |it| it.to_str().unwrap());
    (answer.status().as_u16(), challenge.to_owned())
}
