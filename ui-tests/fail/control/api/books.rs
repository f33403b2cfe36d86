#[actix_web::get("/books")]
pub async fn list() -> &'static str {
    "books"
}
