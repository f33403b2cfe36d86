use auth_runtime::access_control;

#[access_control(require_auth(acr = ["phr", "phrh"]), require_role("staff"))]
mod payments {
    use actix_web::get;

    pub mod inner {
        use actix_web::post;

        #[post("/payments")]
        #[auth_runtime::require_auth(max_age = "5m")]
        pub async fn pay() -> &'static str {
            "paid"
        }
    }

    #[get("/payments")]
    pub async fn list() -> &'static str {
        "payments"
    }
}

fn main() {}
