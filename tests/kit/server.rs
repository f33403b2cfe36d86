//! A real server for clients in other processes.

use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc;
use std::thread::JoinHandle;

use actix_web::body::MessageBody;
use actix_web::dev::{ServerHandle, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::{App, Error, HttpServer, rt};

use crate::distinguisher::Distinguisher;

/// A server on a free port of this machine, in a thread of its own, until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    /// Where it speaks HTTP/2 as well, without TLS.
    http2: Option<SocketAddr>,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves what `app` makes, with so many workers.
    pub fn start<F, T, B>(workers: usize, app: F) -> Self
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
        Self::listen(free_port(), workers, app)
    }

    /// The same with a port where it speaks HTTP/2 as well, without TLS, and one worker.
    pub fn start_with_http2<F, T, B>(app: F) -> Self
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
        Self::serve(free_port(), Some(free_port()), 1, app)
    }

    /// The same on a port that the app had to know beforehand.
    ///
    /// # Panics
    ///
    /// When it does not start.
    pub fn listen<F, T, B>(listener: TcpListener, workers: usize, app: F) -> Self
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
        Self::serve(listener, None, workers, app)
    }

    fn serve<F, T, B>(
        http1: TcpListener,
        http2: Option<TcpListener>,
        workers: usize,
        app: F,
    ) -> Self
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
                let mut server = HttpServer::new(app)
                    .workers(workers)
                    .shutdown_timeout(0)
                    .disable_signals()
                    .tcp_nodelay(true)
                    .listen(http1)
                    .expect("a free port");
                if let Some(http2) = http2 {
                    server = server.listen_auto_h2c(http2).expect("a free port");
                }
                let addresses = server.addrs();
                let server = server.run();
                tell.send((addresses, server.handle()))
                    .expect("the test waits for it");
                server.await.expect("the server ends in peace");
            });
        });
        let (addresses, handle) = hear.recv().expect("the server starts");
        Self {
            address: addresses[0],
            http2: addresses.get(1).copied(),
            handle,
            thread: Some(thread),
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// An attacker of this server, who speaks what it speaks.
    pub fn attacked(&self, hidden: &str, miss: &str) -> Distinguisher {
        let attacker = Distinguisher::new(self.address, hidden, miss);
        match self.http2 {
            Some(http2) => attacker.http2(http2),
            None => attacker,
        }
    }

    /// `http://127.0.0.1:…` and this path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

/// A port of this machine that is nobody else's until it is dropped.
///
/// # Panics
///
/// When there is none.
pub fn free_port() -> TcpListener {
    TcpListener::bind(("127.0.0.1", 0)).expect("a free port")
}

impl Drop for Server {
    fn drop(&mut self) {
        // Takes effect when it is called; nobody has to wait for the future.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
