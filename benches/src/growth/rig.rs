//! Counts cells, and says so in lines of JSON.

use actix_http::Request;
use actix_web::dev::HttpServiceFactory;
use actix_web::http::header::{AUTHORIZATION, HeaderValue};
use actix_web::rt::{System, SystemRunner};
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, get};
use auth_runtime::{Auth, AuthBuilder, require_auth, require_role};
use serde_json::json;

use super::drive::{Answering, Build, measured_building, measured_requests};

/// How many requests make a figure.
const COUNT: usize = 100;

/// The runtime in which everything runs.
pub struct Rig {
    pub runner: SystemRunner,
}

/// What one figure is about.
#[derive(Clone, Copy)]
pub struct Cell<'a> {
    pub series: &'a str,
    /// The size of what grows.
    pub n: usize,
    /// The answer that each request must get.
    pub status: u16,
}

#[get("/guarded")]
#[require_auth(scheme = "Bearer")]
#[require_role("admin")]
async fn guarded() -> &'static str {
    "done"
}

impl Rig {
    #[expect(clippy::new_without_default, reason = "it starts a runtime")]
    pub fn new() -> Self {
        Self {
            runner: System::new(),
        }
    }

    /// An app in which `/guarded` asks for the role `admin`.
    pub fn app(&self, auth: &Auth) -> impl Answering + use<> {
        self.app_with(auth, guarded)
    }

    /// An app with these handlers.
    pub fn app_with<H>(&self, auth: &Auth, handlers: H) -> impl Answering + use<H>
    where
        H: HttpServiceFactory + 'static,
    {
        let app = App::new()
            .app_data(auth.clone())
            .service(handlers)
            .default_service(auth.not_found());
        self.runner.block_on(init_service(app))
    }

    /// Counts requests, after others that warm up what is to be warm.
    pub fn requests(
        &self,
        cell: Cell<'_>,
        app: &impl Answering,
        before: (Build<'_>, usize),
        counted: Build<'_>,
    ) {
        measured_building(counted, COUNT);
        measured_requests(&self.runner, app, before.0, before.1);
        let status = measured_requests(&self.runner, app, counted, COUNT);
        assert_eq!(
            status, cell.status,
            "{} at {}: another answer is other work",
            cell.series, cell.n
        );
        say(cell, COUNT);
    }

    /// Counts requests that present these tokens in turn, after each was presented once.
    pub fn tokens(&self, cell: Cell<'_>, app: &impl Answering, tokens: &[String]) {
        let build = presenting(tokens);
        self.requests(cell, app, (&build, tokens.len()), &build);
    }
}

/// Builds an `Auth` for the handlers in this file.
pub fn auth(builder: AuthBuilder) -> Auth {
    auth_of(builder, module_path!())
}

/// Builds an `Auth` for the handlers of a module.
pub fn auth_of(builder: AuthBuilder, module: &str) -> Auth {
    let built = builder.only_modules([module]).build();
    built.expect("the configuration serves the handlers")
}

/// Requests that present these tokens in turn.
pub fn presenting(tokens: &[String]) -> impl Fn(usize) -> Request + use<> {
    let fields: Vec<_> = tokens.iter().map(|token| field(token)).collect();
    move |number| {
        let field = fields[number % fields.len()].clone();
        request().insert_header((AUTHORIZATION, field)).to_request()
    }
}

pub fn request() -> TestRequest {
    TestRequest::with_uri("/guarded")
}

pub fn field(token: &str) -> HeaderValue {
    HeaderValue::try_from(format!("Bearer {token}")).expect("tokens are visible ASCII")
}

fn say(cell: Cell<'_>, count: usize) {
    let Cell { series, n, status } = cell;
    let line =
        json!({"series": series, "n": n, "status": status, "count": count, "unit": "request"});
    println!("{line}");
}
