use actix_web::{App, web};
use auth_runtime::{require_auth, require_scope};

#[require_auth(scheme = "Basic")]
#[require_scope(any("orders:read", "orders:write"), hide = true)]
async fn page() -> &'static str {
    "page"
}

fn main() {
    let _ = App::new().route("/page", web::get().to(page));
}
