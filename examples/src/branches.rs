//! The branches of the shop: what stands in one of them is no business of the other.
//!
//! Who works in a branch has its name in the token. `hide` is what `require_tenant` does unless told
//! otherwise, so strangers must not find the path either: `hide` on `require_auth`, too.

use std::error::Error;

use actix_web::get;
use actix_web::web::{Data, Json, Path, ServiceConfig};
use auth_runtime::{require_auth, require_tenant};
use rusqlite::{Connection, params};
use serde::Serialize;

use crate::error::AppError;
use crate::store::Store;
use crate::users::Role;

pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(stock);
}

pub(crate) const HARBOUR: &str = "harbour";
pub(crate) const MARKET: &str = "market";

#[derive(Debug, Serialize)]
struct Stock {
    title: String,
    copies: u32,
}

// For who works there, and for admins. Another branch answers as one that does not exist.
#[require_auth(hide = true)]
#[require_tenant(path = "branch", claim = "branch", unless_role = Role::Admin)]
#[get("/branches/{branch}/stock")]
async fn stock(branch: Path<String>, store: Data<Store>) -> Result<Json<Vec<Stock>>, AppError> {
    // The attribute compares the path with the token. Which rows are read is said here, by the same
    // segment of the path.
    let stock = store
        .run(move |store| {
            let stock: Vec<_> = store
                .prepare(
                    "SELECT title, copies FROM stock JOIN books ON books.id = book
                     WHERE branch = ?1 ORDER BY title",
                )?
                .query_map([&*branch], |row| {
                    let (title, copies) = (row.get(0)?, row.get(1)?);
                    Ok(Stock { title, copies })
                })?
                .collect::<Result<_, _>>()?;
            Ok(stock)
        })
        .await?;
    Ok(Json(stock))
}

pub(crate) fn seed(store: &Connection) -> Result<(), Box<dyn Error>> {
    for (branch, book, copies) in [
        (HARBOUR, 1, 4),
        (HARBOUR, 2, 9),
        (MARKET, 1, 2),
        (MARKET, 3, 7),
    ] {
        store.execute(
            "INSERT INTO stock (branch, book, copies) VALUES (?1, ?2, ?3)",
            params![branch, book, copies],
        )?;
    }
    Ok(())
}
