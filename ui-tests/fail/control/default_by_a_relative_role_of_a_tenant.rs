use actix_web::App;
use auth_runtime::{Role, access_control};

#[derive(Role)]
enum Role {
    Operator,
}

#[access_control(require_auth, require_tenant(scope_path = "tenant", unless_role = Role::Operator))]
mod books {
    #[actix_web::get("/books")]
    pub async fn list() -> &'static str {
        "books"
    }
}

fn main() {
    let _ = App::new().service(books::list);
    let _ = Role::Operator;
}
