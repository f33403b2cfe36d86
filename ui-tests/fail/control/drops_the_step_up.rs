use auth_runtime::access_control;

#[access_control(require_auth(max_age = "5m", acr = "phr"))]
mod payments {
    use actix_web::get;
    use auth_runtime::{require_auth, require_role};

    #[get("/payments")]
    #[require_auth]
    pub async fn list() -> &'static str {
        "payments"
    }

    #[get("/drafts")]
    #[require_role("editor")]
    #[require_auth(scheme = "DPoP", acr = ["phr", "phrh"],)]
    pub async fn drafts() -> &'static str {
        "drafts"
    }
}

fn main() {}
