//! `/orders/{id}`: an order, for those for whom it exists.

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, delete, get};
use auth_runtime::{Authorized, require_auth};

use super::Order;
use super::record::Cancel;
use crate::error::AppError;
use crate::store::Store;

// There is no order to show before it is known that this caller may see it: the guard loads it, and
// checks it, and a forgotten check would be a missing argument.
#[require_auth]
#[get("/orders/{id}")]
pub(super) async fn show(order: Authorized<Order>) -> Json<Order> {
    Json(order.into_inner())
}

// 403 for who sees the order and may not cancel it, 404 for everybody else.
#[require_auth]
#[delete("/orders/{id}")]
pub(super) async fn cancel(
    order: Authorized<Order, Cancel>,
    store: Data<Store>,
) -> Result<HttpResponse, AppError> {
    let id = order.id;
    let cancelled = store
        .run(move |store| {
            // Sent while we looked at it? The database has the last word.
            let statement = "DELETE FROM orders WHERE id = ?1 AND NOT is_sent";
            Ok(store.execute(statement, [id])?)
        })
        .await?;
    if cancelled == 0 {
        return Err(AppError::NotFound("There is no such order any more."));
    }
    Ok(HttpResponse::NoContent().finish())
}
