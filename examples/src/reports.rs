//! What was sold: for colleagues, for the accountant's spreadsheet, for whoever recommends books.

use actix_web::get;
use actix_web::web::{Data, Json, ServiceConfig};
use auth_runtime::{require_auth, require_role};
use rusqlite::Connection;
use serde::Serialize;

use crate::error::AppError;
use crate::store::Store;

pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(sales).service(report).service(bestsellers);
}

#[derive(Debug, Serialize)]
struct Sales {
    title: String,
    sold: u32,
    cents: u32,
}

#[derive(Serialize)]
struct Bestseller {
    title: String,
    sold: u32,
}

// No role is above the others: an admin without `pricing` is refused.
#[require_auth]
#[require_role(all("editor", "pricing"))]
#[get("/sales")]
async fn sales(store: Data<Store>) -> Result<Json<Vec<Sales>>, AppError> {
    Ok(Json(store.run(all_sales).await?))
}

// The same for a spreadsheet, which cannot log in: it sends name and password with each request.
#[require_auth(scheme = "Basic")]
#[require_role(all("editor", "pricing"))]
#[get("/reports/sales")]
async fn report(store: Data<Store>) -> Result<Json<Vec<Sales>>, AppError> {
    Ok(Json(store.run(all_sales).await?))
}

// People come with a token, programs with a key: one of both, and not both at once.
#[require_auth(scheme = ["Bearer", "ApiKey"])]
#[get("/bestsellers")]
async fn bestsellers(store: Data<Store>) -> Result<Json<Vec<Bestseller>>, AppError> {
    let mut books = store.run(all_sales).await?;
    books.sort_by_key(|book| std::cmp::Reverse(book.sold));
    let public = |Sales { title, sold, .. }| Bestseller { title, sold };
    Ok(Json(books.into_iter().map(public).collect()))
}

fn all_sales(store: &Connection) -> Result<Vec<Sales>, AppError> {
    let all = store
        .prepare("SELECT title, count(*), sum(cents) FROM orders GROUP BY title ORDER BY title")?
        .query_map([], |row| {
            Ok(Sales {
                title: row.get(0)?,
                sold: row.get(1)?,
                cents: row.get(2)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(all)
}
