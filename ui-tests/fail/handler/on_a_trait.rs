use auth_runtime::require_auth;

#[require_auth]
trait Api {
    fn me(&self);
}

fn main() {}
