//! `web::Path` in all its forms.

use actix_web::{HttpRequest, Responder, delete, get, web};
use serde::Deserialize;

//@ GET /one/7
//@ GET /one/seven => 404
#[get("/one/{id}")]
async fn one(id: web::Path<u32>) -> String {
    format!("one {id}")
}

//@ GET /text/%C3%A4%20b
#[get("/text/{name}")]
async fn text(name: web::Path<String>) -> String {
    name.into_inner()
}

//@ GET /pair/7/friday
#[get("/pair/{id}/{day}")]
async fn pair(path: web::Path<(u32, String)>) -> String {
    let (id, day) = path.into_inner();
    format!("{id} on {day}")
}

#[derive(Deserialize)]
struct Shelf {
    room: String,
    number: u8,
}

//@ GET /named/attic/3
//@ GET /named/attic/300 => 404
#[get("/named/{room}/{number}")]
async fn named(shelf: web::Path<Shelf>) -> String {
    format!("{} {}", shelf.room, shelf.number)
}

//@ GET /named-apart/attic/3
#[get("/named-apart/{room}/{number}")]
async fn named_apart(shelf: web::Path<Shelf>) -> String {
    let Shelf { room, number } = shelf.into_inner();
    format!("{room} {number}")
}

#[derive(Deserialize, Debug)]
#[serde(rename_all = "lowercase")]
enum Season {
    Spring,
    Autumn,
}

//@ GET /season/spring
//@ GET /season/autumn
//@ GET /season/winter => 404
#[get("/season/{season}")]
async fn in_season(season: web::Path<Season>) -> impl Responder {
    format!("{season:?}")
}

//@ GET /only-digits/42
#[get("/only-digits/{number:\\d+}")]
async fn only_digits(number: web::Path<u64>) -> String {
    number.to_string()
}

//@ GET /tail/a/b/c.txt
#[get("/tail/{rest:.*}")]
async fn tail(rest: web::Path<String>) -> String {
    rest.into_inner()
}

//@ GET /by-hand/5
#[get("/by-hand/{id}")]
async fn by_hand(request: HttpRequest) -> String {
    let id: u32 = request.match_info().query("id").parse().unwrap_or_default();
    let pattern = request.match_pattern().unwrap_or_default();
    format!("{id} {pattern}")
}

//@ GET /loaded/5
//@ GET /loaded/x => 400
#[get("/loaded/{id}")]
async fn loaded(request: HttpRequest) -> actix_web::Result<String> {
    let id = request.match_info().load::<(u8,)>()?.0;
    Ok(format!("{id}"))
}

//@ GET /or-not/5
//@ GET /or-not/x
#[get("/or-not/{id}")]
async fn or_not(id: Option<web::Path<i64>>) -> String {
    id.map_or("none".into(), |id| id.to_string())
}

//@ GET /why-not/5
//@ GET /why-not/x
#[get("/why-not/{id}")]
async fn why_not(id: Result<web::Path<i64>, actix_web::Error>) -> String {
    match id {
        Ok(id) => id.to_string(),
        Err(error) => error.to_string(),
    }
}

//@ DELETE /to/12/last
async fn to(path: web::Path<(u8, String)>) -> String {
    format!("{} {}", path.0, path.1)
}

//@ DELETE /several/12 => 204
#[delete("/several/{id}")]
async fn several(_: web::Path<u8>, _: web::Path<(String,)>) -> impl Responder {
    actix_web::HttpResponse::NoContent()
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service((one, text, pair, named, named_apart))
        .service((in_season, only_digits, tail, by_hand, loaded))
        .service((or_not, why_not, several))
        .route("/to/{id}/{name}", web::delete().to(to));
}
