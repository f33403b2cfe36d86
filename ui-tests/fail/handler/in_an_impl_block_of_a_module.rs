use actix_web::{App, web};

pub mod api {
    use auth_runtime::{require_auth, require_role};

    pub struct Api;

    impl Api {
        /// Speaks of `Self`.
        #[require_role("admin")]
        #[require_auth]
        pub async fn me() -> &'static str {
            Self::name()
        }

        fn name() -> &'static str {
            "me"
        }
    }
}

fn main() {
    let _ = App::new().route("/me", web::get().to(api::Api::me));
}
