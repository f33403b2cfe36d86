//! An issuer under a test's control.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION};
use actix_web::{App, HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use tests::server::Server;

use super::Signer;

/// What an issuer says at a path.
#[derive(Clone)]
pub(crate) enum Answer {
    Json(Value),
    /// This, once it is allowed to.
    Held(Value, Arc<AtomicBool>),
    /// A status, a content type and a body.
    Other(u16, &'static str, Vec<u8>),
    Redirect(String),
    /// Never.
    Silence,
}

/// A request that an issuer got.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) authorization: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) body: String,
}

#[derive(Default)]
struct Says {
    answers: HashMap<String, Answer>,
    asked: Vec<Asked>,
}

/// Says what it is told to, on a free port, and remembers what it was asked.
pub(crate) struct FakeIssuer {
    says: Arc<Mutex<Says>>,
    server: Server,
}

impl FakeIssuer {
    pub(crate) fn new() -> Self {
        let says = Arc::new(Mutex::new(Says::default()));
        let shared = says.clone();
        let server = Server::start(1, move || {
            App::new()
                .app_data(web::Data::new(shared.clone()))
                .default_service(web::to(answer))
        });
        Self { says, server }
    }

    /// One that publishes these keys at `/jwks`.
    pub(crate) fn with_keys<'k>(keys: impl IntoIterator<Item = &'k Signer>) -> Self {
        let issuer = Self::new();
        issuer.publish(keys);
        issuer
    }

    pub(crate) fn publish<'k>(&self, keys: impl IntoIterator<Item = &'k Signer>) {
        let keys: Vec<_> = keys.into_iter().map(Signer::jwk).collect();
        self.say("/jwks", Answer::Json(json!({ "keys": keys })));
    }

    pub(crate) fn say(&self, path: &str, answer: Answer) {
        let mut says = self.says.lock().unwrap();
        says.answers.insert(path.into(), answer);
    }

    pub(crate) fn url(&self, path: &str) -> String {
        self.server.url(path)
    }

    /// Everything it was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.says.lock().unwrap().asked.clone()
    }

    /// How often it was asked for this path.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.asked().iter().filter(|it| it.path == path).count()
    }
}

async fn answer(
    request: HttpRequest,
    body: String,
    says: web::Data<Arc<Mutex<Says>>>,
) -> HttpResponse {
    let field = |name| {
        let value = request.headers().get(name)?;
        Some(value.to_str().unwrap().to_owned())
    };
    let answer = {
        let mut says = says.lock().unwrap();
        says.asked.push(Asked {
            path: request.path().into(),
            authorization: field(AUTHORIZATION),
            content_type: field(CONTENT_TYPE),
            body,
        });
        says.answers.get(request.path()).cloned()
    };
    match answer {
        None => HttpResponse::NotFound().finish(),
        Some(Answer::Json(json)) => HttpResponse::Ok().json(json),
        Some(Answer::Held(json, is_free)) => {
            while !is_free.load(Ordering::Relaxed) {
                actix_web::rt::task::yield_now().await;
            }
            HttpResponse::Ok().json(json)
        }
        Some(Answer::Other(status, content_type, body)) => {
            HttpResponse::build(StatusCode::from_u16(status).unwrap())
                .insert_header((CONTENT_TYPE, content_type))
                .body(body)
        }
        Some(Answer::Redirect(to)) => HttpResponse::Found().insert_header((LOCATION, to)).finish(),
        Some(Answer::Silence) => std::future::pending().await,
    }
}
