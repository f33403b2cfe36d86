use auth_runtime::{require_auth, require_role};

const ADMIN: &str = concat!(
    "administrator-administrator-administrator-administrator-administrator-administrator-",
    "administrator-administrator-administrator-administrator-administrator-administrator-",
    "administrator-administrator-administrator-administrator-administrator-administrator-",
    "administrator-administrator-administrator-administrator-administrator-administrator-",
    "administrator-administrator-administrator-administrator-administrator-administrator-",
    "administrator-administrator-administrator-administrator-administrator-administrator-",
    "administrator-administrator-administrator-administrator-administrator-administrator-",
);

#[require_auth]
#[require_role(ADMIN)]
async fn page() -> &'static str {
    "page"
}

fn main() {}
