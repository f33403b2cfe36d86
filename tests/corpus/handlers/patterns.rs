//! Arguments as patterns.

use actix_web::web::{self, Data, Form, Json, Path, Query};
use actix_web::{Either, HttpRequest, HttpResponse, get, post, put};
use serde::Deserialize;

#[derive(Deserialize)]
struct Pair {
    left: u8,
    right: u8,
}

#[derive(Deserialize)]
struct Outer {
    inner: Pair,
    list: [u8; 3],
}

//@ GET /mutable/7
#[get("/mutable/{id}")]
async fn mutable(mut id: Path<u8>) -> String {
    *id += 1;
    id.to_string()
}

//@ GET /wild/7
#[get("/wild/{id}")]
async fn wild(_: Path<u8>, _request: HttpRequest) -> &'static str {
    "wild"
}

//@ GET /tuple/1
#[get("/tuple/{a}")]
async fn tuple((mut a, request): (Path<u8>, HttpRequest)) -> String {
    *a += 1;
    format!("{a} {}", request.path())
}

//@ GET /tuple-rest/1?left=1&right=2
#[get("/tuple-rest/{a}")]
async fn tuple_rest(
    (first, .., Query(Pair { right, .. })): (Path<u8>, HttpRequest, (), Query<Pair>),
) -> String {
    format!("{first} {right}")
}

//@ GET /structure?left=1&right=2
#[get("/structure")]
async fn structure(Query(Pair { left, right }): Query<Pair>) -> String {
    format!("{left} {right}")
}

//@ GET /renamed?left=1&right=2
#[get("/renamed")]
async fn renamed(Query(Pair { left: l, mut right }): Query<Pair>) -> String {
    right += l;
    right.to_string()
}

//@ POST /bound
//@ content-type: application/json
//@ > {"left":1,"right":2}
#[post("/bound")]
async fn bound(Json(ref pair @ Pair { left, .. }): Json<Pair>) -> String {
    format!("{left} {}", pair.right)
}

//@ POST /deep
//@ content-type: application/json
//@ > {"inner":{"left":1,"right":2},"list":[3,4,5]}
#[post("/deep")]
async fn deep(
    Json(Outer {
        inner: Pair { left, .. },
        list: [first, .., last],
    }): Json<Outer>,
) -> String {
    format!("{left} {first} {last}")
}

//@ POST /by-reference
//@ content-type: application/x-www-form-urlencoded
//@ > left=1&right=2
#[post("/by-reference")]
async fn by_reference(Form(ref mut pair): Form<Pair>) -> String {
    pair.left += 9;
    format!("{} {}", pair.left, pair.right)
}

//@ PUT /either
//@ > left
#[put("/either")]
async fn either(
    (Either::Left(text) | Either::Right((text, ()))): Either<String, (String, ())>,
) -> String {
    text
}

//@ GET /shadowed/7
#[get("/shadowed/{id}")]
async fn shadowed(id: Path<u8>) -> String {
    let id = id.into_inner();
    let id = id + 1;
    let request = id;
    let payload = request;
    let arguments = payload;
    arguments.to_string()
}

//@ GET /same-names/7
#[get("/same-names/{id}")]
async fn same_names(request: HttpRequest, payload: web::Payload, arguments: Path<u8>) -> String {
    drop(payload);
    format!("{} {arguments}", request.method())
}

//@ GET /data
#[get("/data")]
async fn data(state: Data<(u8, &'static str)>, Query(_): Query<()>) -> HttpResponse {
    let (number, text) = **state;
    HttpResponse::Ok().body(format!("{number} {text}"))
}

//@ GET /unit-pattern
#[get("/unit-pattern")]
async fn unit_pattern((): (), ((), ()): ((), ())) -> &'static str {
    "units"
}

//@ GET /parentheses/7
#[allow(unused_parens)]
#[get("/parentheses/{id}")]
async fn parentheses(id: (Path<u8>), query: (Query<Pair2>)) -> String {
    format!("{id} {:?}", query.left)
}

#[derive(Deserialize)]
struct Pair2 {
    left: Option<u8>,
}

//@ POST /to
//@ content-type: application/json
//@ > [1,2]
async fn to(Json([a, mut b]): Json<[u8; 2]>, mut request: Option<HttpRequest>) -> String {
    b += a;
    format!("{b} {}", request.take().is_some())
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .app_data(Data::new((5_u8, "five")))
        .service((mutable, wild, tuple, tuple_rest, structure, renamed))
        .service((bound, deep, by_reference, either, shadowed, same_names))
        .service((data, unit_pattern, parentheses))
        .route("/to", web::post().to(to));
}
