#![deny(warnings)]
#![forbid(unsafe_code)]
//! The typed roles and the module of the README.

use actix_web::App;
use auth_runtime::{Role, access_control, access_matrix};

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implies(Viewer))]
    Editor,
    #[role(name = "administrator", implies(Editor))]
    Admin,
}

#[access_control(require_auth(scheme = "Bearer"), require_role(crate::Role::Viewer))]
mod drafts {
    use super::Role;

    #[actix_web::get("/drafts")] // for viewers, editors and administrators
    pub async fn list() -> &'static str {
        "drafts"
    }

    #[auth_runtime::require_role(Role::Editor)]
    #[actix_web::delete("/drafts/{id}")]
    pub async fn remove() -> &'static str {
        "removed"
    }

    #[auth_runtime::allow_anonymous(reason = "asked by the load balancer")]
    #[actix_web::get("/drafts/health")]
    pub async fn health() -> &'static str {
        "ok"
    }
}

fn main() {
    let _ = App::new().service((drafts::list, drafts::remove, drafts::health));
    let callers: Vec<_> = access_matrix().rows().iter().map(|row| row.callers()).collect();
    println!("{callers:?}");
    assert_eq!(callers.len(), 3);
}
