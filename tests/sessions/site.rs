//! A site with a login page, and a browser for it that keeps its cookies.

use std::collections::BTreeMap;
use std::time::Duration;

use actix_session::Session;
use actix_session::storage::CookieSessionStore;
use actix_web::cookie::{Cookie, Key, time};
use actix_web::{App, Error, HttpRequest, HttpResponse, get, post, web};
use auth_runtime::api_key::{ApiKeys, MemoryKeys};
use auth_runtime::session::{self, SessionCookie, Sessions};
use auth_runtime::testing::TestClock;
use auth_runtime::{
    Auth, AuthBuilder, Identity, allow_anonymous, require_auth, require_role, require_scope,
};

use crate::app::{Answer, Ask, TestApp, start};

pub(crate) const NOW: u64 = 1_800_000_000;

/// `name role role…` logs in, or `issuer#name role…`.
#[allow_anonymous]
#[post("/login")]
async fn login(request: HttpRequest, body: String) -> Result<&'static str, Error> {
    let mut words = body.split(' ');
    let name = words.next().unwrap_or_default();
    let who = match name.split_once('#') {
        Some((issuer, name)) => Identity::new(name).with_issuer(issuer),
        None => Identity::new(name),
    };
    let who = who.with_roles(words).with_scopes(["write"]);
    session::log_in(&request, &who).await?;
    Ok("welcome")
}

#[post("/logout")]
#[require_auth(scheme = "Session")]
async fn logout(request: HttpRequest) -> Result<&'static str, Error> {
    session::log_out(&request).await?;
    Ok("bye")
}

#[require_auth(scheme = "Session")]
#[post("/renew")]
async fn renew(request: HttpRequest) -> Result<&'static str, Error> {
    session::renew(&request)?;
    Ok("renewed")
}

#[get("/token")]
#[require_auth(scheme = "Session")]
async fn token(request: HttpRequest) -> String {
    session::csrf_token(&request).unwrap()
}

#[require_auth(scheme = "Session")]
#[get("/me")]
async fn me(who: Identity) -> String {
    who.subject().to_owned()
}

/// Lets others go first.
#[get("/slow")]
#[require_auth(scheme = "Session")]
async fn slow(who: Identity, session: Session) -> String {
    session.insert("slow", true).unwrap();
    actix_web::rt::task::yield_now().await;
    who.subject().to_owned()
}

/// Logs out whoever comes, without asking who it is.
#[allow_anonymous]
#[post("/way-out")]
async fn way_out(request: HttpRequest) -> Result<&'static str, Error> {
    session::log_out(&request).await?;
    Ok("bye")
}

/// The same, where a link leads.
#[get("/way-out")]
#[allow_anonymous]
async fn linked_way_out(request: HttpRequest) -> Result<&'static str, Error> {
    session::log_out(&request).await?;
    Ok("bye")
}

#[allow_anonymous]
#[get("/home")]
async fn home(who: Option<Identity>) -> String {
    who.map_or_else(|| "nobody".into(), |who| who.subject().to_owned())
}

#[post("/orders")]
#[require_auth(scheme = "Session")]
async fn order(body: String) -> String {
    body
}

#[require_auth(scheme = "Session")]
#[get("/public")]
async fn cached() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "max-age=5"))
        .insert_header(("vary", "Origin"))
        .body("in")
}

#[get("/admin")]
#[require_auth(scheme = "Session")]
#[require_role("admin")]
async fn admin() -> &'static str {
    "in"
}

#[require_auth(scheme = ["Session", "ApiKey"])]
#[require_scope("write")]
#[get("/scoped")]
async fn scoped() -> &'static str {
    "in"
}

#[get("/hidden")]
#[require_auth(scheme = "Session")]
#[require_role("admin", hide = true)]
async fn hidden() -> &'static str {
    "in"
}

#[require_auth(scheme = "Session")]
#[require_role("admin", hide = true)]
#[post("/hidden-form")]
async fn hidden_form() -> &'static str {
    "in"
}

#[get("/fresh")]
#[require_auth(scheme = "Session", max_age = "5m")]
async fn fresh() -> &'static str {
    "in"
}

#[require_auth(scheme = "Session", redirect = true)]
#[get("/page")]
async fn page() -> &'static str {
    "in"
}

/// Registered by hand, so that no attribute saw the method.
#[require_auth(scheme = "Session", redirect = true)]
async fn sent() -> &'static str {
    "in"
}

#[get("/data")]
#[require_auth(scheme = "Session", redirect = false)]
async fn data() -> &'static str {
    "in"
}

#[require_auth(scheme = "Session", redirect = false)]
#[require_role("admin", hide = true)]
#[get("/hidden-data")]
async fn hidden_data() -> &'static str {
    "in"
}

#[get("/by-key")]
#[require_auth(scheme = "ApiKey")]
async fn by_key() -> &'static str {
    "in"
}

/// The handlers, for an app of any kind.
pub(crate) fn handlers(config: &mut web::ServiceConfig) {
    config.service((login, logout, renew, token, me, home, order, cached));
    config.service((admin, scoped, hidden, hidden_form, fresh, page, data));
    config.service((hidden_data, by_key, slow, way_out, linked_way_out));
    config.route("/sent", web::route().to(sent));
}

pub(crate) fn builder(sessions: Sessions) -> (AuthBuilder, TestClock) {
    let clock = TestClock::at(NOW);
    let keys = ApiKeys::new(MemoryKeys::new());
    let builder = Auth::builder().clock(clock.clone()).api_keys(keys);
    (builder.only_modules(["nowhere"]).sessions(sessions), clock)
}

/// The site, with a cookie as browsers get it over TLS.
pub(crate) async fn serve(builder: AuthBuilder) -> TestApp {
    let auth = builder.build().unwrap();
    let cookie = SessionCookie::new(CookieSessionStore::default(), Key::from(&[7; 64]));
    let app = App::new().wrap(cookie.build()).app_data(auth.clone());
    start(app.configure(handlers).default_service(auth.not_found())).await
}

/// A site on which whoever comes is logged in as this.
pub(crate) async fn own_login(auth: Auth, who: fn() -> Identity) -> TestApp {
    let log_in = move |request: HttpRequest| async move {
        session::log_in(&request, &who()).await?;
        Ok::<_, Error>("welcome")
    };
    let cookie = SessionCookie::new(CookieSessionStore::default(), Key::from(&[7; 64]));
    let app = App::new().wrap(cookie.build()).app_data(auth.clone());
    let app = app.route("/own-login", web::get().to(log_in));
    start(app.configure(handlers).default_service(auth.not_found())).await
}

/// Half an hour idle, eight hours at most.
pub(crate) fn sessions() -> Sessions {
    let hour = Duration::from_secs(60 * 60);
    Sessions::new().idle(hour / 2).lifetime(8 * hour)
}

pub(crate) async fn plain() -> (TestApp, TestClock) {
    let (builder, clock) = builder(sessions());
    (serve(builder).await, clock)
}

pub(crate) async fn with_login_page() -> (TestApp, TestClock) {
    let (builder, clock) = builder(sessions().login_page("/login"));
    (serve(builder).await, clock)
}

/// A browser: it keeps cookies, and says that a page of the site sends the request.
#[derive(Default, Clone)]
pub(crate) struct Browser {
    pub(crate) cookies: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) async fn logged_in(app: &TestApp, who: &'static str) -> Self {
        let mut browser = Self::default();
        let answer = browser
            .send(crate::app::post("/login").body(who), app)
            .await;
        assert_eq!((answer.status.as_u16(), answer.text()), (200, "welcome"));
        browser
    }

    pub(crate) async fn send(&mut self, request: Ask, app: &TestApp) -> Answer {
        let request = request.header("sec-fetch-site", "same-origin");
        self.send_as_it_is(request, app).await
    }

    /// Without a word on where it comes from.
    pub(crate) async fn send_as_it_is(&mut self, request: Ask, app: &TestApp) -> Answer {
        let answer = self.with_cookies(request).send(app).await;
        for line in answer.lines("set-cookie") {
            let cookie = Cookie::parse(line.to_owned()).unwrap();
            let is_gone = cookie.max_age() == Some(time::Duration::ZERO);
            if is_gone {
                self.cookies.remove(cookie.name());
            } else {
                let value = cookie.value().to_owned();
                self.cookies.insert(cookie.name().to_owned(), value);
            }
        }
        answer
    }

    pub(crate) fn with_cookies(&self, request: Ask) -> Ask {
        let pairs: Vec<_> = self
            .cookies
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        if pairs.is_empty() {
            request
        } else {
            request.header("cookie", &pairs.join("; "))
        }
    }
}
