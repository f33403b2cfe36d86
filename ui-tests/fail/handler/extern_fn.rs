use auth_runtime::require_auth;

#[require_auth]
async extern "C" fn me() -> u8 {
    0
}

fn main() {}
