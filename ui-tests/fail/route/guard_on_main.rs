use auth_runtime::require_auth;

#[require_auth]
#[actix_web::main]
async fn main() {
    println!("running")
}
