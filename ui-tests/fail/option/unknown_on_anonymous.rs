use actix_web::get;
use auth_runtime::allow_anonymous;

#[get("/news")]
#[allow_anonymous(because = "a public page")]
async fn news() -> &'static str {
    "news"
}

fn main() {}
