//! `Session`: sessions of [actix-session](https://docs.rs/actix-session), in a cookie.
//!
//! Three parts: [`SessionCookie`] makes the middleware that reads and writes the cookie; [`log_in`]
//! and [`log_out`] are for the application's own login page; [`Sessions`] says how long a login lasts
//! and where the login page is.
//!
//! ```standalone_crate
//! use actix_session::storage::CookieSessionStore;
//! use actix_web::cookie::Key;
//! use actix_web::http::header::LOCATION;
//! use actix_web::{App, Error, HttpRequest, HttpResponse, web};
//! use auth_runtime::session::{self, SessionCookie, Sessions};
//! use auth_runtime::{Auth, Identity, allow_anonymous, require_auth};
//!
//! #[derive(serde::Deserialize)]
//! struct Login {
//!     name: String,
//!     password: String,
//!     return_to: Option<String>,
//! }
//! # fn is_password(_: &str, _: &str) -> bool { true }
//!
//! #[allow_anonymous]
//! async fn log_in(request: HttpRequest, form: web::Form<Login>) -> Result<HttpResponse, Error> {
//!     if !is_password(&form.name, &form.password) {
//!         return Ok(HttpResponse::UnprocessableEntity().body("Try again."));
//!     }
//!     session::log_in(&request, &Identity::new(&form.name).with_roles(["customer"])).await?;
//!     let page = form.return_to.as_deref().and_then(session::return_path);
//!     let page = page.unwrap_or("/");
//!     Ok(HttpResponse::SeeOther().insert_header((LOCATION, page)).finish())
//! }
//!
//! #[require_auth(scheme = "Session")]
//! async fn orders(who: Identity) -> String {
//!     format!("the orders of {}", who.subject())
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let key = Key::generate();
//! let auth = Auth::builder()
//!     .sessions(Sessions::new().login_page("/login"))
//!     .build()?;
//! let app = App::new()
//!     .wrap(SessionCookie::new(CookieSessionStore::default(), key.clone()).build())
//!     .app_data(auth.clone())
//!     .route("/login", web::post().to(log_in))
//!     .route("/orders", web::get().to(orders))
//!     .default_service(auth.not_found());
//! # let _ = app;
//! # Ok(())
//! # }
//! ```
//!
//! # What a request must be
//!
//! A browser sends the cookie along whoever makes it send a request (RFC 6265 §8.2). So for methods
//! other than GET, HEAD, OPTIONS and TRACE, and to open a `WebSocket`, the request must come from a page of
//! this application: `Sec-Fetch-Site` says `same-origin` or `none`; or, from browsers that do not send
//! it, `Origin` is one of [`Sessions::origin`], or the request's own host where none is given; or, with
//! neither of them, `X-CSRF-Token` holds what [`csrf_token`] gave. Anything else is answered with 403
//! `cross_site_request`. `SameSite` on the cookie comes on top of it.
//!
//! Two cookies of the session's name are 400: nobody can tell which of them the browser's user owns.
//!
//! # What a caller without a session gets
//!
//! Who asks for a page is sent to the login page with 303, and with the path that it asked for in
//! `return_to`; check that with [`return_path`]. Everybody else gets 401 with the challenge
//! `Session realm="…"`. `#[require_auth(scheme = "Session", redirect = true)]` or `false` decides for
//! one handler. No such scheme is registered with IANA; RFC 9110 §11.6.1 wants a challenge in every
//! 401, and clients pass over those that they do not know.
//!
//! A session without a login, one that has ended and one that cannot be read are all no session. The
//! cookie of one that somebody logged out of is taken back where it turns up again.
//!
//! # Several realms
//!
//! A login counts in the realm of its `Auth`, so several can stand in one session. `Auth`s whose users
//! differ need different realms: with the same realm, whoever logged in at one is logged in at the
//! other. `Auth`s that share sessions share a store, because [`log_out`] ends all logins of the session
//! and each of them has to know it.
//!
//! # Where sessions are kept
//!
//! `CookieSessionStore` keeps them in the cookie, encrypted: nothing to set up, also for several
//! machines with the same key. `RedisSessionStore` of actix-session keeps them in Redis, and the cookie
//! is an id. One that does not answer is waited for as long as [`SessionLayer::time_limit`] says, and is
//! 503 then, as one that fails.
//!
//! What [`log_out`] or another [`log_in`] ended has ended in both: a note of it is kept in the [`Store`](crate::Store) of the
//! `Auth`. Several machines that keep sessions in cookies need a store that they share, or a copy of a
//! cookie outlives the logout on the others.

mod cookie;
mod in_and_out;
mod layer;
mod limit;
mod login;
mod return_path;
mod rules;
mod verifier;

pub use cookie::SessionCookie;
pub use in_and_out::{csrf_token, log_in, log_out, renew};
pub use layer::{Marking, SessionLayer};
pub use limit::Limited;
pub use return_path::return_path;
pub use rules::Sessions;

pub(crate) use verifier::Verifier;
