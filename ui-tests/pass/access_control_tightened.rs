#![deny(warnings)]
#![forbid(unsafe_code)]
//! A handler may ask for more than its module does, also for what implies it, and may say again what
//! the module says.

use actix_web::App;
use auth_runtime::{Role, access_control, access_matrix};

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implies(Viewer))]
    Editor,
}

#[access_control(require_auth, require_role(Role::Viewer))]
mod typed {
    use super::Role;
    use actix_web::get;
    use auth_runtime::{require_auth, require_role};

    #[get("/more")]
    #[require_role(Role::Editor)]
    pub async fn more() -> &'static str {
        "more"
    }

    #[get("/again")]
    #[require_role(Role::Viewer)]
    pub async fn again() -> &'static str {
        "again"
    }

    #[get("/all")]
    #[require_auth(realm = "drafts")]
    #[require_role(all(Role::Editor, "author"))]
    pub async fn all() -> &'static str {
        "all"
    }
}

#[access_control(require_auth, require_role("staff"), require_scope("orders"))]
mod text {
    use actix_web::get;
    use auth_runtime::{require_role, require_scope};

    #[get("/both")]
    #[require_role(all("staff", "editor"))]
    pub async fn both() -> &'static str {
        "both"
    }

    #[get("/same")]
    #[require_role("staff")]
    #[require_scope("orders", "orders:write")]
    pub async fn same() -> &'static str {
        "same"
    }
}

fn main() {
    let _ = App::new().service((typed::more, typed::again, typed::all, text::both, text::same));
    assert_eq!(access_matrix().rows().len(), 5);
}
