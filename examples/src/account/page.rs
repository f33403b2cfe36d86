//! `GET /account` and `POST /sign-out`.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{Error, HttpRequest, HttpResponse, get, post};
use auth_runtime::{Identity, require_auth, session};

use super::html::{escaped, page};

// Without a session, a browser is sent to the sign-in page (303), and a program is told so (401).
#[require_auth(scheme = "Session")]
#[get("/account")]
pub(super) async fn account(who: Identity, request: HttpRequest) -> HttpResponse {
    // Browsers say which page sent a request. Other programs say nothing, and a script that could
    // read this page may sign out too: it sends the token in `X-CSRF-Token`.
    let token = session::csrf_token(&request).unwrap_or_default();
    let main = format!(
        "<meta name=\"csrf-token\" content=\"{token}\">\n\
         <p>You are signed in as {name}.</p>\n\
         <form method=\"post\" action=\"/sign-out\"><button>Sign out</button></form>\n",
        token = escaped(&token),
        name = escaped(who.subject()),
    );
    page(StatusCode::OK, "Your account", &main)
}

// A POST, because a link on any page could make a browser send a GET. A POST of another site's page
// is refused (403).
#[require_auth(scheme = "Session")]
#[post("/sign-out")]
pub(super) async fn sign_out(request: HttpRequest) -> Result<HttpResponse, Error> {
    session::log_out(&request).await?;
    let there = (LOCATION, "/sign-in");
    Ok(HttpResponse::SeeOther().insert_header(there).finish())
}
