//! `GET /sign-in`, the page, and `POST /sign-in`, what its form sends.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Form, Query};
use actix_web::{Error, HttpRequest, HttpResponse, get, post};
use auth_runtime::{allow_anonymous, session};
use serde::Deserialize;

use super::html::{escaped, page};
use crate::error::AppError;
use crate::store::Store;
use crate::users::{Credentials, Passwords, check};

#[derive(Deserialize)]
struct From {
    return_to: Option<String>,
}

#[derive(Deserialize)]
struct SignIn {
    #[serde(flatten)]
    credentials: Credentials,
    return_to: Option<String>,
}

#[allow_anonymous(reason = "browsers come in here")]
#[get("/sign-in")]
pub(super) async fn sign_in_form(Query(From { return_to }): Query<From>) -> HttpResponse {
    sign_in_page(StatusCode::OK, "", return_to.as_deref())
}

#[allow_anonymous(reason = "browsers come in here")]
#[post("/sign-in")]
pub(super) async fn sign_in(
    request: HttpRequest,
    Form(sent): Form<SignIn>,
    store: Data<Store>,
    passwords: Data<Passwords>,
) -> Result<HttpResponse, Error> {
    let return_to = sent.return_to.as_deref();
    let Some(known) = check(&request, sent.credentials, &store, passwords).await? else {
        let why = format!("<p>{}</p>\n", AppError::WrongLogin);
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(sign_in_page(status, &why, return_to));
    };
    session::log_in(&request, &known.user.identity()).await?;
    let there = (LOCATION, back(return_to));
    Ok(HttpResponse::SeeOther().insert_header(there).finish())
}

/// Where to go afterwards. The query says it, and anybody can write a link with any query: so only
/// if it is a path of this shop.
fn back(return_to: Option<&str>) -> &str {
    let path = return_to.and_then(session::return_path);
    path.unwrap_or("/account")
}

fn sign_in_page(status: StatusCode, why: &str, return_to: Option<&str>) -> HttpResponse {
    let main = format!(
        "{why}<form method=\"post\" action=\"/sign-in\">\n\
         <input type=\"hidden\" name=\"return_to\" value=\"{back}\">\n\
         <p><label>Name <input name=\"user\" autocomplete=\"username\" required></label></p>\n\
         <p><label>Password <input name=\"password\" type=\"password\" \
         autocomplete=\"current-password\" required></label></p>\n\
         <button>Sign in</button>\n</form>\n",
        back = escaped(back(return_to)),
    );
    page(status, "Sign in", &main)
}
