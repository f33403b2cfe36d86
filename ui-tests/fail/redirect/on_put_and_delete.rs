use actix_web::route;
use auth_runtime::require_auth;

#[require_auth(scheme = ["Bearer", "Session"], redirect = true)]
#[route("/orders", method = "PUT", method = "DELETE")]
async fn page() -> &'static str {
    "page"
}

fn main() {}
