//! The shelf: books to work on. Each way to combine roles has its route here.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, delete, post, put};
use auth_runtime::{require_auth, require_role};
use rusqlite::OptionalExtension;
use serde::Deserialize;

use super::{Book, NO_SUCH_BOOK};
use crate::error::AppError;
use crate::store::Store;

#[derive(Deserialize)]
struct NewBook {
    title: String,
    author: String,
    cents: u32,
}

#[derive(Deserialize)]
struct Price {
    cents: u32,
}

// Several roles side by side: any of them.
#[require_auth]
#[require_role("editor", "admin", message = "Only editors and admins add books.")]
#[post("/books")]
pub(super) async fn add(
    Json(new): Json<NewBook>,
    store: Data<Store>,
) -> Result<HttpResponse, AppError> {
    if new.title.trim().is_empty() {
        return Err(AppError::Unusable("A book has a title.".into()));
    }
    let book = store
        .run(move |store| {
            let NewBook {
                title,
                author,
                cents,
            } = new;
            Ok(super::insert(store, &title, &author, cents, true)?)
        })
        .await?;
    Ok(HttpResponse::Created().json(book))
}

// Rules nest.
#[require_auth]
#[require_role(all("editor", any("pricing", "admin")))]
#[put("/books/{id}/price")]
pub(super) async fn set_price(
    id: Path<i64>,
    Json(Price { cents }): Json<Price>,
    store: Data<Store>,
) -> Result<Json<Book>, AppError> {
    let book = store
        .run(move |store| {
            store
                .query_row(
                    "UPDATE books SET cents = ?2 WHERE id = ?1 RETURNING id, title, author, cents",
                    (id.into_inner(), cents),
                    super::book,
                )
                .optional()?
                .ok_or(AppError::NotFound(NO_SUCH_BOOK))
        })
        .await?;
    Ok(Json(book))
}

// Stacked attributes: all of them, and the first that fails says why.
#[require_auth]
#[require_role("editor", message = "Only editors take books off the shelf.")]
#[require_role("admin", message = "An admin has to be there when a book goes.")]
#[delete("/books/{id}")]
pub(super) async fn remove(id: Path<i64>, store: Data<Store>) -> Result<HttpResponse, AppError> {
    let removed = store
        .run(move |store| Ok(store.execute("DELETE FROM books WHERE id = ?1", [*id])?))
        .await?;
    if removed == 0 {
        return Err(AppError::NotFound(NO_SUCH_BOOK));
    }
    Ok(HttpResponse::NoContent().finish())
}
