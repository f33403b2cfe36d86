//! Every extractor that actix-web brings, alone and in company.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use actix_web::dev::{ConnectionInfo, Extensions, PeerAddr, Service};
use actix_web::http::header::{self, Accept, CacheControl, ContentType, Header};
use actix_web::http::{Method, Uri, Version};
use actix_web::{
    Either, Error, HttpMessage, HttpRequest, HttpResponse, Responder, get, post, put, web,
};
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize, Debug)]
struct Book {
    title: String,
    #[serde(default)]
    pages: u32,
}

//@ GET /query?title=Emma&pages=300
//@ GET /query => 400
#[get("/query")]
async fn query(book: web::Query<Book>) -> String {
    format!("{} {}", book.title, book.pages)
}

//@ GET /query-apart?title=Emma
#[get("/query-apart")]
async fn query_apart(web::Query(Book { title, .. }): web::Query<Book>) -> String {
    title
}

//@ GET /query-map?b=2&a=1
#[get("/query-map")]
async fn query_map(pairs: web::Query<BTreeMap<String, String>>) -> String {
    format!("{:?}", pairs.0)
}

//@ GET /query-string?x=1&y
#[get("/query-string")]
async fn query_string(request: HttpRequest) -> Result<String, Error> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(request.query_string())?;
    Ok(format!("{}", pairs.len()))
}

//@ POST /json
//@ content-type: application/json
//@ > {"title":"Emma","pages":3}
//@ POST /json => 400
//@ content-type: application/json
//@ > {"title":
//@ POST /json => 415
//@ content-type: text/plain
//@ > {"title":"Emma"}
#[post("/json")]
async fn a_json(book: web::Json<Book>) -> impl Responder {
    web::Json(book.into_inner())
}

//@ POST /json-apart
//@ content-type: application/json
//@ > {"title":"Emma"}
#[post("/json-apart")]
async fn json_apart(web::Json(book): web::Json<Book>) -> web::Json<Book> {
    web::Json(book)
}

//@ PUT /json-value
//@ content-type: application/json
//@ > [1,{"a":null}]
#[put("/json-value")]
async fn json_value(value: web::Json<serde_json::Value>) -> String {
    value.to_string()
}

//@ POST /form
//@ content-type: application/x-www-form-urlencoded
//@ > title=Sense+and+Sensibility&pages=409
//@ POST /form => 400
//@ content-type: application/x-www-form-urlencoded
//@ > pages=409
#[post("/form")]
async fn a_form(book: web::Form<Book>) -> String {
    format!("{} {}", book.title, book.pages)
}

//@ POST /form-apart
//@ content-type: application/x-www-form-urlencoded
//@ > title=Emma
#[post("/form-apart")]
async fn form_apart(web::Form(Book { title, pages }): web::Form<Book>) -> String {
    format!("{title} {pages}")
}

struct Counter(AtomicUsize);

//@ GET /data
//@ GET /data
#[get("/data")]
async fn data(counter: web::Data<Counter>) -> String {
    counter.0.fetch_add(1, Ordering::Relaxed).to_string()
}

//@ GET /data-locked
//@ GET /data-locked
#[get("/data-locked")]
async fn data_locked(names: web::Data<Mutex<Vec<String>>>) -> String {
    let mut names = names.lock().unwrap();
    names.push("visitor".into());
    format!("{names:?}")
}

trait Greeter: Send + Sync {
    fn greet(&self, name: &str) -> String;
}

struct Polite;

impl Greeter for Polite {
    fn greet(&self, name: &str) -> String {
        format!("good day, {name}")
    }
}

//@ GET /data-dyn/ada
#[get("/data-dyn/{name}")]
async fn data_dyn(greeter: web::Data<dyn Greeter>, name: web::Path<String>) -> String {
    greeter.greet(&name)
}

//@ GET /data-missing => 500
#[get("/data-missing")]
async fn data_missing(_: web::Data<u128>) -> &'static str {
    "never"
}

//@ GET /app-data
#[get("/app-data")]
async fn app_data(request: HttpRequest) -> String {
    request
        .app_data::<u16>()
        .map_or("none".into(), u16::to_string)
}

#[derive(Clone)]
struct RequestNumber(u32);

//@ GET /req-data/here
#[get("/here")]
async fn req_data(number: web::ReqData<RequestNumber>) -> String {
    number.0.to_string()
}

//@ GET /req-data-or-not
#[get("/req-data-or-not")]
async fn req_data_or_not(number: Option<web::ReqData<RequestNumber>>) -> String {
    number.map_or(0, |it| it.into_inner().0).to_string()
}

//@ GET /extensions
#[get("/extensions")]
async fn extensions(request: HttpRequest) -> String {
    request.extensions_mut().insert(RequestNumber(3));
    let extensions = request.extensions();
    let number: &RequestNumber = extensions.get().unwrap();
    let _: &Extensions = &extensions;
    number.0.to_string()
}

//@ GET /header
//@ cache-control: no-cache
//@ GET /header => 400
#[get("/header")]
async fn one_header(agent: web::Header<CacheControl>) -> String {
    agent.0.to_string()
}

//@ GET /headers
//@ accept: text/html
//@ content-type: text/plain
#[get("/headers")]
async fn headers(
    web::Header(accept): web::Header<Accept>,
    web::Header(kind): web::Header<ContentType>,
) -> String {
    format!("{} {}", accept.preference(), kind.0)
}

//@ GET /header-by-hand
//@ x-part: 1
//@ x-part: 2
#[get("/header-by-hand")]
async fn header_by_hand(request: HttpRequest) -> Result<String, Error> {
    let accept = Accept::parse(&request)?;
    let parts = request.headers().get_all("x-part").count();
    let host = request.headers().contains_key(header::HOST);
    Ok(format!("{parts} {host} {}", accept.len()))
}

//@ GET /request?x=1
#[get("/request")]
async fn whole_request(request: HttpRequest) -> impl Responder {
    let parts = (request.method(), request.path(), request.version());
    format!("{parts:?} {}", request.full_url())
}

//@ GET /method
#[get("/method")]
async fn its_method(method: Method) -> String {
    method.to_string()
}

//@ GET /uri?a=b
#[get("/uri")]
async fn its_uri(uri: Uri) -> String {
    uri.to_string()
}

//@ GET /connection
//@ x-forwarded-for: 192.0.2.7
//@ host: books.example
#[get("/connection")]
async fn its_connection(connection: ConnectionInfo) -> String {
    let address = connection.realip_remote_addr().unwrap_or("nobody");
    format!("{} {} {address}", connection.scheme(), connection.host())
}

//@ GET /peer
#[get("/peer")]
async fn its_peer(PeerAddr(address): PeerAddr) -> String {
    address.to_string()
}

//@ GET /peer-or-not
#[get("/peer-or-not")]
async fn peer_or_not(peer: Option<PeerAddr>) -> String {
    format!("{}", peer.is_some())
}

//@ GET /unit
#[get("/unit")]
async fn unit(_unit: ()) -> &'static str {
    "unit"
}

//@ POST /either
//@ content-type: application/json
//@ > {"title":"Emma"}
//@ POST /either
//@ content-type: application/x-www-form-urlencoded
//@ > title=Persuasion
#[post("/either")]
async fn either(book: Either<web::Json<Book>, web::Form<Book>>) -> String {
    let Book { title, .. } = match book {
        Either::Left(json) => json.into_inner(),
        Either::Right(form) => form.into_inner(),
    };
    title
}

//@ POST /either-same
//@ content-type: application/json
//@ > {"title":"Emma"}
#[post("/either-same")]
async fn either_same(book: Either<web::Json<Book>, web::Form<Book>>) -> String {
    book.into_inner().title
}

//@ POST /option
//@ content-type: application/json
//@ > {"title":"Emma"}
//@ POST /option
#[post("/option")]
async fn option(book: Option<web::Json<Book>>) -> String {
    match book {
        Some(web::Json(book)) => book.title,
        None => "no book".to_owned(),
    }
}

//@ POST /result
//@ content-type: application/json
//@ > {}
//@ POST /result => 201
//@ content-type: application/json
//@ > {"title":"Emma"}
#[post("/result")]
async fn result(book: Result<web::Json<Book>, Error>) -> HttpResponse {
    match book {
        Ok(book) => HttpResponse::Created().body(book.into_inner().title),
        Err(error) => HttpResponse::Ok().body(format!("refused: {error}")),
    }
}

//@ POST /result-of-its-own
//@ content-type: application/x-www-form-urlencoded
//@ > title=Emma
//@ POST /result-of-its-own
#[post("/result-of-its-own")]
async fn result_of_its_own(
    form: Result<web::Form<Book>, <web::Form<Book> as actix_web::FromRequest>::Error>,
) -> String {
    form.map_or_else(|error| error.to_string(), |form| form.title.clone())
}

//@ GET /tuple/5?title=Emma
#[get("/tuple/{id}")]
async fn tuple((id, book): (web::Path<u32>, web::Query<Book>)) -> String {
    format!("{id} {}", book.title)
}

//@ GET /nested-tuple/5?title=Emma
#[get("/nested-tuple/{id}")]
async fn nested_tuple(
    ((id, method), (book,)): ((web::Path<u32>, Method), (Option<web::Query<Book>>,)),
    version: Version2,
) -> String {
    format!("{id} {method} {} {:?}", book.is_some(), version.0)
}

/// An extractor by hand; the others of its kind are in `own_extractors.rs`.
struct Version2(Version);

impl actix_web::FromRequest for Version2 {
    type Error = std::convert::Infallible;
    type Future = std::future::Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        std::future::ready(Ok(Self(request.version())))
    }
}

//@ GET /cookies
//@ cookie: theme=dark; lang=en
#[get("/cookies")]
async fn cookies(request: HttpRequest) -> impl Responder {
    let theme = request.cookie("theme");
    let mut answer = HttpResponse::Ok();
    if let Some(mut theme) = theme {
        theme.set_value("light");
        answer.cookie(theme.into_owned());
    }
    answer.body("cookies")
}

//@ GET /all?title=Emma
async fn all(
    request: HttpRequest,
    book: web::Query<Book>,
    counter: web::Data<Counter>,
    agent: Option<web::Header<CacheControl>>,
) -> impl Responder {
    let seen = counter.0.load(Ordering::Relaxed);
    let known = agent.is_some() || request.peer_addr().is_none();
    format!("{} {known} {seen}", book.title)
}

pub fn routes(config: &mut web::ServiceConfig) {
    let greeter: Arc<dyn Greeter> = Arc::new(Polite);
    config
        .app_data(web::Data::new(Counter(AtomicUsize::new(0))))
        .app_data(web::Data::new(Mutex::new(Vec::<String>::new())))
        .app_data(web::Data::from(greeter))
        .app_data(404_u16)
        .app_data(
            web::JsonConfig::default()
                .limit(4096)
                .error_handler(|error, _| {
                    let status = match &error {
                        actix_web::error::JsonPayloadError::ContentType => {
                            HttpResponse::UnsupportedMediaType()
                        }
                        _ => HttpResponse::BadRequest(),
                    }
                    .finish();
                    actix_web::error::InternalError::from_response(error, status).into()
                }),
        )
        .service((query, query_apart, query_map, query_string))
        .service((a_json, json_apart, json_value, a_form, form_apart))
        .service((data, data_locked, data_dyn, data_missing, app_data))
        .service((req_data_or_not, extensions))
        .service((one_header, headers, header_by_hand, whole_request))
        .service((
            its_method,
            its_uri,
            its_connection,
            its_peer,
            peer_or_not,
            unit,
        ))
        .service((either, either_same, option, result, result_of_its_own))
        .service((tuple, nested_tuple, cookies))
        .service(web::resource("/all").get(all))
        .service(
            web::scope("/req-data")
                .wrap_fn(|request, service| {
                    request.extensions_mut().insert(RequestNumber(7));
                    service.call(request)
                })
                .service(req_data),
        );
}
