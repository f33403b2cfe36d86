//! Connections that end when they are used again.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use auth_runtime::introspection::Introspection;

use crate::kit::{AUDIENCE, Api};

/// A server that answers the first request of a connection, and ends it at the second one.
fn forgetful_server(connections: Arc<AtomicUsize>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // Ends with the process of the tests.
    thread::spawn(move || {
        for stream in listener.incoming() {
            connections.fetch_add(1, Ordering::Relaxed);
            let mut stream = stream.unwrap();
            thread::spawn(move || {
                if read_request(&mut stream).is_some() {
                    let body = format!(r#"{{"active":true,"sub":"alice","aud":"{AUDIENCE}"}}"#);
                    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
                    let length = body.len();
                    write!(stream, "{head}content-length: {length}\r\n\r\n{body}").unwrap();
                    read_request(&mut stream);
                }
            });
        }
    });
    format!("http://{address}/introspect")
}

fn read_request(stream: &mut TcpStream) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()
}

#[actix_web::test]
async fn a_kept_connection_that_ends_costs_no_verdict() {
    let connections = Arc::new(AtomicUsize::new(0));
    let url = forgetful_server(connections.clone());
    let asking = Introspection::at(url)
        .client("api", "secret")
        .audience(AUDIENCE)
        .cache_for(Duration::ZERO);
    let api = Api::new(|auth| auth.introspection(asking));
    for _ in 0..4 {
        assert_eq!(api.status("opaque").await, 200);
    }
    assert!(connections.load(Ordering::Relaxed) >= 2);
}
