use auth_runtime::require_auth;

#[require_auth]
const PAGE: &str = "me";

fn main() {}
