//! Orders: everybody buys for themselves, and nobody sees what others bought.

mod list;
mod one;
mod record;

use std::error::Error;

use actix_web::web::ServiceConfig;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use crate::books::Book;
use crate::error::AppError;

pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(list::mine)
        .service(list::buy)
        .service(list::of_user)
        .service(one::show)
        .service(one::cancel);
}

#[derive(Debug, Serialize)]
pub(crate) struct Order {
    id: i64,
    buyer: String,
    title: String,
    cents: u32,
    is_sent: bool,
}

pub(crate) fn seed(store: &Connection) -> Result<(), Box<dyn Error>> {
    for (buyer, book, title, cents, is_sent) in [
        ("alice", 2, "Moby-Dick", 1080, true),
        ("alice", 3, "Middlemarch", 1260, false),
        ("carol", 1, "Emma", 810, false),
    ] {
        store.execute(
            "INSERT INTO orders (buyer, book, title, cents, is_sent) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![buyer, book, title, cents, is_sent],
        )?;
    }
    Ok(())
}

fn insert(store: &Connection, buyer: &str, book: &Book) -> Result<Order, AppError> {
    let order = store.query_row(
        "INSERT INTO orders (buyer, book, title, cents) VALUES (?1, ?2, ?3, ?4)
         RETURNING id, buyer, title, cents, is_sent",
        params![buyer, book.id, book.title, book.member_price()],
        order,
    )?;
    Ok(order)
}

/// The order of this number, whosever it is.
fn find(store: &Connection, id: i64) -> Result<Option<Order>, AppError> {
    let order = store
        .query_row(
            "SELECT id, buyer, title, cents, is_sent FROM orders WHERE id = ?1",
            [id],
            order,
        )
        .optional()?;
    Ok(order)
}

/// What one user bought.
fn of(store: &Connection, buyer: &str) -> Result<Vec<Order>, AppError> {
    let orders = store
        .prepare(
            "SELECT id, buyer, title, cents, is_sent FROM orders WHERE buyer = ?1 ORDER BY id",
        )?
        .query_map([buyer], order)?
        .collect::<Result<_, _>>()?;
    Ok(orders)
}

/// Every order, for admins.
pub(crate) fn all(store: &Connection) -> Result<Vec<Order>, AppError> {
    let orders = store
        .prepare("SELECT id, buyer, title, cents, is_sent FROM orders ORDER BY id")?
        .query_map([], order)?
        .collect::<Result<_, _>>()?;
    Ok(orders)
}

fn order(row: &Row<'_>) -> rusqlite::Result<Order> {
    Ok(Order {
        id: row.get(0)?,
        buyer: row.get(1)?,
        title: row.get(2)?,
        cents: row.get(3)?,
        is_sent: row.get(4)?,
    })
}
