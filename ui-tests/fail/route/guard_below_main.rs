use auth_runtime::require_auth;

#[actix_web::main]
#[require_auth]
async fn main() {
    println!("running")
}
