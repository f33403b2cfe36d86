//! Files, by `actix-files`. They are the corpus' own.

use std::path::{Path, PathBuf};

use actix_files::NamedFile;
use actix_web::http::StatusCode;
use actix_web::http::header::{ContentDisposition, DispositionType};
use actix_web::{Either, Error, HttpRequest, HttpResponse, Responder, get, web};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

//@ GET /named
//@ GET /named => 206
//@ range: bytes=0-9
//@ GET /named => 304
//@ if-modified-since: Fri, 01 Jan 2100 00:00:00 GMT
#[get("/named")]
async fn named() -> std::io::Result<NamedFile> {
    NamedFile::open(root().join("Cargo.toml"))
}

//@ GET /by-path/src/lib.rs
//@ GET /by-path/src/no.rs => 404
#[get("/by-path/{path:.*}")]
async fn by_path(request: HttpRequest) -> actix_web::Result<NamedFile> {
    let path: PathBuf = request.match_info().query("path").parse().unwrap();
    Ok(NamedFile::open(root().join(path))?)
}

//@ GET /blocking
#[get("/blocking")]
async fn opened_apart() -> actix_web::Result<impl Responder> {
    let file = web::block(|| NamedFile::open(root().join("Cargo.toml"))).await??;
    Ok(file.use_last_modified(true).use_etag(false))
}

//@ GET /download => 203
#[get("/download")]
async fn download() -> Result<impl Responder, Error> {
    let file = NamedFile::open(root().join("src/lib.rs"))?;
    Ok(file
        .set_content_disposition(ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![],
        })
        .customize()
        .with_status(StatusCode::NON_AUTHORITATIVE_INFORMATION))
}

//@ GET /into-response
#[get("/into-response")]
async fn into_response(request: HttpRequest) -> Result<HttpResponse, Error> {
    let file = NamedFile::open(root().join("Cargo.toml"))?;
    Ok(file.into_response(&request))
}

//@ GET /either/0
//@ GET /either/1 => 410
#[get("/either/{id}")]
async fn either(id: web::Path<u8>) -> Either<Option<NamedFile>, HttpResponse> {
    if *id == 0 {
        Either::Left(NamedFile::open(root().join("Cargo.toml")).ok())
    } else {
        Either::Right(HttpResponse::Gone().finish())
    }
}

//@ GET /folder/not-there.txt => 404
async fn missing() -> impl Responder {
    HttpResponse::NotFound().body("no such file")
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service((
            named,
            by_path,
            opened_apart,
            download,
            into_response,
            either,
        ))
        .service(
            actix_files::Files::new("/folder", root().join("src"))
                .prefer_utf8(true)
                .default_handler(web::to(missing)),
        );
}
