//! Arguments and answers whose types are spelt in unusual ways.

use actix_web::dev::AppService;
use actix_web::{FromRequest, Handler, HttpResponse, Responder, get, post, web};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Hidden {
    pages: u8,
}

//@ POST /private-types
//@ content-type: application/json
//@ > {"pages":3}
#[post("/private-types")]
pub async fn private_types(book: web::Json<Hidden>) -> web::Json<Hidden> {
    book
}

trait Library {
    type Id: for<'a> Deserialize<'a> + std::fmt::Display;
    type Extractor: FromRequest;
}

struct Local;

impl Library for Local {
    type Id = u8;
    type Extractor = web::Path<u8>;
}

//@ GET /projected/7
#[get("/projected/{id}")]
async fn projected(id: web::Path<<Local as Library>::Id>) -> String {
    id.to_string()
}

//@ GET /whole-projected/7
#[get("/whole-projected/{id}")]
async fn whole_projected(id: <Local as Library>::Extractor) -> String {
    id.to_string()
}

type Id = web::Path<u8>;
type Answer<T = &'static str> = Result<T, actix_web::Error>;

//@ GET /aliased/7
#[get("/aliased/{id}")]
async fn aliased(id: Id, again: Option<Id>) -> Answer {
    Ok(if again.is_some_and(|again| *again == *id) {
        "the same"
    } else {
        "another"
    })
}

//@ GET /absolute/7
#[::actix_web::get("/absolute/{id}")]
async fn absolute(id: ::actix_web::web::Path<::std::primitive::u8>) -> ::std::string::String {
    id.to_string()
}

macro_rules! path_of {
    ($ty:ty) => {
        web::Path<$ty>
    };
}

//@ GET /by-macro/7
#[get("/by-macro/{id}")]
async fn by_macro(id: path_of!(u8)) -> String {
    id.to_string()
}

const LENGTH: usize = 3;

//@ POST /arrays
//@ content-type: application/json
//@ > [[1,2,3],[4,5,6,7]]
#[post("/arrays")]
async fn arrays(web::Json((a, b)): web::Json<([u8; LENGTH], [u8; LENGTH + 1])>) -> String {
    format!("{a:?} {b:?}")
}

type Shout = fn(&str) -> String;

//@ GET /functions
#[get("/functions")]
async fn functions(
    shout: web::Data<Shout>,
    boxed: web::Data<dyn for<'a> Fn(&'a str) -> &'a str + Send + Sync>,
    pointer: web::Data<fn(&str, u8) -> usize>,
) -> String {
    format!("{} {} {}", shout("ho"), boxed("same"), pointer("abc", 1))
}

//@ GET /references
#[get("/references")]
async fn references(text: web::Data<&'static [&'static str]>) -> String {
    text.join(" ")
}

//@ GET /captures
#[get("/captures")]
async fn captures() -> impl Responder + use<> {
    "nothing"
}

//@ GET /lifetime
async fn lifetime<'a>(_: web::Data<Shout>) -> &'a str {
    "for any"
}

//@ GET /bounded-lifetime/7
async fn bounded_lifetime<'a, T>(id: web::Path<T>) -> std::borrow::Cow<'a, str>
where
    'a: 'static,
    T: ToString + for<'de> Deserialize<'de>,
{
    id.to_string().into()
}

// Given to functions of the application, which know nothing of its arguments.

fn mount<H, Args>(config: &mut web::ServiceConfig, path: &str, handler: H)
where
    H: Handler<Args>,
    Args: FromRequest + 'static,
    H::Output: Responder + 'static,
{
    config.route(path, web::get().to(handler));
}

//@ GET /mounted/7
async fn mounted(id: Id) -> Result<HttpResponse, actix_web::Error> {
    Ok(HttpResponse::Ok().body(id.to_string()))
}

//@ GET /mounted-plainly
async fn mounted_plainly() -> &'static str {
    "mounted"
}

struct Both<A, B>(A, B);

impl<A, B> actix_web::dev::HttpServiceFactory for Both<A, B>
where
    A: actix_web::dev::HttpServiceFactory,
    B: actix_web::dev::HttpServiceFactory,
{
    fn register(self, config: &mut AppService) {
        self.0.register(config);
        self.1.register(config);
    }
}

//@ GET /first-of-both
#[get("/first-of-both")]
async fn first_of_both() -> &'static str {
    "first"
}

//@ GET /second-of-both
#[get("/second-of-both")]
async fn second_of_both() -> &'static str {
    "second"
}

pub fn routes(config: &mut web::ServiceConfig) {
    mount(config, "/mounted/{id}", mounted);
    mount(config, "/mounted-plainly", mounted_plainly);
    let boxed: std::sync::Arc<dyn for<'a> Fn(&'a str) -> &'a str + Send + Sync> =
        std::sync::Arc::new(str::trim);
    config
        .app_data(web::Data::new(str::to_uppercase as Shout))
        .app_data(web::Data::from(boxed))
        .app_data(web::Data::new(
            (|text, more| text.len() + usize::from(more)) as fn(&str, u8) -> usize,
        ))
        .app_data(web::Data::new(&["a", "b"][..]))
        .service((private_types, projected, whole_projected, aliased))
        .service((absolute, by_macro, arrays, functions, references))
        .service(captures)
        .route("/lifetime", web::get().to(lifetime))
        .route(
            "/bounded-lifetime/{id}",
            web::get().to(bounded_lifetime::<u8>),
        )
        .service(Both(first_of_both, second_of_both));
}
