use auth_runtime::require_auth;

#[require_auth]
async fn page(text: impl AsRef<str> + actix_web::FromRequest) -> String {
    text.as_ref().to_owned()
}

fn main() {}
