//! The database: one connection, in memory, shared by all workers. The queries stand beside
//! the routes that need them.

use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::web;
use rusqlite::Connection;

use crate::error::AppError;

/// The way to the database. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Store(Arc<Mutex<Connection>>);

impl Store {
    /// An empty database, filled by `seed`.
    pub(crate) fn open(
        seed: impl FnOnce(&Connection) -> Result<(), Box<dyn Error>>,
    ) -> Result<Self, Box<dyn Error>> {
        let connection = Connection::open_in_memory()?;
        connection.execute_batch(include_str!("schema.sql"))?;
        seed(&connection)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Runs `work` on a thread that may block, which an async thread may not.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let connection = self.0.clone();
        web::block(move || {
            // Each statement here is a transaction of its own, so a panic leaves nothing half done.
            work(&connection.lock().unwrap_or_else(PoisonError::into_inner))
        })
        .await
        .map_err(AppError::broken)?
    }
}
