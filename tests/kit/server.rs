//! A real server for clients in other processes.

use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc;
use std::thread::JoinHandle;

use actix_web::body::MessageBody;
use actix_web::dev::{ServerHandle, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::{App, Error, HttpServer, rt};

/// A server on a free port of this machine, in a thread of its own, until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
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
        let (tell, hear) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            rt::System::new().block_on(async move {
                let server = HttpServer::new(app)
                    .workers(workers)
                    .shutdown_timeout(0)
                    .disable_signals()
                    .listen(listener)
                    .expect("a free port");
                let address = server.addrs()[0];
                let server = server.run();
                tell.send((address, server.handle()))
                    .expect("the test waits for it");
                server.await.expect("the server ends in peace");
            });
        });
        let (address, handle) = hear.recv().expect("the server starts");
        Self {
            address,
            handle,
            thread: Some(thread),
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
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
