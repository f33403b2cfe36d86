use auth_runtime::{access_control, require_auth};

trait Show {
    fn show() -> impl Future<Output = &'static str>;
}

struct Api;

#[access_control]
impl Show for Api {
    #[require_auth]
    async fn show() -> &'static str {
        "a book"
    }
}

fn main() {
    let _ = Api::show();
}
