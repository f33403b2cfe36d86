use actix_web::get;
use auth_runtime::require_auth;

#[get("/me")]
#[require_auth]
async fn me(#[cfg(debug_assertions)] trace: String, body: String) -> String {
    #[cfg(debug_assertions)]
    println!("{trace}");
    body
}

fn main() {}
