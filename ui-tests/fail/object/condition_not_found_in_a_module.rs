use actix_web::get;
use auth_runtime::{require_auth, require_condition};

mod rules {
    pub async fn is_author(_: auth_runtime::Identity) -> bool {
        true
    }
}

#[get("/users/{id}")]
#[require_auth]
#[require_condition(rules::is_autor)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
