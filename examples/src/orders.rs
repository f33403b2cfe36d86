//! Orders: everybody buys for themselves.

use actix_web::web::{Data, Json, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use auth_runtime::{Identity, require_auth};
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

use crate::books;
use crate::error::AppError;
use crate::store::Store;

pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(mine).service(buy);
}

#[derive(Debug, Serialize)]
pub(crate) struct Order {
    id: i64,
    buyer: String,
    title: String,
    cents: u32,
}

#[derive(Deserialize)]
struct Purchase {
    book: i64,
}

#[require_auth(scheme = "Bearer", realm = "orders")]
#[get("/orders")]
async fn mine(who: Identity, store: Data<Store>) -> Result<Json<Vec<Order>>, AppError> {
    let orders = store
        .run(move |store| {
            let orders = store
                .prepare("SELECT id, buyer, title, cents FROM orders WHERE buyer = ?1 ORDER BY id")?
                .query_map([who.subject()], order)?
                .collect::<Result<_, _>>()?;
            Ok(orders)
        })
        .await?;
    Ok(Json(orders))
}

#[require_auth(scheme = "Bearer", realm = "orders")]
#[post("/orders")]
async fn buy(
    who: Identity,
    Json(Purchase { book }): Json<Purchase>,
    store: Data<Store>,
) -> Result<HttpResponse, AppError> {
    let order = store
        .run(move |store| {
            let book = books::published(store, book)?;
            let order = store.query_row(
                "INSERT INTO orders (buyer, title, cents) VALUES (?1, ?2, ?3)
                 RETURNING id, buyer, title, cents",
                params![who.subject(), book.title, book.member_price()],
                order,
            )?;
            Ok(order)
        })
        .await?;
    Ok(HttpResponse::Created().json(order))
}

/// Every order, for admins.
pub(crate) fn all(store: &Connection) -> Result<Vec<Order>, AppError> {
    let orders = store
        .prepare("SELECT id, buyer, title, cents FROM orders ORDER BY id")?
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
    })
}
