use auth_runtime::access_control;

#[access_control(require_auth(max_age = "5m"))]
mod payments {
    use actix_web::post;
    use auth_runtime::require_auth;

    #[post("/payments")]
    #[require_auth(scheme = ["Bearer", "ApiKey"])]
    pub async fn pay() -> &'static str {
        "paid"
    }
}

fn main() {}
