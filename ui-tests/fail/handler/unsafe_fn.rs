use auth_runtime::require_auth;

#[require_auth]
async unsafe fn me() -> &'static str {
    "me"
}

fn main() {}
