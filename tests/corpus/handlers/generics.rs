//! Type parameters, constants, `where` clauses, traits and lifetimes.

use std::fmt::{Debug, Display};
use std::future::Future;
use std::marker::PhantomData;
use std::str::FromStr;

use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder, web};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

//@ GET /one/7
async fn one<T>(value: web::Path<T>) -> String
where
    T: Display + DeserializeOwned + 'static,
{
    value.to_string()
}

//@ GET /inline/x
async fn inline<T: Debug + DeserializeOwned + 'static>(value: web::Path<T>) -> String {
    format!("{:?}", value.into_inner())
}

//@ GET /constant
async fn constant<const N: usize>() -> String {
    "x".repeat(N)
}

//@ GET /both/7
async fn both<T, const N: usize, const LOUD: bool>(value: web::Path<T>) -> impl Responder
where
    T: Clone + Display + for<'a> Deserialize<'a> + 'static,
{
    let text = vec![value.to_string(); N].join(" ");
    if LOUD { text.to_uppercase() } else { text }
}

//@ GET /several/5?pages=3
async fn several<P, Q>(path: web::Path<P>, query: web::Query<Q>, _: HttpRequest) -> HttpResponse
where
    P: FromStr + Debug + DeserializeOwned + 'static,
    Q: Serialize + DeserializeOwned + 'static,
    <P as FromStr>::Err: Debug,
{
    HttpResponse::Ok().json((format!("{path:?}"), query.into_inner()))
}

#[derive(Serialize, Deserialize)]
struct Pages {
    pages: u8,
}

trait Repository: 'static {
    type Item: Serialize;
    const NAME: &'static str;

    fn all(&self) -> Vec<Self::Item>;

    fn count(&self) -> impl Future<Output = usize> {
        async { self.all().len() }
    }
}

struct Books;

impl Repository for Books {
    type Item = &'static str;
    const NAME: &'static str = "books";

    fn all(&self) -> Vec<&'static str> {
        vec!["Emma", "Persuasion"]
    }
}

//@ GET /repository
async fn repository<R: Repository>(repository: web::Data<R>) -> web::Json<Vec<R::Item>> {
    web::Json(repository.all())
}

//@ GET /counted
async fn counted<R>(repository: web::Data<R>) -> Result<String, actix_web::Error>
where
    R: Repository + ?Sized,
{
    let count = repository.count().await;
    Ok(format!("{count} {}", R::NAME))
}

//@ GET /any/7
async fn any<E>(extracted: E) -> String
where
    E: FromRequest + Debug + 'static,
{
    format!("{extracted:?}")
}

//@ GET /any-or-not/7
async fn any_or_not<A: FromRequest, B: FromRequest>(a: Option<A>, b: Option<B>) -> String {
    format!("{} {}", a.is_some(), b.is_some())
}

/// A parameter that appears in no argument.
struct Typed<T>(PhantomData<T>);

impl<T: Default + Display> Typed<T> {
    fn value() -> String {
        T::default().to_string()
    }
}

//@ GET /phantom
async fn phantom<T: Default + Display + 'static>() -> String {
    Typed::<T>::value()
}

//@ GET /returned
async fn returned<T: Responder + Default + 'static>() -> T {
    T::default()
}

//@ GET /longest/ab/abc
async fn longest<T: AsRef<str> + DeserializeOwned + 'static>(pair: web::Path<(T, T)>) -> String {
    fn longer<'a>(left: &'a str, right: &'a str) -> &'a str {
        if left.len() > right.len() {
            left
        } else {
            right
        }
    }
    let (left, right) = &*pair;
    longer(left.as_ref(), right.as_ref()).to_owned()
}

//@ GET /lifetimes/a,b
async fn lifetimes(list: web::Path<String>) -> String {
    struct Parts<'text> {
        parts: std::str::Split<'text, char>,
    }
    impl<'text> Parts<'text> {
        fn last(self) -> Option<&'text str> {
            self.parts.last()
        }
    }
    let parts = Parts {
        parts: list.split(','),
    };
    'outer: loop {
        for _ in 0..2 {
            break 'outer;
        }
    }
    parts.last().unwrap_or_default().to_owned()
}

trait Rule: 'static {
    fn apply(number: u8) -> u8;
}

struct Double;

impl Rule for Double {
    fn apply(number: u8) -> u8 {
        number * 2
    }
}

type Callback = fn(u8) -> u8;

//@ GET /function/3
async fn function<R: Rule, F: Fn(u8) -> u8 + From<Callback> + 'static>(n: web::Path<u8>) -> String
where
    for<'a> &'a F: Copy,
{
    F::from(R::apply)(*n).to_string()
}

fn with<F: Fn(u8) -> u8 + Copy + 'static>(config: &mut web::ServiceConfig, double: F) {
    config.route(
        "/closure",
        web::get().to(move || async move { double(4).to_string() }),
    );
}

fn crud<R: Repository>(path: &str) -> actix_web::Resource {
    web::resource(path).route(web::get().to(repository::<R>))
}

pub fn routes(config: &mut web::ServiceConfig) {
    with(config, |number| number * 2);
    config
        .app_data(web::Data::new(Books))
        .route("/one/{value}", web::get().to(one::<u8>))
        .route("/inline/{value}", web::get().to(inline::<String>))
        .route("/constant", web::get().to(constant::<4>))
        .route("/both/{value}", web::get().to(both::<i8, 2, true>))
        .route("/several/{value}", web::get().to(several::<u8, Pages>))
        .service(crud::<Books>("/repository"))
        .route("/counted", web::get().to(counted::<Books>))
        .route("/any/{value}", web::get().to(any::<web::Path<u8>>))
        .route(
            "/any-or-not/{value}",
            web::get().to(any_or_not::<web::Path<u8>, web::Path<char>>),
        )
        .route("/phantom", web::get().to(phantom::<u64>))
        .route("/returned", web::get().to(returned::<String>))
        .route("/function/{n}", web::get().to(function::<Double, Callback>))
        .route("/longest/{a}/{b}", web::get().to(longest::<String>))
        .route("/lifetimes/{list}", web::get().to(lifetimes));
}
