//! A server that ends itself, and a client that writes the very bytes that it is told.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpServer, rt};
use auth_runtime::Auth;

/// Neither a test nor a server waits longer.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
const LONGEST_LIFE: Duration = Duration::from_secs(60);

/// A server on a port of its own, until it is dropped.
pub(super) struct Server {
    address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) fn start(auth: Auth, routes: fn(&mut actix_web::web::ServiceConfig)) -> Self {
        let (started, start) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            rt::System::new().block_on(async move {
                let app = move || {
                    App::new()
                        .app_data(auth.clone())
                        .configure(routes)
                        .default_service(auth.not_found())
                };
                let server = HttpServer::new(app).workers(1).disable_signals();
                let server = server.bind(("127.0.0.1", 0)).unwrap();
                let address = server.addrs()[0];
                let server = server.run();
                started.send((address, server.handle())).unwrap();
                let _ = rt::time::timeout(LONGEST_LIFE, server).await;
            });
        });
        let (address, handle) = start.recv_timeout(LONGEST_WAIT).unwrap();
        Self {
            address,
            handle,
            thread: Some(thread),
        }
    }

    /// Sends the bytes on a connection of their own and reads to its end.
    pub(super) fn ask(&self, request: impl AsRef<[u8]>) -> Response {
        let mut stream = self.send(request.as_ref());
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        Response::read(&bytes).expect("a whole response")
    }

    /// The same for a request that announces more than it sends, for which a server may keep the
    /// connection open: reads until the response is whole.
    pub(super) fn ask_unfinished(&self, request: impl AsRef<[u8]>) -> Response {
        let mut stream = self.send(request.as_ref());
        let mut bytes = Vec::new();
        loop {
            let mut chunk = [0; 1024];
            let length = stream.read(&mut chunk).unwrap();
            bytes.extend_from_slice(&chunk[..length]);
            match Response::read(&bytes) {
                Some(response) if response.is_whole() => return response,
                _ => assert_ne!(length, 0, "the connection ended within a response"),
            }
        }
    }

    fn send(&self, request: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect_timeout(&self.address, LONGEST_WAIT).unwrap();
        stream.set_read_timeout(Some(LONGEST_WAIT)).unwrap();
        stream.set_write_timeout(Some(LONGEST_WAIT)).unwrap();
        stream.write_all(request).unwrap();
        stream
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The order is given at the call; the future only waits for it to be carried out.
        drop(self.handle.stop(false));
        let thread = self.thread.take().unwrap();
        assert!(
            thread.join().is_ok() || std::thread::panicking(),
            "the server panicked"
        );
    }
}

/// A response as it came over the wire.
#[derive(Debug)]
pub(super) struct Response {
    /// The interim responses before it (RFC 9110 §15.2).
    pub(super) interim: Vec<u16>,
    pub(super) status: u16,
    /// In their order, names in lower case.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Response {
    /// The response, once its head has arrived.
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut interim = Vec::new();
        let mut rest = std::str::from_utf8(bytes).unwrap();
        loop {
            let (head, body) = rest.split_once("\r\n\r\n")?;
            let mut lines = head.split("\r\n");
            let line = lines.next()?;
            let status = line.split(' ').nth(1).and_then(|it| it.parse().ok());
            let status = status.expect("a status");
            if status >= 200 {
                let header = |line: &str| {
                    let (name, value) = line.split_once(": ").expect("a header");
                    (name.to_ascii_lowercase(), value.to_owned())
                };
                let headers = lines.map(header).collect();
                let body = body.to_owned();
                return Some(Self {
                    interim,
                    status,
                    headers,
                    body,
                });
            }
            interim.push(status);
            rest = body;
        }
    }

    /// Whether the body is as long as it says.
    fn is_whole(&self) -> bool {
        let length = self.header("content-length");
        length == Some(self.body.len().to_string().as_str())
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(known, _)| known == name);
        let value = values.next().map(|(_, value)| value.as_str());
        assert!(values.next().is_none(), "{name} twice: {self:?}");
        value
    }

    /// All headers but `Date`, which is the server's.
    pub(super) fn lasting_headers(&self) -> Vec<(String, String)> {
        let mut headers = self.headers.clone();
        headers.retain(|(name, _)| name != "date");
        headers.sort();
        headers
    }
}
