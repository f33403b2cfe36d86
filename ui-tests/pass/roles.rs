#![deny(warnings)]
#![forbid(unsafe_code)]
//! Lists, combinators, stacked attributes and options.

use actix_web::{App, delete, get};
use auth_runtime::{declared_handlers, require_auth, require_role};

#[get("/one")]
#[require_auth]
#[require_role("admin")]
async fn one() -> &'static str {
    "one"
}

#[get("/several")]
#[require_auth]
#[require_role("admin", "owner",)]
async fn several() -> &'static str {
    "several"
}

#[get("/nested")]
#[require_auth]
#[require_role(any("admin", all("editor", any("author", "reviewer"),)), hide = true)]
async fn nested() -> &'static str {
    "nested"
}

#[delete("/stacked")]
#[require_role("editor")]
#[require_auth(scheme = "Bearer", realm = "back office", hide = false)]
#[require_role(all("author", "reviewer"), message = "reviewers \"only\"", hide = false)]
#[require_role("staff", "admin")]
async fn stacked() -> &'static str {
    "stacked"
}

fn main() {
    let _ = App::new().service((one, several, nested, stacked));
    let described: Vec<_> = declared_handlers().iter().map(ToString::to_string).collect();
    assert_eq!(
        described,
        [
            r#"a Bearer identity with role "admin""#,
            r#"a Bearer identity with role any("admin", "owner")"#,
            r#"a Bearer identity with role any("admin", all("editor", any("author", "reviewer"))), hidden from other identities"#,
            r#"a Bearer identity with role "editor" and role all("author", "reviewer") and role any("staff", "admin")"#,
        ]
    );
}
