//! Forms with files, by `actix-multipart`.

use std::io::Read;

use actix_multipart::Multipart;
use actix_multipart::form::bytes::Bytes;
use actix_multipart::form::json::Json;
use actix_multipart::form::tempfile::TempFile;
use actix_multipart::form::text::Text;
use actix_multipart::form::{MultipartForm, MultipartFormConfig};
use actix_web::{Error, HttpResponse, Responder, post, put, web};
use futures_util::{StreamExt, TryStreamExt};
use serde::Deserialize;

//@ POST /fields
//@ content-type: multipart/form-data; boundary=cut
//@ > --cut
//@ > content-disposition: form-data; name="title"
//@ >
//@ > Emma
//@ > --cut
//@ > content-disposition: form-data; name="cover"; filename="emma.txt"
//@ > content-type: text/plain
//@ >
//@ > a drawing
//@ > --cut--
//@ POST /fields => 400
//@ > no form at all
#[post("/fields")]
async fn fields(mut form: Multipart) -> Result<HttpResponse, Error> {
    let mut seen = Vec::new();
    while let Some(mut field) = form.try_next().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let mut length = 0;
        while let Some(chunk) = field.next().await {
            length += chunk?.len();
        }
        seen.push(format!("{name} {length}"));
    }
    Ok(HttpResponse::Ok().body(seen.join(", ")))
}

#[derive(MultipartForm)]
struct Upload {
    title: Text<String>,
    #[multipart(limit = "1KiB")]
    cover: TempFile,
    pages: Option<Text<u32>>,
    #[multipart(rename = "tag")]
    tags: Vec<Text<String>>,
}

//@ POST /derived
//@ content-type: multipart/form-data; boundary=cut
//@ > --cut
//@ > content-disposition: form-data; name="title"
//@ >
//@ > Emma
//@ > --cut
//@ > content-disposition: form-data; name="cover"; filename="emma.txt"
//@ >
//@ > a drawing
//@ > --cut
//@ > content-disposition: form-data; name="tag"
//@ >
//@ > novel
//@ > --cut--
//@ POST /derived => 400
//@ content-type: multipart/form-data; boundary=cut
//@ > --cut--
#[post("/derived")]
async fn derived(MultipartForm(form): MultipartForm<Upload>) -> Result<impl Responder, Error> {
    let mut cover = String::new();
    form.cover.file.as_file().read_to_string(&mut cover)?;
    let tags: Vec<_> = form.tags.iter().map(|tag| tag.as_str()).collect();
    let pages = form.pages.map(Text::into_inner);
    Ok(format!("{} {cover} {pages:?} {tags:?}", form.title.0))
}

#[derive(Deserialize)]
struct Metadata {
    pages: u32,
}

#[derive(MultipartForm)]
struct Described {
    metadata: Json<Metadata>,
    content: Bytes,
}

//@ PUT /described/12
//@ content-type: multipart/form-data; boundary=cut
//@ > --cut
//@ > content-disposition: form-data; name="metadata"
//@ > content-type: application/json
//@ >
//@ > {"pages":3}
//@ > --cut
//@ > content-disposition: form-data; name="content"
//@ >
//@ > raw
//@ > --cut--
#[put("/described/{id}")]
async fn described(id: web::Path<u32>, form: MultipartForm<Described>) -> String {
    let form = form.into_inner();
    format!("{id} {} {:?}", form.metadata.pages, form.content.data)
}

//@ POST /to
//@ content-type: multipart/form-data; boundary=cut
//@ > --cut
//@ > content-disposition: form-data; name="metadata"
//@ > content-type: application/json
//@ >
//@ > {"pages":3}
//@ > --cut
//@ > content-disposition: form-data; name="content"
//@ >
//@ > raw
//@ > --cut--
async fn to(MultipartForm(Described { metadata, .. }): MultipartForm<Described>) -> String {
    metadata.pages.to_string()
}

//@ POST /or-not
//@ > nothing
#[post("/or-not")]
async fn or_not(form: Option<MultipartForm<Described>>) -> &'static str {
    if form.is_some() { "a form" } else { "no form" }
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .app_data(MultipartFormConfig::default().total_limit(8192))
        .service((fields, derived, described, or_not))
        .service(web::resource("/to").route(web::post().to(to)));
}
