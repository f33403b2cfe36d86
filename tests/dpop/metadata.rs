//! What clients find before they have a token (RFC 9728).

use actix_web::http::{Method, StatusCode};
use actix_web::{App, get};
use auth_runtime::dpop::DPoP;
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{
    AuthBuilder, ProtectedResource, allow_anonymous, require_auth, require_role, require_scope,
};
use serde_json::{Value, json};

use crate::app::{Answer, TestApp, ask, get, start};
use crate::parameters;
use crate::site::{self, NOW, ORIGIN};

mod open {
    use super::*;

    #[get("/orders")]
    #[require_auth(scheme = "Bearer")]
    #[require_scope(all("orders:read", any("orders:list", "orders:admin")))]
    pub(super) async fn orders() -> &'static str {
        "in"
    }

    #[require_auth(scheme = "Bearer")]
    #[require_scope("tools")]
    #[require_scope("orders:read")]
    #[get("/tools")]
    pub(super) async fn tools() -> &'static str {
        "in"
    }

    #[get("/me")]
    #[require_auth(scheme = "Bearer")]
    pub(super) async fn me() -> &'static str {
        "in"
    }

    #[require_auth(scheme = "Bearer")]
    #[require_scope("secret:refusal", hide = true)]
    #[get("/refusal")]
    pub(super) async fn hidden_refusal() -> &'static str {
        "in"
    }

    #[get("/beside")]
    #[require_auth(scheme = "Bearer")]
    #[require_scope("secret:beside")]
    #[require_role("admin", hide = true)]
    pub(super) async fn beside_a_hidden_refusal() -> &'static str {
        "in"
    }

    #[require_auth(scheme = "Bearer", hide = true)]
    #[require_scope("secret:existence")]
    #[get("/existence")]
    pub(super) async fn hidden_existence() -> &'static str {
        "in"
    }

    #[get("/health")]
    #[allow_anonymous]
    pub(super) async fn health() -> &'static str {
        "in"
    }
}

const URL: &str = "https://api.example/.well-known/oauth-protected-resource/v1";
const PATH: &str = "/.well-known/oauth-protected-resource/v1";

fn resource() -> ProtectedResource {
    ProtectedResource::at("https://api.example/v1").authorization_server("https://id.example")
}

fn builder() -> (TestIssuer, AuthBuilder) {
    let issuer = TestIssuer::new().clock(TestClock::at(NOW));
    let module = concat!(module_path!(), "::open");
    let builder = issuer.auth_builder().only_modules([module]);
    (issuer, builder)
}

async fn serve(builder: AuthBuilder) -> TestApp {
    use open::{
        beside_a_hidden_refusal, health, hidden_existence, hidden_refusal, me, orders, tools,
    };
    let auth = builder.build().unwrap();
    let app = App::new()
        .app_data(auth.clone())
        .service(auth.resource_metadata())
        .service((me, orders, tools, health))
        .service((hidden_refusal, beside_a_hidden_refusal, hidden_existence))
        .default_service(auth.not_found());
    start(app).await
}

#[track_caller]
fn document(answer: &Answer) -> Value {
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.lines("content-type"), ["application/json"]);
    answer.json()
}

#[actix_web::test]
async fn the_document_says_what_a_client_needs() {
    let (_, builder) = builder();
    let resource = resource()
        .authorization_server("https://other.example/tenant")
        .name("Orders")
        .documentation("https://docs.example/orders");
    let app = serve(builder.resource(resource)).await;
    let expected = json!({
        "resource": "https://api.example/v1",
        "authorization_servers": ["https://id.example", "https://other.example/tenant"],
        "scopes_supported": ["orders:admin", "orders:list", "orders:read", "tools"],
        "bearer_methods_supported": ["header"],
        "resource_name": "Orders",
        "resource_documentation": "https://docs.example/orders",
    });
    assert_eq!(document(&get(PATH).send(&app).await), expected);
}

/// RFC 9728 §3.2: no member without a value.
#[actix_web::test]
async fn what_there_is_none_of_is_left_out() {
    let issuer = TestIssuer::new();
    let builder = issuer.auth_builder().only_modules(["nowhere"]);
    let auth = builder
        .resource(ProtectedResource::at(ORIGIN))
        .build()
        .unwrap();
    let app = start(App::new().service(auth.resource_metadata())).await;
    let path = "/.well-known/oauth-protected-resource";
    let expected = json!({"resource": ORIGIN, "bearer_methods_supported": ["header"]});
    assert_eq!(document(&get(path).send(&app).await), expected);
}

/// A list of scopes is no list of what hides.
#[actix_web::test]
async fn what_hides_is_not_listed() {
    let (_, builder) = builder();
    let app = serve(builder.resource(resource())).await;
    let answer = get(PATH).send(&app).await;
    assert!(!answer.text().contains("secret"), "{}", answer.text());
}

#[actix_web::test]
async fn dpop_is_in_it_where_it_is_on() {
    let dpop = || DPoP::at(ORIGIN);
    let required = |document: &Value| document.get("dpop_bound_access_tokens_required").cloned();
    let algorithms = json!(["ES256", "EdDSA", "Ed25519", "ES384", "PS256", "RS256"]);

    let (_, mixed) = builder();
    let app = serve(mixed.dpop(dpop()).resource(resource())).await;
    let mixed = document(&get(PATH).send(&app).await);
    assert_eq!(mixed["dpop_signing_alg_values_supported"], algorithms);
    assert_eq!(required(&mixed), None, "some routes take plain tokens");

    let issuer = TestIssuer::new();
    let builder = issuer.auth_builder().only_modules(["nowhere"]);
    let auth = builder.dpop(dpop()).resource(resource()).build().unwrap();
    let app = start(App::new().service(auth.resource_metadata())).await;
    let bound = document(&get(PATH).send(&app).await);
    assert_eq!(bound["dpop_signing_alg_values_supported"], algorithms);
    assert_eq!(required(&bound), Some(json!(true)), "no route takes one");
}

/// RFC 9728 §3: the well-known path goes between host and path.
#[actix_web::test]
async fn the_path_of_a_resource_goes_behind_the_well_known_one() {
    for (resource, path) in [
        // As printed in §3.1.
        ("https://resource.example.com", ""),
        ("https://resource.example.com/resource1", "/resource1"),
        ("https://h", ""),
        ("https://h/", ""),
        ("https://h/a/b", "/a/b"),
        ("https://h/a/", "/a/"),
        ("https://h:8443/a", "/a"),
        ("http://127.0.0.1:80/a", "/a"),
        ("http://localhost/a", "/a"),
    ] {
        let issuer = TestIssuer::new();
        let builder = issuer.auth_builder().only_modules([module_path!()]);
        let auth = builder
            .resource(ProtectedResource::at(resource))
            .build()
            .unwrap();
        let app = App::new()
            .app_data(auth.clone())
            .service(open::me)
            .service(auth.resource_metadata());
        let app = start(app).await;
        let path = format!("/.well-known/oauth-protected-resource{path}");
        let document = document(&get(&path).send(&app).await);
        assert_eq!(document["resource"], resource, "as it was given");
        let challenged = get("/me").send(&app).await;
        let url = parameters::get(challenged.challenge(), "resource_metadata").unwrap();
        let authority = resource.split('/').take(3).collect::<Vec<_>>().join("/");
        assert_eq!(url, format!("{authority}{path}"));
    }
}

#[actix_web::test]
async fn a_resource_is_a_plain_https_url() {
    for url in [
        "",
        "api.example",
        "http://api.example",
        "https://api.example/#f",
        "https://api.example/?q",
        "https://user@api.example",
        "https://api.example/\"",
        "https://api.example/{x}",
    ] {
        for resource in [
            ProtectedResource::at(url),
            ProtectedResource::at(ORIGIN).authorization_server(url),
            ProtectedResource::at(ORIGIN).documentation(url),
        ] {
            let builder = TestIssuer::new().auth_builder().only_modules(["nowhere"]);
            let problem = builder.resource(resource).build().unwrap_err().to_string();
            assert!(problem.contains("https URL"), "{url}: {problem}");
        }
    }
}

#[actix_web::test]
async fn everybody_may_read_it_and_caches_may_keep_it() {
    let (issuer, builder) = builder();
    let app = serve(builder.resource(resource())).await;
    let plain = get(PATH).send(&app).await;
    let allowed = |answer: &Answer| answer.lines("access-control-allow-origin").join(",");
    assert_eq!(allowed(&plain), "*");
    assert_eq!(plain.lines("cache-control"), ["public, max-age=3600"]);
    assert!(plain.challenges().is_empty());
    // With a credential, of whatever kind, it is the same.
    for field in [
        issuer.token("alice").bearer().1,
        "Bearer x".into(),
        "?".into(),
    ] {
        let answer = get(PATH).authorization(field).send(&app).await;
        assert_eq!(answer.visible(), plain.visible());
    }
    let head = ask(Method::HEAD, PATH).send(&app).await;
    assert_eq!(head.status, StatusCode::OK);
    let preflight = ask(Method::OPTIONS, PATH)
        .header("origin", "https://app.example")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "mcp-protocol-version");
    let preflight = preflight.send(&app).await;
    assert!(preflight.status.is_success());
    assert_eq!(allowed(&preflight), "*");
    assert_eq!(preflight.lines("access-control-allow-headers"), ["*"]);
    assert_eq!(ask(Method::POST, PATH).status(&app).await, 405);
}

#[actix_web::test]
async fn challenges_say_where_it_is() {
    let (issuer, builder) = builder();
    let app = serve(builder.resource(resource())).await;
    let expected = format!("Bearer realm=\"api\", resource_metadata=\"{URL}\"");
    assert_eq!(get("/me").send(&app).await.challenge(), expected);
    let expected = format!(
        "Bearer realm=\"api\", error=\"invalid_token\", resource_metadata=\"{URL}\", \
         error_description=\"The access token expired\""
    );
    let expired = get("/me").bearer(issuer.token("alice").expired());
    assert_eq!(expired.send(&app).await.challenge(), expected);
    let expected = format!(
        "Bearer realm=\"api\", error=\"invalid_request\", resource_metadata=\"{URL}\", \
         error_description=\"The credentials cannot be read\""
    );
    let unreadable = get("/me").authorization("Bearer a b");
    assert_eq!(unreadable.send(&app).await.challenge(), expected);
}

#[actix_web::test]
async fn challenges_of_dpop_say_it_too() {
    let clock = TestClock::at(NOW);
    let builder = TestIssuer::new().clock(clock).auth_builder();
    let builder = builder.dpop(DPoP::at(ORIGIN)).resource(resource());
    let auth = builder.only_modules(["nowhere"]).build().unwrap();
    let app = start(App::new().app_data(auth).configure(site::routes)).await;
    let answer = get("/either").send(&app).await;
    for challenge in answer.challenges() {
        let url = parameters::get(challenge, "resource_metadata");
        assert_eq!(url.as_deref(), Some(URL), "{challenge}");
    }
    assert_eq!(answer.challenges().len(), 2);
}

/// RFC 9728 §5.1 with what clients of MCP ask for: the scopes in the 401 already.
#[actix_web::test]
async fn a_challenge_names_the_scopes_that_the_route_needs() {
    let (_, builder) = builder();
    let app = serve(builder.resource(resource())).await;
    let scope = |answer: &Answer| parameters::get(answer.challenge(), "scope");
    let anonymous = get("/orders").send(&app).await;
    assert_eq!(anonymous.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        scope(&anonymous).as_deref(),
        Some("orders:read orders:list")
    );
    let anonymous = get("/tools").send(&app).await;
    assert_eq!(scope(&anonymous).as_deref(), Some("tools orders:read"));
    let anonymous = get("/me").send(&app).await;
    assert_eq!(scope(&anonymous), None);
}

/// All that the operation needs at once, and of several ways the one that the caller is on.
#[actix_web::test]
async fn a_wider_scope_is_asked_for_exactly() {
    let (issuer, builder) = builder();
    let app = serve(builder.resource(resource())).await;
    let forbidden = async |path: &str, scopes: &[&str]| {
        let token = issuer.token("alice").scopes(scopes.iter().copied());
        let answer = get(path).bearer(token).send(&app).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        answer.challenge().to_owned()
    };
    let expected = format!(
        "Bearer realm=\"api\", error=\"insufficient_scope\", scope=\"orders:read orders:list\", \
         resource_metadata=\"{URL}\", error_description=\"The access token needs a wider scope\""
    );
    assert_eq!(forbidden("/orders", &[]).await, expected);
    assert_eq!(forbidden("/orders", &["orders:list"]).await, expected);
    let scope = |challenge: &str| parameters::get(challenge, "scope");
    let on_another_way = forbidden("/orders", &["orders:admin"]).await;
    assert_eq!(
        scope(&on_another_way).as_deref(),
        Some("orders:read orders:admin")
    );
    let two = forbidden("/tools", &["orders:read"]).await;
    assert_eq!(scope(&two).as_deref(), Some("tools orders:read"));
}

#[actix_web::test]
async fn the_request_does_not_say_where_it_is() {
    let (_, builder) = builder();
    let app = serve(builder.resource(resource())).await;
    for (name, value) in [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("forwarded", "host=evil.example"),
    ] {
        let challenged = get("/me").header(name, value).send(&app).await;
        let url = parameters::get(challenged.challenge(), "resource_metadata");
        assert_eq!(url.as_deref(), Some(URL));
        let document = document(&get(PATH).header(name, value).send(&app).await);
        assert_eq!(document["resource"], "https://api.example/v1");
    }
}

/// Metadata makes no difference between what hides and what is not there.
#[actix_web::test]
async fn a_hidden_route_answers_as_a_miss_does() {
    let (issuer, builder) = builder();
    let app = serve(builder.resource(resource())).await;
    for (path, statuses) in [("/refusal", [401, 401, 404]), ("/beside", [401, 401, 404])] {
        let requests = |path: &str| {
            let token = issuer.token("alice");
            [
                get(path),
                get(path).bearer(token.clone().expired()),
                get(path).bearer(token),
            ]
        };
        let (hidden, miss) = (requests(path), requests("/nothing"));
        for ((hidden, miss), status) in hidden.into_iter().zip(miss).zip(statuses) {
            let hidden = hidden.send(&app).await.visible();
            assert_eq!(hidden, miss.send(&app).await.visible(), "{path}");
            assert_eq!(hidden.0, status);
        }
    }
}

#[actix_web::test]
async fn without_a_resource_there_is_nothing() {
    let (_, builder) = builder();
    let app = serve(builder).await;
    let (there, elsewhere) = (get(PATH), get("/.well-known/nothing"));
    let there = there.send(&app).await.visible();
    assert_eq!(there, elsewhere.send(&app).await.visible());
    assert_eq!(
        get("/me").send(&app).await.challenge(),
        "Bearer realm=\"api\""
    );
}

/// Tokens stand in the header and nowhere else (OAuth 2.1 §5.1).
#[actix_web::test]
async fn a_token_in_the_query_is_none() {
    let (issuer, builder) = builder();
    let app = serve(builder.resource(resource())).await;
    let token = issuer.token("alice").mint();
    let in_query = get(&format!("/me?access_token={token}")).send(&app).await;
    let anonymous = get("/me").send(&app).await;
    assert_eq!(in_query.visible(), anonymous.visible());
    // And a token for somebody else's API is none here.
    let foreign = issuer.token("alice").claim("aud", "https://other.example");
    let answer = get("/me").bearer(foreign).send(&app).await;
    let error = parameters::get(answer.challenge(), "error");
    assert_eq!(error.as_deref(), Some("invalid_token"));
}
