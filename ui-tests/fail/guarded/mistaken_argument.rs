use actix_web::{App, web};
use auth_runtime::{GuardedRoute, require_auth};

// An argument that is none says nothing about the access, which is declared.
#[require_auth]
async fn upload(file: Vec<u8>) -> String {
    format!("{} bytes", file.len())
}

fn main() {
    let _ = App::new().route("/files", web::post().guarded(upload));
}
