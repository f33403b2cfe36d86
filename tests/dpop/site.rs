//! An API that takes tokens bound to a key.

use actix_web::{App, HttpRequest, get, post, web};
use auth_runtime::dpop::DPoP;
use auth_runtime::testing::{TestClock, TestIssuer, TestToken};
use auth_runtime::{Auth, AuthBuilder, AuthenticationInfo, Identity, require_auth, require_scope};
use serde_json::json;

use crate::app::{Answer, Ask, TestApp, ask, start};
use crate::prover::Prover;

/// The time at which the tests run.
pub(crate) const NOW: u64 = 1_800_000_000;

pub(crate) const ORIGIN: &str = "https://api.example";

#[require_auth(scheme = "DPoP")]
#[get("/me")]
pub(crate) async fn me(who: Identity) -> String {
    who.subject().to_owned()
}

#[post("/me")]
#[require_auth(scheme = "DPoP")]
pub(crate) async fn change_me(who: Identity) -> String {
    who.subject().to_owned()
}

#[require_auth(scheme = ["Bearer", "DPoP"])]
#[get("/either")]
pub(crate) async fn either(who: Identity) -> String {
    who.subject().to_owned()
}

#[get("/plain")]
#[require_auth(scheme = "Bearer")]
pub(crate) async fn plain(who: Identity) -> String {
    who.subject().to_owned()
}

#[require_auth(scheme = ["Bearer", "DPoP"])]
#[require_scope("orders:read")]
#[get("/orders")]
pub(crate) async fn orders(who: Identity) -> String {
    who.subject().to_owned()
}

#[get("/files/{path:.*}")]
#[require_auth(scheme = "DPoP")]
pub(crate) async fn files(request: HttpRequest) -> String {
    request.match_info().get("path").unwrap_or_default().into()
}

#[require_auth(scheme = "DPoP")]
#[auth_runtime::require_role("admin", hide = true)]
#[get("/secret")]
pub(crate) async fn secret() -> &'static str {
    "in"
}

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    let services = (me, change_me, either, plain, orders, files, secret);
    config.service(services);
}

/// The API, a client with a key, and somebody who issues tokens.
pub(crate) struct Site {
    pub(crate) app: TestApp,
    pub(crate) auth: Auth,
    pub(crate) issuer: TestIssuer,
    pub(crate) clock: TestClock,
    pub(crate) client: Prover,
}

impl Site {
    pub(crate) async fn new() -> Self {
        Self::with(DPoP::at(ORIGIN), |builder| builder).await
    }

    pub(crate) async fn with(dpop: DPoP, more: impl FnOnce(AuthBuilder) -> AuthBuilder) -> Self {
        let clock = TestClock::at(NOW);
        let issuer = TestIssuer::new().clock(clock.clone());
        let builder = issuer.auth_builder().dpop(dpop);
        let auth = more(builder.only_modules([module_path!()]))
            .build()
            .unwrap();
        let app = App::new()
            .app_data(auth.clone())
            .configure(routes)
            .default_service(auth.not_found())
            .wrap(AuthenticationInfo);
        Self {
            app: start(app).await,
            auth,
            issuer,
            clock,
            client: Prover::es256(),
        }
    }

    /// A token that is bound to the client's key.
    pub(crate) fn token(&self) -> String {
        self.bound(&self.client).mint()
    }

    pub(crate) fn bound(&self, client: &Prover) -> TestToken {
        let token = self.issuer.token("alice");
        token.claim("cnf", json!({"jkt": client.thumbprint()}))
    }

    /// Presents the token with this proof to `GET /me`.
    pub(crate) async fn present(&self, token: &str, proof: &str) -> Answer {
        presenting("/me", token)
            .header("dpop", proof)
            .send(&self.app)
            .await
    }
}

/// `GET` with a bound token, and no proof yet.
pub(crate) fn presenting(path: &str, token: &str) -> Ask {
    ask(actix_web::http::Method::GET, path).authorization(format!("DPoP {token}"))
}

pub(crate) const ME: &str = "https://api.example/me";
