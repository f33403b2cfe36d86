#![deny(warnings)]
#![forbid(unsafe_code)]
#![deny(missing_docs, unreachable_pub, unused_qualifications)]
//! Whom the path names: the subject, a claim, a tenant, and who may although it names somebody else.

use actix_web::{App, get, web};
use auth_runtime::{
    Role, access_control, declared_handlers, require_auth, require_owner, require_role,
    require_tenant,
};

#[derive(Role)]
enum Role {
    Clerk,
    #[role(implies(Clerk))]
    Admin,
    Auditor,
}

const SUPPORT: &str = "support";

#[require_auth]
#[require_owner(path = "id", claim = "account_id", unless_role = Role::Admin)]
#[get("/accounts/{id}")]
async fn account(id: web::Path<u64>) -> String {
    id.to_string()
}

#[get("/users/{id}")]
#[require_auth]
#[require_owner(
    path = "id",
    unless_role = any(SUPPORT, all(Role::Clerk, Role::Auditor), "root"),
    message = "Only yours."
)]
async fn user() -> &'static str {
    "user"
}

/// Each by another claim.
#[require_auth]
#[require_owner(path = "user")]
#[require_owner(path = "account", claim = "https://shop.example/account")]
#[require_tenant(scope_path = "tenant", hide = true)]
#[get("/users/{user}/accounts/{account:[0-9]+}")]
async fn several() -> &'static str {
    "several"
}

/// `admin` is no reason to leave the tenant.
#[require_auth]
#[require_role(any("admin", "operator"))]
#[require_tenant(path = "tenant", claim = "org", unless_role = "operator", crate = auth_runtime)]
#[auth_runtime::get("/{tenant}/orders")]
async fn orders() -> &'static str {
    "orders"
}

#[auth_runtime::require_auth(realm = "api")]
#[auth_runtime::require_tenant(path = "tenant", hide = false, message = "Not your company.")]
#[get("/{tenant}/reports")]
async fn reports() -> &'static str {
    "reports"
}

#[access_control(
    require_auth,
    require_tenant(scope_path = "tenant", unless_role = crate::Role::Admin)
)]
mod invoices {
    use actix_web::get;
    use auth_runtime::require_owner;

    #[get("/invoices")]
    pub(crate) async fn list() -> &'static str {
        "invoices"
    }

    #[get("/invoices/{buyer}")]
    #[require_owner(path = "buyer")]
    pub(crate) async fn of_buyer() -> &'static str {
        "invoice"
    }
}

macro_rules! owned {
    ($name:ident, $segment:literal, $claim:literal, $role:path) => {
        #[auth_runtime::require_auth]
        #[auth_runtime::require_owner(scope_path = $segment, claim = $claim, unless_role = $role)]
        async fn $name() -> &'static str {
            "owned"
        }
    };
}
owned!(by_macro, "id", "account_id", Role::Admin);

fn main() {
    let _ = App::new()
        .service((account, user, several, orders, reports))
        .service(web::scope("/{tenant}").service((invoices::list, invoices::of_buyer)))
        .route("/{id}", web::get().to(by_macro));

    let said = |name: &str| {
        let handlers = declared_handlers();
        let handler = handlers.iter().find(|it| it.place().handler == name);
        handler.map(|it| {
            let privileges = it.requirements().iter().map(|it| it.privilege().to_string());
            privileges.collect::<Vec<_>>().join("; ")
        })
    };
    for (name, expected) in [
        ("account", "claim \"account_id\" of {id} or role \"admin\""),
        (
            "user",
            "owner of {id} or role any(\"support\", all(\"clerk\", \"auditor\"), \"root\")",
        ),
        (
            "several",
            "owner of {user}; claim \"https://shop.example/account\" of {account}; \
             claim \"tenant_id\" of {tenant}",
        ),
        (
            "orders",
            "role any(\"admin\", \"operator\"); claim \"org\" of {tenant} or role \"operator\"",
        ),
        ("reports", "claim \"tenant_id\" of {tenant}"),
        ("list", "claim \"tenant_id\" of {tenant} or role \"admin\""),
        (
            "of_buyer",
            "claim \"tenant_id\" of {tenant} or role \"admin\"; owner of {buyer}",
        ),
        ("by_macro", "claim \"account_id\" of {id} or role \"admin\""),
    ] {
        assert_eq!(said(name).as_deref(), Some(expected), "{name}");
    }
}
