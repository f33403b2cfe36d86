//! The admin area: to all but admins, there is nothing here.
//!
//! `hide` on `require_auth` hides it from strangers, `hide` on `require_role` from everybody else
//! with a token. With `public_misses` the one without the other does not start.

use actix_web::get;
use actix_web::web::{Data, Json, ServiceConfig};
use auth_runtime::{require_auth, require_role};

use crate::error::AppError;
use crate::orders::{self, Order};
use crate::store::Store;
use crate::users::{self, Role, User};

pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(all_users).service(all_orders);
}

#[require_auth(hide = true)]
#[require_role(Role::Admin, hide = true)]
#[get("/admin/users")]
async fn all_users(store: Data<Store>) -> Result<Json<Vec<User>>, AppError> {
    Ok(Json(store.run(users::all).await?))
}

#[require_auth(hide = true)]
#[require_role(Role::Admin, hide = true)]
#[get("/admin/orders")]
async fn all_orders(store: Data<Store>) -> Result<Json<Vec<Order>>, AppError> {
    Ok(Json(store.run(orders::all).await?))
}
