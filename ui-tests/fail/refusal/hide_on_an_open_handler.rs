use actix_web::get;
use auth_runtime::allow_anonymous;

#[get("/page")]
#[allow_anonymous(hide = true)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
