//! A site that keeps a note in the session, which is somebody's own.

use actix_session::Session;
use actix_session::storage::SessionStore;
use actix_web::cookie::Key;
use actix_web::{App, HttpResponse, get, web};
use auth_runtime::session::SessionCookie;
use auth_runtime::{Identity, allow_anonymous, require_auth};

use crate::app::{TestApp, start};
use crate::site::{builder, handlers, sessions};

#[allow_anonymous]
#[get("/note/{text}")]
async fn note(session: Session, text: web::Path<String>) -> HttpResponse {
    let earlier: Option<String> = session.get("note").unwrap();
    session.insert("note", text.into_inner()).unwrap();
    HttpResponse::Ok().body(earlier.unwrap_or_default())
}

#[get("/notes/me")]
#[require_auth(scheme = "Session")]
async fn noted(session: Session, who: Identity) -> String {
    let text: Option<String> = session.get("note").unwrap();
    format!("{} {}", who.subject(), text.unwrap_or_default())
}

pub(crate) async fn with_notes(store: impl SessionStore + 'static) -> TestApp {
    let (builder, _) = builder(sessions());
    let auth = builder.build().unwrap();
    let cookie = SessionCookie::new(store, Key::from(&[7; 64]));
    let app = App::new().wrap(cookie.build()).app_data(auth.clone());
    let app = app.service((note, noted)).configure(handlers);
    start(app.default_service(auth.not_found())).await
}
