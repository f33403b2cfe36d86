use actix_web::get;
use auth_runtime::require_auth;

struct Filter {
    name: String,
}

#[require_auth]
#[get("/users")]
async fn users(filter: Vec<Filter>) -> String {
    filter.into_iter().map(|filter| filter.name).collect()
}

fn main() {}
