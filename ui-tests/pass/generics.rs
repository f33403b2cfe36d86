#![deny(warnings)]
#![forbid(unsafe_code)]
//! A generic handler, registered for one of its types.

use actix_web::{App, web};
use auth_runtime::{Identity, allow_anonymous, require_auth, require_role};

trait Store: 'static {
    fn name(&self, id: u64) -> String;
}

struct Memory;

impl Store for Memory {
    fn name(&self, id: u64) -> String {
        format!("user {id}")
    }
}

#[require_auth]
#[require_role("reader")]
async fn show<S>(who: Identity, store: web::Data<S>, id: web::Path<u64>) -> String
where
    S: Store,
{
    format!("{} reads {}", who.subject(), store.name(*id))
}

#[allow_anonymous]
async fn first<S: Store, const ID: u64>(store: web::Data<S>) -> String {
    store.name(ID)
}

#[require_auth]
async fn without_arguments<S: Store + Default>() -> String {
    S::default().name(1)
}

impl Default for Memory {
    fn default() -> Self {
        Self
    }
}

fn main() {
    let _ = App::new()
        .route("/users/{id}", web::get().to(show::<Memory>))
        .route("/users/first", web::get().to(first::<Memory, 1>))
        .route("/users/any", web::get().to(without_arguments::<Memory>));
}
