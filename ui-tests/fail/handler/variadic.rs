use auth_runtime::require_auth;

#[require_auth]
async fn page(rest: ...) -> &'static str {
    "page"
}

fn main() {}
