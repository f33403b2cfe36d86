//! `/orders`: what belongs to whoever asks. `/users/{user}/orders`: to whom the path names.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get, post};
use auth_runtime::{Identity, require_auth, require_owner};
use serde::Deserialize;

use super::Order;
use crate::books;
use crate::error::AppError;
use crate::store::Store;
use crate::users::Role;

#[derive(Deserialize)]
struct Purchase {
    book: i64,
}

#[require_auth(scheme = "Bearer", realm = "orders")]
#[get("/orders")]
pub(super) async fn mine(who: Identity, store: Data<Store>) -> Result<Json<Vec<Order>>, AppError> {
    let orders = store.run(move |store| super::of(store, who.subject()));
    Ok(Json(orders.await?))
}

#[require_auth(scheme = "Bearer", realm = "orders")]
#[post("/orders")]
pub(super) async fn buy(
    who: Identity,
    Json(Purchase { book }): Json<Purchase>,
    store: Data<Store>,
) -> Result<HttpResponse, AppError> {
    let order = store
        .run(move |store| {
            let book = books::published(store, book)?;
            super::insert(store, who.subject(), &book)
        })
        .await?;
    Ok(HttpResponse::Created().json(order))
}

// Each user's own, and admins', who answer the phone. Nobody else learns who is a customer.
#[require_auth(hide = true)]
#[require_owner(path = "user", unless_role = Role::Admin, hide = true)]
#[get("/users/{user}/orders")]
pub(super) async fn of_user(
    user: Path<String>,
    store: Data<Store>,
) -> Result<Json<Vec<Order>>, AppError> {
    let orders = store.run(move |store| super::of(store, &user));
    Ok(Json(orders.await?))
}
