use auth_runtime::{access_control, require_auth};

struct Api {
    name: String,
}

#[access_control]
impl Api {
    #[require_auth]
    async fn me(&self) -> String {
        self.name.clone()
    }
}

fn main() {
    let _ = Api::me(&Api { name: String::new() });
}
