//! npm `oidc-provider` in a process of its own.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use awc::Client;
use serde_json::Value;
use tests::foreign::{Running, script};

/// A real authorization server; see `clients/authorization_server.mjs`.
pub(crate) struct AuthorizationServer {
    /// Its standard input is what keeps it running.
    _process: Running,
    pub(crate) issuer: String,
}

impl AuthorizationServer {
    /// One with its own keys and memory, or none where Node is missing.
    pub(crate) fn start() -> Option<Self> {
        let mut command = script("authorization_server.mjs")?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = Running::start(&mut command);
        let mut ready = String::new();
        BufReader::new(process.child().stdout.take().unwrap())
            .read_line(&mut ready)
            .unwrap();
        let ready: Value = serde_json::from_str(&ready).expect("the server says where it is");
        let issuer = ready["issuer"].as_str().unwrap().to_owned();
        Some(Self {
            _process: process,
            issuer,
        })
    }

    /// A token of the client `machine` for itself.
    pub(crate) async fn token(&self, resource: &str) -> String {
        let form = [
            ("grant_type", "client_credentials"),
            ("resource", resource),
            ("scope", "orders:read"),
        ];
        let answer = self.post("/token", "machine", &form).await;
        let answer: Value = serde_json::from_str(&answer).unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn revoke(&self, token: &str) {
        let form = [("token", token)];
        self.post("/token/revocation", "machine", &form).await;
    }

    pub(crate) async fn command(&self, name: &str) {
        self.post(&format!("/-/{name}"), "machine", &[]).await;
    }

    async fn post(&self, path: &str, client: &str, form: &[(&str, &str)]) -> String {
        let mut answer = Client::default()
            .post(format!("{}{path}", self.issuer))
            .basic_auth(client, "secret")
            .send_form(&form)
            .await
            .unwrap();
        let body = answer.body().await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(answer.status().is_success(), "{path}: {body}");
        body
    }
}
