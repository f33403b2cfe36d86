use actix_web::App;
use auth_runtime::{post, require_auth};

// An argument that is none says nothing about the access, which is declared.
#[post("/files")]
#[require_auth]
async fn upload(file: Vec<u8>) -> String {
    format!("{} bytes", file.len())
}

fn main() {
    let _ = App::new().service(upload);
}
