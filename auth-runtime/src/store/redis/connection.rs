//! The one connection of a process to Redis, in a thread of its own.
//!
//! A connection is driven by the runtime in which it was opened. Those of actix-web's workers end with
//! their worker, so none of them is the right one.
//!
//! The library's own `ConnectionManager` is not used: it keeps a connection whose answers time out,
//! which a dead machine leaves behind, and never tries again after a refusal such as `LOADING` while it
//! connects. Here every error ends the connection, and the next request opens another.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, RedisError, Value};
use tokio::runtime::Builder;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::time::timeout;

use crate::store::StoreError;

/// The thread's end of work is that nobody can send it any.
pub(super) struct Connection(mpsc::UnboundedSender<Job>);

/// Each ends with its patience, so there are no more of them than requests in that time.
struct Job {
    command: Cmd,
    patience: Duration,
    answer: oneshot::Sender<Result<Value, StoreError>>,
}

impl Connection {
    pub(super) fn to(client: Client) -> Result<Self, StoreError> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(StoreError::new)?;
        let (sender, mut jobs) = mpsc::unbounded_channel::<Job>();
        let line = Arc::new(Line::new(client));
        let serve = move || {
            runtime.block_on(async move {
                while let Some(job) = jobs.recv().await {
                    let line = line.clone();
                    tokio::spawn(async move {
                        // Whoever asked may be gone.
                        let _ = job.answer.send(line.ask(&job.command, job.patience).await);
                    });
                }
            });
        };
        thread::Builder::new()
            .name("auth-redis".into())
            .spawn(serve)
            .map_err(StoreError::new)?;
        Ok(Self(sender))
    }

    pub(super) fn ask(
        &self,
        command: Cmd,
        patience: Duration,
    ) -> impl Future<Output = Result<Value, StoreError>> + use<> {
        let (answer, answered) = oneshot::channel();
        let job = Job {
            command,
            patience,
            answer,
        };
        // Where the thread is gone, the job is dropped, and with it its answer.
        let _ = self.0.send(job);
        async move {
            answered
                .await
                .unwrap_or_else(|_| Err(StoreError::new("the thread of its connection is gone")))
        }
    }
}

/// The open connection, if there is one, and how many there were.
struct Line {
    client: Client,
    open: Mutex<(u64, Option<MultiplexedConnection>)>,
}

impl Line {
    fn new(client: Client) -> Self {
        Self {
            client,
            open: Mutex::new((0, None)),
        }
    }

    async fn ask(&self, command: &Cmd, patience: Duration) -> Result<Value, StoreError> {
        match timeout(patience, self.try_twice(command)).await {
            Ok(answer) => answer.map_err(StoreError::new),
            Err(_) => Err(StoreError::new("it does not answer in time")),
        }
    }

    /// A connection that Redis or something in between has closed while nobody asked shows it at the
    /// next question, which is asked again over a new one. Every question of this store may be: of a
    /// counter whose answer was lost one failure too many is counted.
    async fn try_twice(&self, command: &Cmd) -> Result<Value, RedisError> {
        match self.try_once(command).await {
            Err(error) if error.is_connection_dropped() => self.try_once(command).await,
            answer => answer,
        }
    }

    async fn try_once(&self, command: &Cmd) -> Result<Value, RedisError> {
        let (number, mut connection) = self.connection().await?;
        let mut hang_up = HangUp(self, Some(number));
        let answer = connection.send_packed_command(command).await;
        let answer = answer.and_then(Value::extract_error);
        if answer.is_ok() {
            hang_up.1 = None;
        }
        answer
    }

    /// The open one, or a new one. Whoever waits for the lock does so within its own patience.
    async fn connection(&self) -> Result<(u64, MultiplexedConnection), RedisError> {
        let mut open = self.open.lock().await;
        if let (number, Some(connection)) = &*open {
            return Ok((*number, connection.clone()));
        }
        // The patience of the whole is bounded outside.
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(None)
            .set_response_timeout(None);
        let connecting = self
            .client
            .get_multiplexed_async_connection_with_config(&config);
        let connection = connecting.await?;
        *open = (open.0 + 1, Some(connection.clone()));
        Ok((open.0, connection))
    }
}

/// Ends the connection of this number, after an error and where patience ended in between.
struct HangUp<'a>(&'a Line, Option<u64>);

impl Drop for HangUp<'_> {
    fn drop(&mut self) {
        // One who holds the lock is looking at it now; the next error comes by again.
        if let Some(number) = self.1
            && let Ok(mut open) = self.0.open.try_lock()
            && open.0 == number
        {
            open.1 = None;
        }
    }
}
