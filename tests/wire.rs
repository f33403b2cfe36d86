//! A real server and its raw bytes.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServerHandle, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::{App, Error, HttpServer, rt, web};

/// How long a test waits for bytes before it fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server on a free port of this machine, until it is stopped.
pub(crate) struct Server {
    address: SocketAddr,
    handle: ServerHandle,
}

impl Server {
    pub(crate) fn start<F, T, B>(app: F) -> Self
    where
        F: Fn() -> App<T> + Send + Clone + 'static,
        T: ServiceFactory<
                ServiceRequest,
                Config = (),
                Response = ServiceResponse<B>,
                Error = Error,
                InitError = (),
            > + 'static,
        B: MessageBody + 'static,
    {
        let server = HttpServer::new(app)
            .workers(1)
            .disable_signals()
            .bind(("127.0.0.1", 0))
            .expect("a free port");
        let address = server.addrs()[0];
        let server = server.run();
        let handle = server.handle();
        rt::spawn(server);
        Self { address, handle }
    }

    /// Sends these bytes and reads until the server closes the connection.
    pub(crate) async fn exchange(&self, request: impl Into<Vec<u8>>) -> String {
        self.talk(request, |stream| {
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).map(|_| answer)
        })
        .await
    }

    /// Sends these bytes and reads the head of the first final answer, with the connection open.
    pub(crate) async fn head_of_answer(&self, request: impl Into<Vec<u8>>) -> String {
        self.talk(request, |stream| {
            let (mut answer, mut byte) = (Vec::new(), [0]);
            while !answer.ends_with(b"\r\n\r\n") && stream.read(&mut byte)? == 1 {
                answer.push(byte[0]);
                if answer == *b"HTTP/1.1 100 Continue\r\n\r\n" {
                    answer.clear();
                }
            }
            stream.shutdown(Shutdown::Both)?;
            Ok(answer)
        })
        .await
    }

    async fn talk(
        &self,
        request: impl Into<Vec<u8>>,
        read: impl FnOnce(&mut TcpStream) -> std::io::Result<Vec<u8>> + Send + 'static,
    ) -> String {
        let (address, request) = (self.address, request.into());
        let answer = web::block(move || {
            let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.write_all(&request)?;
            read(&mut stream)
        });
        let answer = answer.await.expect("not cancelled").expect("an answer");
        String::from_utf8(answer).expect("an answer in UTF-8")
    }

    pub(crate) async fn stop(self) {
        self.handle.stop(false).await;
    }
}
