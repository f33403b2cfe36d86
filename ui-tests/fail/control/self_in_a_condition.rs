use auth_runtime::{Identity, access_control, require_condition};

struct Api;

#[access_control(require_auth)]
impl Api {
    async fn is_open(_: Identity) -> bool {
        true
    }

    #[require_condition(Self::is_open)]
    async fn show() -> &'static str {
        "books"
    }
}

fn main() {}
