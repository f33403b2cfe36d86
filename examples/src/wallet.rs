//! The wallet: points that are as good as money, so a stolen token must not open it.

use actix_web::get;
use actix_web::web::{Data, Json, ServiceConfig};
use auth_runtime::{Identity, require_auth};
use serde::Serialize;

use crate::error::AppError;
use crate::store::Store;

pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(wallet);
}

#[derive(Serialize)]
struct Wallet {
    owner: String,
    /// One for each whole 10 cents that were spent.
    points: u32,
}

// The token names the key of its owner, and every request brings a proof of that key, good once.
#[require_auth(scheme = "DPoP")]
#[get("/wallet")]
async fn wallet(who: Identity, store: Data<Store>) -> Result<Json<Wallet>, AppError> {
    let owner = who.subject().to_owned();
    let spent: u32 = store
        .run(move |store| {
            Ok(store.query_row(
                "SELECT coalesce(sum(cents), 0) FROM orders WHERE buyer = ?1",
                [who.subject()],
                |row| row.get(0),
            )?)
        })
        .await?;
    let points = spent / 10;
    Ok(Json(Wallet { owner, points }))
}
