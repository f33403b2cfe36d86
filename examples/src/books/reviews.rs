//! Reviews: everybody reads them, and who bought the book may write one.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get, post};
use auth_runtime::{
    AuthorizationError, Identity, allow_anonymous, require_auth, require_condition,
};
use rusqlite::Row;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::store::Store;

#[derive(Serialize)]
struct Review {
    reader: String,
    text: String,
}

#[derive(Deserialize)]
struct NewReview {
    text: String,
}

#[allow_anonymous(reason = "readers trust readers")]
#[get("/books/{id}/reviews")]
pub(super) async fn of(book: Path<i64>, store: Data<Store>) -> Result<Json<Vec<Review>>, AppError> {
    let reviews = store
        .run(move |store| {
            let reviews = store
                .prepare("SELECT reader, text FROM reviews WHERE book = ?1 ORDER BY id")?
                .query_map([*book], review)?
                .collect::<Result<_, _>>()?;
            Ok(reviews)
        })
        .await?;
    Ok(Json(reviews))
}

// No role says who bought what, so the shop is asked, before anything of the review is read.
#[require_auth]
#[require_condition(has_bought, message = "Reviews are written by who bought the book.")]
#[post("/books/{id}/reviews")]
pub(super) async fn write(
    who: Identity,
    book: Path<i64>,
    Json(NewReview { text }): Json<NewReview>,
    store: Data<Store>,
) -> Result<HttpResponse, AppError> {
    if text.trim().is_empty() {
        return Err(AppError::Unusable("A review has words.".into()));
    }
    let review = store
        .run(move |store| {
            let book = super::published(store, *book)?;
            let review = store.query_row(
                "INSERT INTO reviews (book, reader, text) VALUES (?1, ?2, ?3)
                 RETURNING reader, text",
                (book.id, who.subject(), text),
                review,
            )?;
            Ok(review)
        })
        .await?;
    Ok(HttpResponse::Created().json(review))
}

/// A condition is an async function over the head of the request. An error in here is a 500, and
/// never a yes.
async fn has_bought(
    who: Identity,
    book: Path<i64>,
    store: Data<Store>,
) -> Result<bool, AuthorizationError> {
    let has_bought = store
        .run(move |store| {
            Ok(store.query_row(
                "SELECT EXISTS (SELECT 1 FROM orders WHERE buyer = ?1 AND book = ?2)",
                (who.subject(), *book),
                |row| row.get(0),
            )?)
        })
        .await?;
    Ok(has_bought)
}

fn review(row: &Row<'_>) -> rusqlite::Result<Review> {
    Ok(Review {
        reader: row.get(0)?,
        text: row.get(1)?,
    })
}
