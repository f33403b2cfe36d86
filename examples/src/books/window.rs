//! The window: books to look at.

use actix_web::get;
use actix_web::web::{Data, Json};
use auth_runtime::{Identity, allow_anonymous, require_auth};
use serde::Serialize;

use super::Book;
use crate::error::AppError;
use crate::store::Store;

#[derive(Serialize)]
pub(super) struct Window {
    /// Whose prices these are.
    reader: Option<String>,
    books: Vec<Book>,
}

// Everybody may look, and who says who they are pays less. A token that is no good is refused here
// too: its owner should hear of it before paying the full price.
#[allow_anonymous(reason = "a shop has a window")]
#[get("/books")]
pub(super) async fn list(
    who: Option<Identity>,
    store: Data<Store>,
) -> Result<Json<Window>, AppError> {
    let mut books = store.run(|store| super::list(store, true)).await?;
    if who.is_some() {
        for book in &mut books {
            book.cents = book.member_price();
        }
    }
    let reader = who.map(|who| who.subject().to_owned());
    Ok(Json(Window { reader, books }))
}

// Whoever is not logged in does not learn that there is something to see.
#[require_auth(hide = true)]
#[get("/previews")]
pub(super) async fn previews(store: Data<Store>) -> Result<Json<Vec<Book>>, AppError> {
    Ok(Json(store.run(|store| super::list(store, false)).await?))
}
