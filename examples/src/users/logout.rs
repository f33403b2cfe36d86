//! `POST /logout`: the token that comes along is good no more.

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use auth_runtime::{Identity, Revocations, require_auth};

use crate::error::AppError;

#[require_auth(scheme = ["Bearer", "DPoP"])]
#[post("/logout")]
pub(super) async fn logout(
    who: Identity,
    revocations: Data<Revocations>,
) -> Result<HttpResponse, AppError> {
    // If the list cannot keep it, the token stays good, and its owner must not be told otherwise.
    revocations.revoke(&who).await.map_err(AppError::broken)?;
    Ok(HttpResponse::NoContent().finish())
}
