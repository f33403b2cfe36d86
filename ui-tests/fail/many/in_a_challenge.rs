use actix_web::post;
use auth_runtime::{require_auth, require_scope};

#[require_auth(
    scheme = ["Basic", "Digest", "Basic"],
    realm = "bücher",
    max_age = "5",
    acr = ["phr phrh", ""],
    redirect = true,
)]
#[require_scope("offline_access")]
#[post("/orders")]
async fn order() -> &'static str {
    "order"
}

fn main() {}
