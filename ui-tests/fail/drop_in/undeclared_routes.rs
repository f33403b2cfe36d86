use actix_web::App;
use auth_runtime::routes;

#[routes]
#[get("/drafts")]
#[post("/drafts/new")]
async fn drafts() -> &'static str {
    "drafts"
}

fn main() {
    let _ = App::new().service(drafts);
}
