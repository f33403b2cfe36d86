#![deny(warnings)]
#![forbid(unsafe_code)]
//! Names in any language, as directories and people write them; as text and as constants.

use actix_web::App;
use actix_web::get;
use auth_runtime::{declared_handlers, require_auth, require_permission, require_role, require_scope};

macro_rules! named {
    ($($handler:ident $constant:ident $name:literal;)+) => {$(
        const $constant: &str = $name;

        #[get("/")]
        #[require_auth]
        #[require_role($name)]
        #[require_permission($constant)]
        async fn $handler() -> &'static str {
            $constant
        }
    )+};
}

named! {
    a A "ROLE_ADMIN";
    b B "cn=admins,ou=groups,dc=example,dc=org";
    c C "https://shop.example/roles/editor";
    d D "Администратор";
    e E "日本語";
    f F "管理者（admin）";
    g G "IT-отдел";
    h H "β-tester";
    i I "می‌شود";
    j J "👩‍🚀";
    k K "a|b";
    l L "user:*";
    m M "R&D";
    n N "Chef de rayon, bien sûr = oui";
    o O "größe.ändern";
    p P "Διαχειριστής";
}

#[get("/")]
#[require_auth]
#[require_scope("orders:read", "https://www.example/auth/orders.write", "a/b_c-d~e!")]
async fn scopes() -> &'static str {
    "scopes"
}

fn main() {
    let app = App::new().service((a, b, c, d, e, f, g, h, i, j));
    let _ = app.service((k, l, m, n, o, p, scopes));
    assert_eq!(declared_handlers().len(), 17);
}
