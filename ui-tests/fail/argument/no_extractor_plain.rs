use actix_web::{App, web};
use auth_runtime::require_auth;

struct Filter {
    name: String,
}

#[require_auth]
async fn users(filter: Filter) -> String {
    filter.name
}

fn main() {
    let _ = App::new().route("/users", web::get().to(users));
}
