//! Apps that speak HTTP/1 on one port and HTTP/2 as well on another.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread::JoinHandle;

use actix_web::body::MessageBody;
use actix_web::dev::{ServerHandle, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::{App, Error, HttpServer, rt};
use tests::distinguisher::Distinguisher;
use tests::server::free_port;

/// A server in a thread of its own, until it is dropped.
pub(crate) struct Server {
    http1: SocketAddr,
    http2: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
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
        let (tell, hear) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            rt::System::new().block_on(async move {
                let server = HttpServer::new(app)
                    .workers(1)
                    .shutdown_timeout(0)
                    .disable_signals()
                    .tcp_nodelay(true);
                let server = server.listen(free_port()).unwrap();
                let server = server.listen_auto_h2c(free_port()).unwrap();
                let addresses = server.addrs();
                let server = server.run();
                tell.send((addresses, server.handle())).unwrap();
                server.await.unwrap();
            });
        });
        let (addresses, handle) = hear.recv().expect("the server starts");
        Self {
            http1: addresses[0],
            http2: addresses[1],
            handle,
            thread: Some(thread),
        }
    }

    /// Where it speaks HTTP/1.
    #[allow(dead_code, reason = "one of two test binaries needs it")]
    pub(crate) fn address(&self) -> SocketAddr {
        self.http1
    }

    /// An attacker of this server.
    pub(crate) fn attacked(&self, hidden: &str, miss: &str) -> Distinguisher {
        Distinguisher::new(self.http1, hidden, miss).http2(self.http2)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
