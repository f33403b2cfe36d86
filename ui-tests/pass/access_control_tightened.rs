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

#[access_control(require_auth, require_role(crate::Role::Viewer))]
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

/// A path from the root leads to the same role from every module, also where another `Role` stands.
#[access_control(require_auth, require_role(crate::Role::Viewer))]
mod nested {
    pub mod inner {
        #[derive(auth_runtime::Role)]
        pub enum Role {
            #[role(name = "everybody")]
            Viewer,
        }

        #[actix_web::get("/nested")]
        pub async fn list() -> &'static str {
            "list"
        }
    }
}

/// A block looks its names up where it stands.
struct Api;

#[access_control(require_auth, require_role(Role::Viewer), routes(list))]
impl Api {
    async fn list() -> &'static str {
        "list"
    }
}

fn main() {
    let _ = App::new().service(nested::inner::list).route("/api", actix_web::web::get().to(Api::list));
    let callers: Vec<_> = access_matrix().rows().iter().map(|row| row.callers().to_string()).collect();
    assert!(callers.iter().all(|callers| !callers.contains("everybody")), "{callers:?}");
    let _ = nested::inner::Role::Viewer;
    let _ = App::new().service((typed::more, typed::again, typed::all, text::both, text::same));
    assert_eq!(access_matrix().rows().len(), 7);
}
