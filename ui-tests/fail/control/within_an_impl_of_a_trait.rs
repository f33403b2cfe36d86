use auth_runtime::access_control;

#[access_control]
mod api {
    use auth_runtime::require_auth;

    pub trait Show {
        fn show() -> impl Future<Output = &'static str>;
    }

    pub struct Api;

    impl Show for Api {
        #[require_auth]
        async fn show() -> &'static str {
            "a book"
        }
    }
}

fn main() {
    use api::Show;
    let _ = api::Api::show();
}
