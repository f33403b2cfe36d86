//! Books: the window, where people look, the shelf, where editors work, and what readers say.

mod reviews;
mod shelf;
mod window;

use std::error::Error;

use actix_web::web::ServiceConfig;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::error::AppError;

pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(window::list)
        .service(window::previews)
        .service(reviews::of)
        .service(reviews::write)
        .service(shelf::add)
        .service(shelf::set_price)
        .service(shelf::remove);
}

#[derive(Debug, Serialize)]
pub(crate) struct Book {
    pub(crate) id: i64,
    pub(crate) title: String,
    author: String,
    cents: u32,
}

impl Book {
    /// What a reader with an account pays: a tenth less.
    pub(crate) fn member_price(&self) -> u32 {
        self.cents - self.cents / 10
    }
}

pub(crate) fn seed(store: &Connection) -> Result<(), Box<dyn Error>> {
    for (title, author, cents, published) in [
        ("Emma", "Jane Austen", 900, true),
        ("Moby-Dick", "Herman Melville", 1200, true),
        ("Middlemarch", "George Eliot", 1400, true),
        ("The Unwritten Sequel", "Anonymous", 2500, false),
    ] {
        insert(store, title, author, cents, published)?;
    }
    Ok(())
}

fn insert(
    store: &Connection,
    title: &str,
    author: &str,
    cents: u32,
    published: bool,
) -> rusqlite::Result<Book> {
    store.query_row(
        "INSERT INTO books (title, author, cents, published) VALUES (?1, ?2, ?3, ?4)
         RETURNING id, title, author, cents",
        params![title, author, cents, published],
        book,
    )
}

pub(crate) fn list(store: &Connection, published: bool) -> Result<Vec<Book>, AppError> {
    let books = store
        .prepare("SELECT id, title, author, cents FROM books WHERE published = ?1 ORDER BY id")?
        .query_map([published], book)?
        .collect::<Result<_, _>>()?;
    Ok(books)
}

/// A book that can be bought.
pub(crate) fn published(store: &Connection, id: i64) -> Result<Book, AppError> {
    store
        .query_row(
            "SELECT id, title, author, cents FROM books WHERE id = ?1 AND published",
            [id],
            book,
        )
        .optional()?
        .ok_or(AppError::NotFound(NO_SUCH_BOOK))
}

const NO_SUCH_BOOK: &str = "There is no such book.";

fn book(row: &Row<'_>) -> rusqlite::Result<Book> {
    Ok(Book {
        id: row.get(0)?,
        title: row.get(1)?,
        author: row.get(2)?,
        cents: row.get(3)?,
    })
}
