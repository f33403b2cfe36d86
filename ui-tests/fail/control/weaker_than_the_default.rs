use auth_runtime::{Role, access_control};

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implies(Viewer))]
    Admin,
}

#[access_control(require_auth, require_role(crate::Role::Admin))]
mod reports {
    use super::Role;
    use actix_web::get;
    use auth_runtime::require_role;

    #[get("/reports")]
    #[require_role(Role::Viewer)]
    pub async fn list() -> &'static str {
        "reports"
    }
}

#[access_control(require_auth, require_role(all("staff", "editor")))]
mod pages {
    use actix_web::get;
    use auth_runtime::require_role;

    #[get("/pages")]
    #[require_role("staff")]
    pub async fn list() -> &'static str {
        "pages"
    }
}

fn main() {}
