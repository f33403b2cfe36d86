use auth_runtime::access_control;

#[access_control(
    require_auth(scheme = "Session", redirect = true),
    require_role("admin", hide = true)
)]
mod admin {
    use actix_web::get;

    #[get("/admin")]
    pub async fn list() -> &'static str {
        "admin"
    }
}

fn main() {}
