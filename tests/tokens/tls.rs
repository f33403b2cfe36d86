//! Whom we ask proves who it is by a certificate (RFC 7662 §4, RFC 9110 §4.3.4).
//!
//! Certificate authorities are those of the machine, read once in a process: so each case is a process
//! of its own, with `SSL_CERT_FILE` set.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use auth_runtime::introspection::Introspection;
use serde_json::Value;
use tests::foreign::{Running, program, run, script};

use crate::kit::{AUDIENCE, Api};

const ENDPOINT: &str = "TEST_OF_TLS_ENDPOINT";

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = env::temp_dir().join(format!("tokens-tls-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// `name.key` and `name.pem`; none where openssl is missing.
fn certificate(folder: &Path, name: &str, more: &[&str]) -> Option<()> {
    let mut openssl = program("openssl", "apt-get install openssl")?;
    let key = [
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ];
    openssl
        .current_dir(folder)
        .args([
            "req",
            "-x509",
            "-days",
            "2",
            "-subj",
            &format!("/CN={name}"),
        ])
        .args(key)
        .args([
            "-keyout",
            &format!("{name}.key"),
            "-out",
            &format!("{name}.pem"),
        ])
        .args(more);
    run(&mut openssl).well();
    Some(())
}

fn serve(folder: &Path) -> Option<(Running, u64)> {
    let mut command = script("authorization_server_tls.mjs")?;
    command
        .args([folder.join("leaf.key"), folder.join("leaf.pem")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut server = Running::start(&mut command);
    let mut ready = String::new();
    BufReader::new(server.child().stdout.take().unwrap())
        .read_line(&mut ready)
        .unwrap();
    let ready: Value = serde_json::from_str(&ready).unwrap();
    Some((server, ready["port"].as_u64().unwrap()))
}

/// The status that an API answers whose process trusts these authorities.
fn status(authorities: &Path, endpoint: &str) -> u16 {
    let mut itself = Command::new(env::current_exe().unwrap());
    itself
        .args(["--exact", "tls::asks", "--nocapture"])
        .env("SSL_CERT_FILE", authorities)
        .env_remove("SSL_CERT_DIR")
        .env(ENDPOINT, endpoint);
    let said = run(&mut itself).well();
    let status = said.split("status: ").nth(1).unwrap();
    status[..3].parse().unwrap()
}

#[test]
fn only_a_server_with_a_trusted_certificate_for_its_name_is_believed() {
    let folder = Folder::new();
    let folder = &folder.0;
    let leaf = [
        "-CA",
        "ours.pem",
        "-CAkey",
        "ours.key",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-addext",
        "basicConstraints=critical,CA:FALSE",
    ];
    for (name, more) in [("ours", &[][..]), ("others", &[]), ("leaf", &leaf)] {
        if certificate(folder, name, more).is_none() {
            return;
        }
    }
    let Some((_server, port)) = serve(folder) else {
        return;
    };
    let (ours, others) = (folder.join("ours.pem"), folder.join("others.pem"));
    let named = format!("https://localhost:{port}/introspect");
    assert_eq!(status(&ours, &named), 200);
    assert_eq!(status(&others, &named), 503);
    let misnamed = format!("https://127.0.0.1:{port}/introspect");
    assert_eq!(status(&ours, &misnamed), 503);
}

/// What those processes do. On its own it has nobody to ask.
#[actix_web::test]
async fn asks() {
    let Ok(endpoint) = env::var(ENDPOINT) else {
        return;
    };
    let asking = Introspection::at(endpoint).client("api", "secret");
    let api = Api::new(|auth| auth.introspection(asking.audience(AUDIENCE)));
    println!("status: {}", api.status("opaque").await);
}

#[test]
fn a_machine_without_authorities_does_not_start() {
    let mut itself = Command::new(env::current_exe().unwrap());
    itself
        .args(["--exact", "tls::asks", "--nocapture"])
        .env("SSL_CERT_FILE", "/dev/null")
        .env_remove("SSL_CERT_DIR")
        .env(ENDPOINT, "https://localhost/introspect");
    let said = run(&mut itself);
    let all = format!("{}{}", said.out, said.err);
    assert!(!said.success && all.contains("ca-certificates"), "{all}");
}
