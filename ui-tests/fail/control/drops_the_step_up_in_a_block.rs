use auth_runtime::{access_control, require_auth};

struct Payments;

#[access_control(require_auth(max_age = "5m"), routes(list))]
impl Payments {
    #[require_auth]
    async fn list() -> &'static str {
        "payments"
    }
}

fn main() {
    let _ = Payments::list;
}
