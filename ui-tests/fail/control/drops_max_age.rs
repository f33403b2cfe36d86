use auth_runtime::access_control;

#[access_control(require_auth(max_age = "5m"))]
mod payments {
    use actix_web::get;
    use auth_runtime::require_auth;

    #[get("/payments")]
    #[require_auth(scheme = "Bearer", realm = "payments")]
    pub async fn list() -> &'static str {
        "payments"
    }
}

fn main() {}
