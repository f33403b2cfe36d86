//! What Chromium does with our answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_cors::Cors;
use actix_session::storage::CookieSessionStore;
use actix_web::cookie::Key;
use actix_web::http::header::{ContentType, LOCATION};
use actix_web::{App, Error, HttpRequest, HttpResponse, get, post, web};
use auth_runtime::session::{self, SessionCookie, Sessions};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{Auth, Bodies, Identity, allow_anonymous, require_auth, require_role};
use tests::foreign::{program, run, script};
use tests::server::Server;

#[derive(serde::Deserialize)]
struct Wish {
    return_to: Option<String>,
}

#[derive(serde::Deserialize)]
struct Form {
    name: String,
    return_to: String,
}

fn html(body: &str) -> HttpResponse {
    let page =
        format!("<!DOCTYPE html><html lang=\"en\"><title>shop</title><body>{body}</body></html>");
    HttpResponse::Ok()
        .insert_header(ContentType::html())
        .body(page)
}

#[get("/login")]
#[allow_anonymous]
async fn login_page(wish: web::Query<Wish>) -> HttpResponse {
    let wish = wish.return_to.as_deref().and_then(session::return_path);
    // No character that passes has a meaning in an attribute's quotes, but for `&`.
    let wish = wish.unwrap_or("/").replace('&', "&amp;");
    html(&format!(
        "<h1>Log in</h1><form method=\"post\"><input name=\"name\">\
         <input type=\"hidden\" name=\"return_to\" value=\"{wish}\"><button>Go</button></form>"
    ))
}

#[allow_anonymous]
#[post("/login")]
async fn log_in(request: HttpRequest, form: web::Form<Form>) -> Result<HttpResponse, Error> {
    session::log_in(&request, &Identity::new(&form.name)).await?;
    let page = session::return_path(&form.return_to).unwrap_or("/");
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, page))
        .finish())
}

#[post("/logout")]
#[require_auth(scheme = "Session")]
async fn log_out(request: HttpRequest) -> Result<HttpResponse, Error> {
    session::log_out(&request).await?;
    Ok(html("<h1>Bye</h1>"))
}

#[require_auth(scheme = "Session")]
#[get("/orders")]
async fn orders(who: Identity, request: HttpRequest) -> HttpResponse {
    html(&format!(
        "<h1>Orders of {}</h1><p>{}</p><form method=\"post\"><button id=\"order\">Order</button></form>\
         <form method=\"post\" action=\"/logout\"><button id=\"leave\">Leave</button></form>",
        who.subject(),
        request.query_string().replace('&', "&amp;"),
    ))
}

#[post("/orders")]
#[require_auth(scheme = "Session")]
async fn order(count: web::Data<AtomicUsize>) -> HttpResponse {
    count.fetch_add(1, Ordering::SeqCst);
    html("<h1>Ordered</h1>")
}

#[require_auth(scheme = "Session")]
#[require_role("staff")]
#[get("/staff")]
async fn staff() -> HttpResponse {
    html("<h1>Staff</h1>")
}

/// Chromium and the script that drives it, unless one of them is missing.
fn browser(arguments: &[String]) -> Option<String> {
    program("chromium", "apt-get install chromium")?;
    let mut script = script("browser.mjs")?;
    Some(run(script.args(arguments)).well())
}

/// A page on another port: of another origin on the same site, or, as `localhost`, of another site.
fn elsewhere() -> Server {
    Server::start(1, || {
        let page = || async { html("<h1>Elsewhere</h1>") };
        App::new().route("/", web::get().to(page))
    })
}

#[test]
fn a_browser_is_led_to_the_login_page_and_back_and_other_sites_do_nothing_in_its_name() {
    let auth = Auth::builder().only_modules(["nowhere"]);
    let auth = auth.sessions(Sessions::new().login_page("/login"));
    let auth = auth
        .bodies(Bodies::problem_details().pages())
        .build()
        .unwrap();
    let count = web::Data::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let server = Server::start(1, move || {
        let cookie = SessionCookie::new(CookieSessionStore::default(), Key::from(&[7; 64]));
        App::new()
            .wrap(cookie.dangerous_without_tls().build())
            .app_data(auth.clone())
            .app_data(web::Data::from(Arc::clone(&counted)))
            .service((login_page, log_in, log_out, orders, order, staff))
            .default_service(auth.not_found())
    });
    let other = elsewhere();
    let arguments = ["session".into(), server.url(""), other.url("")];
    let Some(said) = browser(&arguments) else {
        return;
    };
    assert!(said.contains("session: all well"), "{said}");
    assert_eq!(count.load(Ordering::SeqCst), 1, "{said}");
}

#[get("/me")]
#[require_auth]
async fn me(who: Identity) -> String {
    who.subject().to_owned()
}

/// The same app, to which pages of another origin may send requests: with and without leave to read
/// the challenge, and one that has no CORS at all.
#[test]
fn a_browser_asks_before_it_sends_a_token_elsewhere_and_reads_the_challenge_if_it_may() {
    let issuer = TestIssuer::new();
    let auth = issuer
        .auth_builder()
        .only_modules(["nowhere"])
        .build()
        .unwrap();
    let other = elsewhere();
    let origin = other.url("");
    let server = Server::start(1, move || {
        let cors = || {
            let cors = Cors::default().allowed_origin(&origin);
            cors.allowed_methods(["GET"])
                .allowed_header("authorization")
        };
        App::new()
            .app_data(auth.clone())
            .service(web::scope("/quiet").wrap(cors()).service(me))
            .service(
                web::scope("/telling")
                    .wrap(cors().expose_headers(["www-authenticate"]))
                    .service(me),
            )
            .service(web::scope("/closed").service(me))
            .default_service(auth.not_found())
    });
    let token = issuer.token("alice").mint();
    let arguments = ["cors".into(), server.url(""), other.url(""), token];
    let Some(said) = browser(&arguments) else {
        return;
    };
    assert!(said.contains("cors: all well"), "{said}");
}

#[cfg(all(feature = "basic", feature = "digest"))]
mod native {
    use auth_runtime::basic::{self, Basic, hash_password};
    use auth_runtime::digest::{self, Digest};

    use super::*;

    #[require_auth(scheme = "Basic")]
    #[get("/basic")]
    async fn by_basic(who: Identity) -> String {
        format!("{} by Basic", who.subject())
    }

    #[get("/digest")]
    #[require_auth(scheme = "Digest")]
    async fn by_digest(who: Identity) -> String {
        format!("{} by Digest", who.subject())
    }

    #[require_auth(scheme = ["Digest", "Basic"])]
    #[get("/both")]
    async fn by_either(who: Identity) -> String {
        let scheme = who.scheme().map_or("none", auth_runtime::Scheme::name);
        format!("{} by {scheme}", who.subject())
    }

    #[test]
    fn the_prompt_of_a_browser_answers_basic_and_digest() {
        let ada = || Identity::new("ada");
        let hash = hash_password("correct horse").unwrap();
        let users = basic::Users::new().with("ada", basic::User::new(hash, ada()));
        let known = digest::Users::new("office").with_password("ada", "correct horse", ada());
        let auth = Auth::builder().realm("office").only_modules(["nowhere"]);
        let auth = auth.basic(Basic::new(users)).digest(Digest::new(known));
        let auth = auth.build().unwrap();
        let server = Server::start(1, move || {
            App::new()
                .app_data(auth.clone())
                .service((by_basic, by_digest, by_either))
                .default_service(auth.not_found())
        });
        let arguments = ["native".into(), server.url("")];
        let Some(said) = browser(&arguments) else {
            return;
        };
        assert!(said.contains("native: all well"), "{said}");
    }
}
