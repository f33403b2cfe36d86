use actix_web::get;
use auth_runtime::require_auth;

mod other {
    // Stands for another crate's attribute of the same name.
    pub use actix_web::main as require_role;
}

#[get("/admin")]
#[require_auth]
#[other::require_role("admin")]
async fn admin() -> &'static str {
    "admin"
}

fn main() {}
