use actix_web::get;
use auth_runtime::{Identity, require_auth};

struct Filter {
    name: String,
}

#[get("/users")]
#[require_auth]
async fn users(who: Identity, filter: Filter) -> String {
    format!("{} looks for {}", who.subject(), filter.name)
}

fn main() {}
