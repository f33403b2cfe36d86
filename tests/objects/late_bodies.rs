//! A condition that waits gives a body the time to arrive after the head, and a path that does not exist is
//! answered before. What becomes of the connection must not tell the two apart.

use std::io::{BufRead, BufReader, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::{App, post, web};
use auth_runtime::{Auth, Verdict, require_auth, require_condition};
use tests::server::Server;

use crate::authenticators::{Prompt, pending_once};

const PATIENCE: Duration = Duration::from_secs(20);

/// Opened by the test once the body is on its way.
#[derive(Default)]
struct Gate(AtomicBool);

/// Hides, after the server has had its turns to read what came.
async fn at_last(gate: web::Data<Gate>) -> Verdict {
    while !gate.0.load(Ordering::Acquire) {
        pending_once().await;
    }
    for _ in 0..1000 {
        pending_once().await;
    }
    Verdict::Hide
}

#[require_auth]
#[require_condition(at_last, hide = true)]
#[post("/hidden")]
async fn at_hidden() -> &'static str {
    "in"
}

/// The fields of the answer to a request whose head comes first, and what comes later. The body is sent
/// while the answer is waited for, if it is.
fn fields(server: &Server, gate: &Gate, path: &str, framing: &str, later: &str) -> Vec<String> {
    let mut stream = TcpStream::connect_timeout(&server.address(), PATIENCE).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_nodelay(true).unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer alice\r\n{framing}\r\n\r\n"
    );
    gate.0.store(false, Ordering::Release);
    stream.write_all(head.as_bytes()).unwrap();
    if path == "/hidden" {
        stream.write_all(later.as_bytes()).unwrap();
    }
    gate.0.store(true, Ordering::Release);
    let lines = BufReader::new(stream).lines().map(Result::unwrap);
    let lines = lines.take_while(|line| !line.is_empty());
    let mut lines: Vec<_> = lines.filter(|line| !line.starts_with("date: ")).collect();
    lines.sort();
    lines
}

#[test]
fn a_body_that_comes_late_leaves_the_connection_as_a_miss_does() {
    let gate = web::Data::new(Gate::default());
    let shared = gate.clone();
    let auth = Auth::builder()
        .bearer_with(Prompt)
        .only_modules([module_path!()]);
    let auth = auth.build().unwrap();
    let server = Server::start(1, move || {
        App::new()
            .app_data(auth.clone())
            .app_data(shared.clone())
            .service(at_hidden)
            .default_service(auth.not_found())
    });
    let gate: Arc<Gate> = gate.into_inner();
    let chunks = "5\r\nhello\r\n0\r\n\r\n";
    let behind = "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for (framing, later) in [
        ("Content-Length: 9", "123456789".to_owned()),
        ("Content-Length: 9", "1234".to_owned()),
        ("Transfer-Encoding: chunked", chunks.to_owned()),
        ("Transfer-Encoding: chunked", format!("{chunks}{behind}")),
        ("Transfer-Encoding: chunked", "5\r\nhel".to_owned()),
    ] {
        let answer = |path| fields(&server, &gate, path, framing, &later);
        let (miss, hidden) = (answer("/nowhere"), answer("/hidden"));
        assert!(miss.iter().any(|it| it == "connection: close"), "{miss:?}");
        assert_eq!(hidden, miss, "{framing} {later:?}");
    }
}
