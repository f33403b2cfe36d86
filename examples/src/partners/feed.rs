//! `GET /feed`: the books on sale, for sites that compare and recommend.

use actix_web::get;
use actix_web::web::{Data, Json};
use auth_runtime::{Identity, require_auth, require_scope};
use serde::Serialize;

use super::Scope;
use crate::books::{self, Book};
use crate::error::AppError;
use crate::store::Store;

#[derive(Serialize)]
struct Feed {
    /// For whom.
    partner: String,
    books: Vec<Book>,
}

// Not every key opens everything: this one has to have been issued for the feed.
#[require_auth(scheme = "ApiKey")]
#[require_scope(Scope::FeedRead)]
#[get("/feed")]
pub(super) async fn feed(who: Identity, store: Data<Store>) -> Result<Json<Feed>, AppError> {
    let books = store.run(|store| books::list(store, true)).await?;
    let partner = who.subject().to_owned();
    Ok(Json(Feed { partner, books }))
}
