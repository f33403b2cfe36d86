use auth_runtime::{get, require_auth};

struct Orders;

impl Orders {
    #[get("/orders")]
    #[require_auth]
    async fn list() -> &'static str {
        "orders"
    }
}

fn main() {
    let _ = Orders;
}
