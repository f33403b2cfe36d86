//! What people write inside a handler.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, Responder, get, rt, web};
use futures_util::future::{self, Either as Race, FutureExt};

//@ GET /nested-items
#[get("/nested-items")]
async fn nested_items() -> String {
    use std::fmt::Write;
    const START: u32 = 2;
    static STEP: u32 = 3;
    #[derive(Debug, Default)]
    struct Sum {
        total: u32,
    }
    trait Grow {
        fn grow(&mut self, by: u32);
    }
    impl Grow for Sum {
        fn grow(&mut self, by: u32) {
            self.total += by;
        }
    }
    fn twice(number: u32) -> u32 {
        number * 2
    }
    macro_rules! add {
        ($sum:ident, $number:expr) => {
            $sum.grow($number)
        };
    }
    let mut sum = Sum::default();
    add!(sum, START);
    add!(sum, twice(STEP));
    let mut text = String::new();
    write!(text, "{sum:?}").unwrap();
    text
}

//@ GET /nested-async
#[get("/nested-async")]
async fn nested_async() -> String {
    async fn half(number: u32) -> u32 {
        // Not a handler
        rt::task::yield_now().await;
        number / 2
    }
    half(half(8).await).await.to_string()
}

//@ GET /closures/3
#[get("/closures/{n}")]
async fn closures(n: web::Path<u32>) -> String {
    let factor = *n;
    let times = |number: u32| number * factor;
    let early = || {
        if factor > 2 {
            return "big";
        }
        "small"
    };
    let mut calls = 0;
    let mut count = || calls += 1;
    count();
    count();
    format!("{} {} {calls}", times(4), early())
}

//@ GET /async-blocks
#[get("/async-blocks")]
async fn async_blocks(request: HttpRequest) -> Result<String, Error> {
    let path = async { request.path().len() };
    let checked = async {
        let number: usize = "5".parse().map_err(actix_web::error::ErrorBadRequest)?;
        Ok::<_, Error>(number)
    };
    let (path, checked) = future::join(path, checked).await;
    Ok(format!("{path} {}", checked?))
}

//@ GET /async-closures
#[get("/async-closures")]
async fn async_closures() -> String {
    let add = async |a: u8, b: u8| a + b;
    let moved = String::from("moved");
    let tell = async move || moved.len();
    format!("{} {}", add(1, 2).await, tell().await)
}

//@ GET /not-send
#[get("/not-send")]
async fn not_send(request: HttpRequest) -> String {
    let count = Rc::new(Cell::new(1));
    let list = RefCell::new(vec![request.method().clone()]);
    rt::task::yield_now().await;
    count.set(count.get() + 1);
    list.borrow_mut().push(request.method().clone());
    format!("{} {}", count.get(), list.borrow().len())
}

//@ GET /borrows/a-b
#[get("/borrows/{text}")]
async fn borrows(text: web::Path<String>) -> String {
    let first: &str = text.split('-').next().unwrap_or_default();
    rt::task::yield_now().await;
    let all: Vec<&str> = text.split('-').collect();
    format!("{first} {}", all.len())
}

//@ GET /matches/6
//@ GET /matches/0 => 400
//@ GET /matches/99
#[get("/matches/{n}")]
async fn matches(n: web::Path<i32>) -> impl Responder {
    let answer = match *n {
        0 => return HttpResponse::BadRequest().finish(),
        n if n % 2 == 0 => "even",
        1 | 3 | 5 => "small and odd",
        i32::MIN..=-1 => "negative",
        _ => "odd",
    };
    HttpResponse::Ok().body(answer)
}

//@ GET /let-else/5
//@ GET /let-else/x => 422
#[get("/let-else/{n}")]
async fn let_else(n: web::Path<String>) -> HttpResponse {
    let Ok(number) = n.parse::<u8>() else {
        return HttpResponse::build(StatusCode::UNPROCESSABLE_ENTITY).finish();
    };
    let label = 'found: {
        if number > 3 {
            break 'found "many";
        }
        "few"
    };
    HttpResponse::Ok().body(label)
}

//@ GET /loops
#[get("/loops")]
async fn loops() -> String {
    let mut total = 0;
    'rows: for row in 0..10 {
        let mut column = 0;
        while column < 10 {
            column += 1;
            if column > row {
                continue 'rows;
            }
            if total > 20 {
                break 'rows;
            }
            total += column;
        }
    }
    let found = loop {
        total += 1;
        if total % 7 == 0 {
            break total;
        }
    };
    found.to_string()
}

//@ GET /race
#[get("/race")]
async fn race() -> &'static str {
    let never = future::pending::<()>().boxed_local();
    let now = future::ready("now");
    match future::select(never, now).await {
        Race::Left(((), _)) => "never",
        Race::Right((word, _)) => word,
    }
}

//@ GET /literals
#[get("/literals")]
async fn literals() -> String {
    let raw = r#"} "quoted" {"#;
    let bytes = b"\x7b\x7d";
    let characters = ['{', '}', '\'', '"', '\u{7d}'];
    let numbers = (0x_ff_u8, 1_000i64, 1e3_f64, 0b11);
    let name = "inline";
    format!("{raw} {bytes:?} {characters:?} {numbers:?} {name:>8} {{}}")
}

//@ GET /macros/3
#[get("/macros/{n}")]
async fn macros(n: web::Path<u8>) -> String {
    let list = vec![1, 2, *n];
    assert!(matches!(list[..], [1, 2, 3]), "three it is");
    let json = serde_json::json!({ "list": list, "text": concat!("a", "b"), "n": stringify!(n) });
    let future = std::pin::pin!(async { json.to_string() });
    future.await
}

//@ GET /names
#[get("/names")]
async fn names() -> String {
    // Names that an expansion might use carelessly.
    #[allow(non_camel_case_types, dead_code)]
    struct String2;
    fn ready() -> u8 {
        1
    }
    let guard = 1;
    let access = 2;
    let auth_runtime = 3;
    let identity = 4;
    #[allow(non_snake_case)]
    fn Some(number: u8) -> u8 {
        number
    }
    type Option = u8;
    let some: Option = Some(5);
    format!(
        "{guard} {access} {auth_runtime} {identity} {} {some}",
        ready()
    )
}

//@ GET /attributes-inside
#[get("/attributes-inside")]
async fn attributes_inside() -> String {
    #[allow(unused_variables)]
    let unused = 1;
    #[cfg(any())]
    compile_error!("never compiled");
    #[rustfmt::skip]
    let table = BTreeMap::from([
        (1, "one"), (2, "two"),
    ]);
    let Some(one) = table.get(&1) else {
        unreachable!()
    };
    #[expect(unused_variables, reason = "expected")]
    let other = 2;
    one.to_string()
}

//@ GET /empty
#[get("/empty")]
#[allow(clippy::unused_unit)]
async fn empty() -> HttpResponse {
    {};
    ();
    HttpResponse::Ok().finish()
}

//@ GET /diverges => 500
#[get("/diverges")]
async fn diverges() -> Result<HttpResponse, Error> {
    return Err(actix_web::error::ErrorInternalServerError("always"));
}

//@ GET /function-name
#[get("/function-name")]
async fn function_name() -> String {
    fn type_name<T>(_: T) -> &'static str {
        std::any::type_name::<T>()
    }
    let here = type_name(|| ());
    here.contains("function_name").to_string()
}

//@ GET /block-in-block
async fn block_in_block() -> impl Responder {
    {
        {
            let inner = { 5 };
            inner.to_string()
        }
    }
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service((nested_items, nested_async, closures, async_blocks))
        .service((async_closures, not_send, borrows, matches, let_else))
        .service((loops, race, literals, macros, names, attributes_inside))
        .service((empty, diverges, function_name))
        .route("/block-in-block", web::get().to(block_in_block));
}
