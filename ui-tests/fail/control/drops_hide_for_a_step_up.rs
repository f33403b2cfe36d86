use auth_runtime::access_control;

#[access_control(require_auth(hide = true))]
mod drafts {
    use actix_web::get;
    use auth_runtime::require_auth;

    #[get("/drafts")]
    #[require_auth(max_age = "5m")]
    pub async fn list() -> &'static str {
        "drafts"
    }
}

fn main() {}
