//! curl presents access tokens (RFC 6750 §2.1).

use actix_web::{App, get};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{Identity, require_auth, require_role};
use tests::foreign;
use tests::server::Server;

#[require_auth(scheme = "Bearer")]
#[get("/me")]
async fn me(who: Identity) -> String {
    who.subject().to_owned()
}

#[get("/staff")]
#[require_auth(scheme = "Bearer")]
#[require_role("staff")]
async fn staff() -> &'static str {
    "in"
}

#[test]
fn curl_presents_a_bearer_token() {
    let issuer = TestIssuer::new();
    let builder = issuer.auth_builder().only_modules([module_path!()]);
    let auth = builder.build().unwrap();
    let server = Server::start(1, move || {
        App::new()
            .app_data(auth.clone())
            .service((me, staff))
            .default_service(auth.not_found())
    });
    let token = || issuer.token("alice");
    for (token, path, answer) in [
        (token(), "/me", ("alice", "200")),
        (token(), "/staff", ("\"forbidden\"", "403")),
        (token().role("staff"), "/staff", ("in", "200")),
        (token().expired(), "/me", ("error=\"invalid_token\"", "401")),
        (
            token().signed_with_another_key(),
            "/staff",
            ("error=\"invalid_token\"", "401"),
        ),
    ] {
        let Some(mut curl) = foreign::curl() else {
            return;
        };
        let (_, token) = token.bearer();
        let token = token.strip_prefix("Bearer ").unwrap();
        curl.args(["--include", "--oauth2-bearer", token]);
        let (said, status) = foreign::got(curl.arg(server.url(path)));
        assert_eq!(status, answer.1, "{said}");
        assert!(said.contains(answer.0), "{said}");
    }
}
