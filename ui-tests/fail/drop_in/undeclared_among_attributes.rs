use actix_web::App;
use auth_runtime::post;

#[post("/orders", name = "order")]
#[allow(clippy::unused_async)]
#[must_use]
pub async fn order() -> &'static str {
    "ordered"
}

fn main() {
    let _ = App::new().service(order);
}
