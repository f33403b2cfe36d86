use actix_web::get;
use auth_runtime::{Identity, require_auth};

struct Filter {
    name: String,
}

#[require_auth]
#[get("/users")]
async fn users(filter: Filter, who: Identity) -> String {
    format!("{} looks for {}", who.subject(), filter.name)
}

fn main() {}
