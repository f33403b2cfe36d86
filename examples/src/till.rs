//! The till: an old cash register, which cannot keep a token, and knows `Digest`. Its password does
//! not travel, not even where there is no TLS.

use actix_web::get;
use actix_web::web::{Data, ServiceConfig};
use auth_runtime::digest::{Digest, Users};
use auth_runtime::{Identity, require_auth, require_condition};

use crate::error::AppError;
use crate::store::Store;

pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(float);
}

pub(crate) const NAME: &str = "till";
pub(crate) const PASSWORD: &str = "till-demo";

/// Not one of the people: `Digest` needs a hash that is as good as the password within its realm,
/// and theirs is Argon2id.
pub(crate) fn digest(realm: &str) -> Digest {
    Digest::new(Users::new(realm).with_password(NAME, PASSWORD, Identity::new(NAME)))
}

// What should lie in the till: the change of the morning, and what was paid since. The till stands in
// the shop, so who comes with its password from elsewhere is not the till.
#[require_auth(scheme = "Digest")]
#[require_condition("in the shop")]
#[get("/till/float")]
async fn float(store: Data<Store>) -> Result<String, AppError> {
    const CHANGE: u32 = 5000;
    let paid: u32 = store
        .run(|store| {
            Ok(
                store.query_row("SELECT coalesce(sum(cents), 0) FROM orders", [], |row| {
                    row.get(0)
                })?,
            )
        })
        .await?;
    let cents = CHANGE + paid;
    Ok(format!("{}.{:02}", cents / 100, cents % 100))
}
