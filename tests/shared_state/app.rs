//! An app of this process, and requests from clients of choice.

use std::net::IpAddr;
use std::rc::Rc;

use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, RETRY_AFTER};
use actix_web::test::{TestRequest, init_service, read_body};
use actix_web::{App, Error};
use auth_runtime::{Auth, AuthenticationInfo, get, require_auth, require_role};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::LocalBoxFuture;

#[require_auth(scheme = "Bearer")]
#[get("/bearer")]
async fn bearer() -> &'static str {
    "in"
}

#[require_auth(scheme = "Basic")]
#[get("/basic")]
async fn basic() -> &'static str {
    "in"
}

#[require_role("admin", hide = true)]
#[require_auth(hide = true)]
#[get("/hidden")]
async fn hidden() -> &'static str {
    "in"
}

/// Hides its refusal only.
#[require_role("admin", hide = true)]
#[require_auth]
#[get("/admin")]
async fn admin() -> &'static str {
    "in"
}

type Answering = Box<dyn Fn(TestRequest) -> LocalBoxFuture<'static, Answer>>;

pub(crate) struct TestApp(Answering);

pub(crate) async fn start(auth: &Auth) -> TestApp {
    let app = App::new()
        .app_data(auth.clone())
        .wrap(AuthenticationInfo)
        .service((bearer, basic, hidden, admin))
        .default_service(auth.not_found());
    let app = Rc::new(init_service(app).await);
    TestApp(Box::new(move |request| {
        let app = app.clone();
        Box::pin(async move { Answer::read(app.call(request.to_request()).await).await })
    }))
}

/// Everything that a client can see, comparable: header lines in an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    async fn read(response: Result<ServiceResponse, Error>) -> Self {
        let response = response.expect("a response");
        let fields = response.headers().iter();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut fields: Vec<_> = fields
            .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
            .collect();
        fields.sort();
        Self {
            status: response.status().as_u16(),
            fields,
            body: text(&read_body(response).await),
        }
    }

    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let (_, value) = self.fields.iter().find(|(known, _)| known == name)?;
        Some(value)
    }

    pub(crate) fn retry_after(&self) -> Option<u64> {
        let seconds = self.field(RETRY_AFTER.as_str())?;
        Some(seconds.parse().expect("seconds"))
    }
}

/// A request in the making.
pub(crate) struct Ask(TestRequest);

pub(crate) fn get(path: &str) -> Ask {
    Ask(TestRequest::with_uri(path)).from("192.0.2.1")
}

impl Ask {
    /// From this address, by its connection.
    pub(crate) fn from(self, address: &str) -> Self {
        let address: IpAddr = address.parse().expect("an address");
        Self(self.0.peer_addr((address, 40_000).into()))
    }

    pub(crate) fn forwarded_for(self, field: &str) -> Self {
        Self(self.0.append_header(("x-forwarded-for", field)))
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.authorization(&format!("Bearer {token}"))
    }

    pub(crate) fn basic(self, user: &str, password: &str) -> Self {
        let encoded = STANDARD.encode(format!("{user}:{password}"));
        self.authorization(&format!("Basic {encoded}"))
    }

    pub(crate) fn authorization(self, field: &str) -> Self {
        Self(self.0.append_header((AUTHORIZATION, field)))
    }

    pub(crate) async fn send(self, app: &TestApp) -> Answer {
        app.0(self.0).await
    }

    pub(crate) async fn status(self, app: &TestApp) -> u16 {
        self.send(app).await.status
    }
}
