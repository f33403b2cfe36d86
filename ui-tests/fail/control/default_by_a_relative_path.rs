use actix_web::App;
use auth_runtime::access_control;

#[derive(auth_runtime::Role)]
enum Role {
    Viewer,
}

#[access_control(require_auth, require_role(Role::Viewer))]
mod drafts {
    #[actix_web::get("/drafts")]
    pub async fn list() -> &'static str {
        "drafts"
    }
}

#[access_control(require_auth, require_scope("books", any(super::READ, self::READ, READ)))]
mod books {
    const READ: &str = "read";

    #[actix_web::get("/books")]
    pub async fn list() -> &'static str {
        "books"
    }
}

const READ: &str = "books:read";

fn main() {
    let _ = App::new().service((drafts::list, books::list));
    let _ = (Role::Viewer, READ);
}
