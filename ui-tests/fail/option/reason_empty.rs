use actix_web::get;
use auth_runtime::allow_anonymous;

#[get("/news")]
#[allow_anonymous(reason = "")]
async fn news() -> &'static str {
    "news"
}

fn main() {}
