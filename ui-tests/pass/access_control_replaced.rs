#![deny(warnings)]
#![forbid(unsafe_code)]
//! A handler's own `require_auth` stands in place of its module's, and names what that one asks for.

use actix_web::App;
use auth_runtime::{access_control, access_matrix};

#[access_control(require_auth(max_age = "5m", acr = "phr"), require_role("staff"))]
mod payments {
    use actix_web::get;
    use auth_runtime::{allow_anonymous, require_auth, require_scope};

    #[get("/a/as-the-module")]
    pub async fn as_the_module() -> &'static str {
        "a"
    }

    #[get("/b/more")]
    #[require_scope("payments")]
    pub async fn more() -> &'static str {
        "b"
    }

    #[get("/c/same")]
    #[require_auth(acr = "phr", realm = "payments", max_age = "5m")]
    pub async fn same() -> &'static str {
        "c"
    }

    #[get("/d/other-values")]
    #[require_auth(max_age = "1d", acr = ["phr", "phrh"])]
    pub async fn other_values() -> &'static str {
        "d"
    }

    #[get("/e/open")]
    #[allow_anonymous(reason = "asked by the load balancer")]
    pub async fn open() -> &'static str {
        "e"
    }
}

#[access_control(require_auth(hide = true))]
mod hidden {
    use actix_web::get;
    use auth_runtime::require_auth;

    #[get("/f/hidden")]
    #[require_auth(scheme = "Basic", hide = true)]
    pub async fn hidden() -> &'static str {
        "f"
    }

    #[get("/g/shown")]
    #[require_auth(hide = false, max_age = "5m")]
    pub async fn shown() -> &'static str {
        "g"
    }
}

/// What keeps nobody out may go without a word.
#[access_control(require_auth(scheme = ["Bearer", "Session"], realm = "shop", redirect = true, hide = false))]
mod shop {
    use actix_web::get;
    use auth_runtime::require_auth;

    #[get("/h/plain")]
    #[require_auth]
    pub async fn plain() -> &'static str {
        "h"
    }
}

fn main() {
    let _ = App::new()
        .service((payments::as_the_module, payments::more, payments::same))
        .service((payments::other_values, payments::open))
        .service((hidden::hidden, hidden::shown, shop::plain));

    let rows: Vec<_> = access_matrix()
        .rows()
        .iter()
        .map(|row| format!("{} {}", row.callers(), row.anonymous()))
        .collect();
    assert_eq!(
        rows,
        [
            r#"role "staff", authenticated at most 300 s ago by "phr" 401"#,
            r#"role "staff" and scope "payments", authenticated at most 300 s ago by "phr" 401"#,
            r#"role "staff", authenticated at most 300 s ago by "phr" 401"#,
            r#"role "staff", authenticated at most 86400 s ago by "phr" or "phrh" 401"#,
            "everybody (asked by the load balancer) allowed",
            "every known caller 404",
            "every known caller, authenticated at most 300 s ago 401",
            "every known caller 401",
        ]
    );
}
