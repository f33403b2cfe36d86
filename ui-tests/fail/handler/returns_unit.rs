use actix_web::get;
use auth_runtime::require_auth;

#[get("/page")]
#[require_auth]
async fn page() -> () {
    println!("called")
}

fn main() {}
