//! Clients and an authorization server that nobody here wrote, over real sockets.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{ChildStdout, Command, Stdio};

use actix_cors::Cors;
use actix_web::{App, HttpResponse, get, web};
use auth_runtime::dpop::{DPoP, Nonces};
use auth_runtime::jwt::Jwt;
use auth_runtime::testing::TestIssuer;
use auth_runtime::{
    Auth, AuthenticationInfo, Identity, ProtectedResource, require_auth, require_scope,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tests::foreign::{Running, program, script};
use tests::server::{Server, free_port};

use crate::parameters;

/// A script that says where its authorization server is, is told where the API is, and then says what
/// it saw.
struct Script {
    running: Running,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Script {
    fn start(mut command: Command) -> (Self, Value) {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut running = Running::start(&mut command);
        let out = running.child().stdout.take().unwrap();
        let mut lines = BufReader::new(out).lines();
        let first = lines.next().expect("it says where it is").unwrap();
        let said = serde_json::from_str(&first).expect("it says so in JSON");
        (Self { running, lines }, said)
    }

    /// What it says when it has been told what it needs to know.
    fn finish(mut self, told: &Value) -> Vec<String> {
        let mut input = self.running.child().stdin.take().unwrap();
        writeln!(input, "{told}").unwrap();
        drop(input);
        let said: Vec<_> = self.lines.map(Result::unwrap).collect();
        let status = self.running.child().wait().unwrap();
        assert!(status.success(), "{said:#?}");
        said
    }
}

#[require_auth(scheme = ["Bearer", "DPoP"])]
#[require_scope("orders:read")]
#[get("/api/orders")]
async fn orders(who: Identity) -> String {
    who.subject().to_owned()
}

#[get("/api/wider")]
#[require_auth(scheme = "Bearer")]
#[require_scope(all("orders:read", "orders:write"))]
async fn wider() -> &'static str {
    "in"
}

#[require_auth(scheme = "Bearer", max_age = "5m", acr = ["phr", "phrh"])]
#[get("/api/recent")]
async fn recent() -> &'static str {
    "in"
}

#[get("/api/quoted")]
#[require_auth(scheme = ["Bearer", "DPoP"], realm = r#"the "inner" \ circle, scope=x"#)]
async fn quoted() -> &'static str {
    "in"
}

#[require_auth(scheme = "DPoP")]
#[get("/api/proof")]
async fn proof() -> &'static str {
    "in"
}

/// npm `oauth4webapi` with tokens of npm `oidc-provider`.
#[test]
fn tokens_of_an_authorization_server_come_in_with_proofs_of_a_client() {
    let Some(command) = script("dpop.mjs") else {
        return;
    };
    let (script, server) = Script::start(command);
    let listener = free_port();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let api = format!("{origin}/api");
    let issuer = server["issuer"].as_str().unwrap();
    let auth = Auth::builder()
        .bearer(
            Jwt::jwk_set(server["jwks"].to_string())
                .issuer(issuer)
                .audience(&api),
        )
        .dpop(DPoP::at(&origin).nonces(Nonces::new()))
        .resource(ProtectedResource::at(&api).authorization_server(issuer))
        .only_modules([module_path!()])
        .build()
        .unwrap();
    let _server = Server::listen(listener, 2, move || {
        App::new()
            .app_data(auth.clone())
            .service(auth.resource_metadata())
            .service((orders, wider, recent, quoted, proof))
            .default_service(auth.not_found())
            .wrap(AuthenticationInfo)
    });
    let said = script.finish(&json!({ "api": api }));
    let bound = said.iter().filter(|line| line.starts_with("bound "));
    assert_eq!(bound.count(), 4, "{said:#?}");
    let challenges: Vec<_> = said
        .iter()
        .filter_map(|it| it.strip_prefix("challenge "))
        .collect();
    assert_eq!(challenges.len(), 5, "{said:#?}");
    for line in challenges {
        check_reading(&serde_json::from_str(line).unwrap());
    }
}

/// What the library's parser read is what a strict one reads, and all that each path should say.
fn check_reading(answer: &Value) {
    let (status, names): (u16, &[&[&str]]) = match answer["path"].as_str().unwrap() {
        "/orders" => (
            401,
            &[
                &[
                    "realm",
                    "error",
                    "scope",
                    "resource_metadata",
                    "error_description",
                ],
                &["realm", "algs", "scope", "resource_metadata"],
            ],
        ),
        "/wider" => (
            403,
            &[&[
                "realm",
                "error",
                "scope",
                "resource_metadata",
                "error_description",
            ]],
        ),
        "/recent" => (
            401,
            &[&[
                "realm",
                "error",
                "resource_metadata",
                "acr_values",
                "max_age",
                "error_description",
            ]],
        ),
        "/quoted" => (
            401,
            &[
                &["realm", "error", "resource_metadata", "error_description"],
                &["realm", "algs", "resource_metadata"],
            ],
        ),
        _ => (401, &[&["realm", "algs", "resource_metadata"]]),
    };
    assert_eq!(answer["status"], status, "{answer}");
    let challenges = answer["challenges"].as_array().unwrap();
    assert_eq!(challenges.len(), names.len(), "{answer}");
    let mut lines = answer["lines"].as_str().unwrap().to_owned();
    if let Some(second) = lines.find(", DPoP ") {
        lines.replace_range(second..second + 2, "\n");
    }
    for ((challenge, line), names) in challenges.iter().zip(lines.lines()).zip(names) {
        let (scheme, parameters) = parameters::read(line);
        assert_eq!(challenge["scheme"], scheme.to_lowercase());
        let read: serde_json::Map<_, _> = parameters
            .iter()
            .map(|(name, value)| (name.clone(), Value::from(value.clone())))
            .collect();
        assert_eq!(challenge["parameters"], Value::from(read), "{line}");
        let found: Vec<_> = parameters.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(&found, names, "{line}");
    }
}

/// Headless Chromium: the browser decides what a page of another origin may send and read.
#[test]
fn a_page_of_another_origin_takes_part() {
    if program("chromium", "apt-get install chromium").is_none() {
        return;
    }
    let Some(command) = script("dpop_page.mjs") else {
        return;
    };
    let (script, page) = Script::start(command);
    let listener = free_port();
    let api = format!("http://{}/api", listener.local_addr().unwrap());
    let issuer = TestIssuer::new();
    let token = issuer.token("alice").scope("orders:read");
    let token = token.claim("cnf", json!({ "jkt": page["jkt"] })).mint();
    let auth = issuer
        .auth_builder()
        .dpop(DPoP::at(api.trim_end_matches("/api")).nonces(Nonces::new()))
        .only_modules([module_path!()])
        .build()
        .unwrap();
    let _server = Server::listen(listener, 1, move || {
        let cors = Cors::default()
            .allow_any_origin()
            .allowed_methods(["GET"])
            .allowed_headers(["authorization", "dpop"])
            .expose_headers(["www-authenticate", "dpop-nonce"]);
        App::new()
            .app_data(auth.clone())
            .service(orders)
            .default_service(auth.not_found())
            .wrap(AuthenticationInfo)
            .wrap(cors)
    });
    let said = script.finish(&json!({ "api": api, "token": token }));
    let answers: Vec<Value> = said
        .iter()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    assert_eq!(answers[0]["status"], 401, "{said:#?}");
    let challenge = answers[0]["challenge"].as_str().expect("the page reads it");
    assert!(challenge.contains("use_dpop_nonce"), "{challenge}");
    assert!(answers[0]["nonce"].is_string(), "{said:#?}");
    assert_eq!(
        (&answers[1]["status"], &answers[1]["body"]),
        (&json!(200), &json!("alice"))
    );
}

/// Apart, because this API takes no DPoP.
mod agents {
    use super::{HttpResponse, Value, answer, require_auth, require_scope, web};

    #[require_auth(scheme = "Bearer")]
    #[require_scope("read")]
    pub(super) async fn reading(message: web::Json<Value>) -> HttpResponse {
        answer(&message, "read")
    }

    #[require_auth(scheme = "Bearer")]
    #[require_scope("write")]
    pub(super) async fn writing(message: web::Json<Value>) -> HttpResponse {
        answer(&message, "write")
    }
}

/// As much of an MCP server as a client needs that lists its tools.
fn answer(message: &Value, tool: &str) -> HttpResponse {
    let Some(id) = message.get("id") else {
        return HttpResponse::Accepted().finish();
    };
    let outcome = match message["method"].as_str() {
        Some("initialize") => json!({"result": {
            "protocolVersion": message["params"]["protocolVersion"],
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "test", "version": "1"},
        }}),
        Some("tools/list") => json!({"result": {
            "tools": [{"name": tool, "inputSchema": {"type": "object"}}],
        }}),
        _ => json!({"error": {"code": -32601, "message": "Method not found"}}),
    };
    let mut reply = json!({"jsonrpc": "2.0", "id": id});
    for (name, value) in outcome.as_object().unwrap() {
        reply[name] = value.clone();
    }
    HttpResponse::Ok().json(reply)
}

/// The scopes and the resource of each token that the authorization server gave out.
fn mcp(package: &str) -> Option<Vec<(String, String, String)>> {
    let mut command = script("mcp.mjs")?;
    command.arg(package);
    let (script, server) = Script::start(command);
    let listener = free_port();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let issuer = server["issuer"].as_str().unwrap();
    let resource = format!("{origin}/mcp");
    let secret = URL_SAFE_NO_PAD
        .decode(server["secret"].as_str().unwrap())
        .unwrap();
    let auth = Auth::builder()
        .bearer(Jwt::hs256(secret).issuer(issuer).audience(&resource))
        .resource(ProtectedResource::at(&resource).authorization_server(issuer))
        .only_modules([concat!(module_path!(), "::agents")])
        .build()
        .unwrap();
    let _server = Server::listen(listener, 1, move || {
        App::new()
            .app_data(auth.clone())
            .service(auth.resource_metadata())
            .service(web::resource("/mcp").route(web::post().to(agents::reading)))
            .service(web::resource("/mcp/write").route(web::post().to(agents::writing)))
            .default_service(auth.not_found())
    });
    let said = script.finish(&json!({ "api": origin }));
    let [came_in, stepped_up] = &said[..] else {
        panic!("{said:#?}");
    };
    assert!(came_in.starts_with("came in "));
    let granted = stepped_up.strip_prefix("stepped up ").unwrap();
    let granted: Vec<Value> = serde_json::from_str(granted).unwrap();
    let text = |token: &Value, name: &str| token[name].as_str().unwrap_or_default().to_owned();
    let granted = granted.iter().map(|token| {
        (
            text(token, "scope"),
            text(token, "resource"),
            resource.clone(),
        )
    });
    Some(granted.collect())
}

/// Both came through our 401, and asked for what the 401 and the 403 said.
fn check_steps(tokens: &[(String, String, String)], second: &str) {
    let scopes: Vec<_> = tokens.iter().map(|(scope, ..)| scope.as_str()).collect();
    assert_eq!(scopes, ["read", second]);
    for (_, resource, ours) in tokens {
        assert_eq!(resource, ours);
    }
}

/// npm `@modelcontextprotocol/client`, as a machine: it adds what it is asked for to what it has.
#[test]
fn the_client_of_mcp_finds_its_way_and_steps_up() {
    if let Some(tokens) = mcp("client") {
        check_steps(&tokens, "read write");
    }
}

/// npm `@modelcontextprotocol/sdk`, for a user: it asks for what it is asked for.
#[test]
fn the_older_client_of_mcp_finds_its_way_and_steps_up() {
    if let Some(tokens) = mcp("sdk") {
        check_steps(&tokens, "write");
    }
}
