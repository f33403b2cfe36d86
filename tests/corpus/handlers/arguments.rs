//! From no argument to sixteen, by `.to(…)` and by route attributes.

use actix_web::http::{Method, Uri};
use actix_web::{HttpRequest, get, web};

//@ GET /to/0/0
async fn to_0() -> String {
    "none".to_owned()
}

//@ GET /by/0/0
#[get("/by/0/{id}")]
async fn by_0() -> String {
    "none".to_owned()
}

//@ GET /to/1/1
async fn to_1(a: Method) -> String {
    format!("{}", a,)
}

//@ GET /by/1/1
#[get("/by/1/{id}")]
async fn by_1(a: Method) -> String {
    format!("{}", a,)
}

//@ GET /to/2/2
async fn to_2(a: Method, b: web::Path<u8>) -> String {
    format!("{} {}", a, b,)
}

//@ GET /by/2/2
#[get("/by/2/{id}")]
async fn by_2(a: Method, b: web::Path<u8>) -> String {
    format!("{} {}", a, b,)
}

//@ GET /to/3/3
async fn to_3(a: Method, b: web::Path<u8>, c: HttpRequest) -> String {
    format!("{} {} {}", a, b, c.path(),)
}

//@ GET /to/4/4
async fn to_4(a: Method, b: web::Path<u8>, c: HttpRequest, d: Uri) -> String {
    format!("{} {} {} {}", a, b, c.path(), d,)
}

//@ GET /to/5/5
async fn to_5(a: Method, b: web::Path<u8>, c: HttpRequest, d: Uri, e: web::Data<u8>) -> String {
    format!("{} {} {} {} {}", a, b, c.path(), d, **e,)
}

//@ GET /by/5/5
#[get("/by/5/{id}")]
async fn by_5(a: Method, b: web::Path<u8>, c: HttpRequest, d: Uri, e: web::Data<u8>) -> String {
    format!("{} {} {} {} {}", a, b, c.path(), d, **e,)
}

//@ GET /to/6/6
async fn to_6(
    a: Method,
    b: web::Path<u8>,
    c: HttpRequest,
    d: Uri,
    e: web::Data<u8>,
    f: Option<String>,
) -> String {
    format!("{} {} {} {} {} {}", a, b, c.path(), d, **e, f.is_some(),)
}

//@ GET /to/7/7
async fn to_7(
    a: Method,
    b: web::Path<u8>,
    c: HttpRequest,
    d: Uri,
    e: web::Data<u8>,
    f: Option<String>,
    g: (),
) -> String {
    format!(
        "{} {} {} {} {} {} {:?}",
        a,
        b,
        c.path(),
        d,
        **e,
        f.is_some(),
        g,
    )
}

//@ GET /to/8/8
#[allow(clippy::too_many_arguments)]
async fn to_8(
    a: Method,
    b: web::Path<u8>,
    c: HttpRequest,
    d: Uri,
    e: web::Data<u8>,
    f: Option<String>,
    g: (),
    h: Method,
) -> String {
    format!(
        "{} {} {} {} {} {} {:?} {}",
        a,
        b,
        c.path(),
        d,
        **e,
        f.is_some(),
        g,
        h,
    )
}

//@ GET /to/9/9
#[allow(clippy::too_many_arguments)]
async fn to_9(
    a: Method,
    b: web::Path<u8>,
    c: HttpRequest,
    d: Uri,
    e: web::Data<u8>,
    f: Option<String>,
    g: (),
    h: Method,
    i: web::Path<u8>,
) -> String {
    format!(
        "{} {} {} {} {} {} {:?} {} {}",
        a,
        b,
        c.path(),
        d,
        **e,
        f.is_some(),
        g,
        h,
        i,
    )
}

//@ GET /to/10/10
#[allow(clippy::too_many_arguments)]
async fn to_10(
    a: Method,
    b: web::Path<u8>,
    c: HttpRequest,
    d: Uri,
    e: web::Data<u8>,
    f: Option<String>,
    g: (),
    h: Method,
    i: web::Path<u8>,
    j: HttpRequest,
) -> String {
    format!(
        "{} {} {} {} {} {} {:?} {} {} {}",
        a,
        b,
        c.path(),
        d,
        **e,
        f.is_some(),
        g,
        h,
        i,
        j.path(),
    )
}

//@ GET /to/11/11
#[allow(clippy::too_many_arguments)]
async fn to_11(
    a: Method,
    b: web::Path<u8>,
    c: HttpRequest,
    d: Uri,
    e: web::Data<u8>,
    f: Option<String>,
    g: (),
    h: Method,
    i: web::Path<u8>,
    j: HttpRequest,
    k: Uri,
) -> String {
    format!(
        "{} {} {} {} {} {} {:?} {} {} {} {}",
        a,
        b,
        c.path(),
        d,
        **e,
        f.is_some(),
        g,
        h,
        i,
        j.path(),
        k,
    )
}

//@ GET /to/12/12
#[allow(clippy::too_many_arguments)]
async fn to_12(
    a: Method,
    b: web::Path<u8>,
    c: HttpRequest,
    d: Uri,
    e: web::Data<u8>,
    f: Option<String>,
    g: (),
    h: Method,
    i: web::Path<u8>,
    j: HttpRequest,
    k: Uri,
    l: web::Data<u8>,
) -> String {
    format!(
        "{} {} {} {} {} {} {:?} {} {} {} {} {}",
        a,
        b,
        c.path(),
        d,
        **e,
        f.is_some(),
        g,
        h,
        i,
        j.path(),
        k,
        **l,
    )
}

//@ GET /by/12/12
#[get("/by/12/{id}")]
#[allow(clippy::too_many_arguments)]
async fn by_12(
    a: Method,
    b: web::Path<u8>,
    c: HttpRequest,
    d: Uri,
    e: web::Data<u8>,
    f: Option<String>,
    g: (),
    h: Method,
    i: web::Path<u8>,
    j: HttpRequest,
    k: Uri,
    l: web::Data<u8>,
) -> String {
    format!(
        "{} {} {} {} {} {} {:?} {} {} {} {} {}",
        a,
        b,
        c.path(),
        d,
        **e,
        f.is_some(),
        g,
        h,
        i,
        j.path(),
        k,
        **l,
    )
}

//@ GET /to/13/13
#[allow(clippy::too_many_arguments)]
async fn to_13(
    a: Method,
    b: web::Path<u8>,
    c: HttpRequest,
    d: Uri,
    e: web::Data<u8>,
    f: Option<String>,
    g: (),
    h: Method,
    i: web::Path<u8>,
    j: HttpRequest,
    k: Uri,
    l: web::Data<u8>,
    m: Option<String>,
) -> String {
    format!(
        "{} {} {} {} {} {} {:?} {} {} {} {} {} {}",
        a,
        b,
        c.path(),
        d,
        **e,
        f.is_some(),
        g,
        h,
        i,
        j.path(),
        k,
        **l,
        m.is_some(),
    )
}

//@ GET /to/14/14
#[allow(clippy::too_many_arguments)]
async fn to_14(
    a: Method,
    b: web::Path<u8>,
    c: HttpRequest,
    d: Uri,
    e: web::Data<u8>,
    f: Option<String>,
    g: (),
    h: Method,
    i: web::Path<u8>,
    j: HttpRequest,
    k: Uri,
    l: web::Data<u8>,
    m: Option<String>,
    n: (),
) -> String {
    format!(
        "{} {} {} {} {} {} {:?} {} {} {} {} {} {} {:?}",
        a,
        b,
        c.path(),
        d,
        **e,
        f.is_some(),
        g,
        h,
        i,
        j.path(),
        k,
        **l,
        m.is_some(),
        n,
    )
}

//@ GET /to/15/15
#[allow(clippy::too_many_arguments)]
async fn to_15(
    a: Method,
    b: web::Path<u8>,
    c: HttpRequest,
    d: Uri,
    e: web::Data<u8>,
    f: Option<String>,
    g: (),
    h: Method,
    i: web::Path<u8>,
    j: HttpRequest,
    k: Uri,
    l: web::Data<u8>,
    m: Option<String>,
    n: (),
    o: Method,
) -> String {
    format!(
        "{} {} {} {} {} {} {:?} {} {} {} {} {} {} {:?} {}",
        a,
        b,
        c.path(),
        d,
        **e,
        f.is_some(),
        g,
        h,
        i,
        j.path(),
        k,
        **l,
        m.is_some(),
        n,
        o,
    )
}

//@ GET /by/15/15
#[get("/by/15/{id}")]
#[allow(clippy::too_many_arguments)]
async fn by_15(
    a: Method,
    b: web::Path<u8>,
    c: HttpRequest,
    d: Uri,
    e: web::Data<u8>,
    f: Option<String>,
    g: (),
    h: Method,
    i: web::Path<u8>,
    j: HttpRequest,
    k: Uri,
    l: web::Data<u8>,
    m: Option<String>,
    n: (),
    o: Method,
) -> String {
    format!(
        "{} {} {} {} {} {} {:?} {} {} {} {} {} {} {:?} {}",
        a,
        b,
        c.path(),
        d,
        **e,
        f.is_some(),
        g,
        h,
        i,
        j.path(),
        k,
        **l,
        m.is_some(),
        n,
        o,
    )
}

//@ GET /to/16/16
//@ full
#[allow(clippy::too_many_arguments)]
async fn to_16(
    a: Method,
    b: web::Path<u8>,
    c: HttpRequest,
    d: Uri,
    e: web::Data<u8>,
    f: Option<String>,
    g: (),
    h: Method,
    i: web::Path<u8>,
    j: HttpRequest,
    k: Uri,
    l: web::Data<u8>,
    m: Option<String>,
    n: (),
    o: Method,
    p: web::Path<u8>,
) -> String {
    format!(
        "{} {} {} {} {} {} {:?} {} {} {} {} {} {} {:?} {} {}",
        a,
        b,
        c.path(),
        d,
        **e,
        f.is_some(),
        g,
        h,
        i,
        j.path(),
        k,
        **l,
        m.is_some(),
        n,
        o,
        p,
    )
}

//@ GET /by/16/16
//@ full
#[get("/by/16/{id}")]
#[allow(clippy::too_many_arguments)]
async fn by_16(
    a: Method,
    b: web::Path<u8>,
    c: HttpRequest,
    d: Uri,
    e: web::Data<u8>,
    f: Option<String>,
    g: (),
    h: Method,
    i: web::Path<u8>,
    j: HttpRequest,
    k: Uri,
    l: web::Data<u8>,
    m: Option<String>,
    n: (),
    o: Method,
    p: web::Path<u8>,
) -> String {
    format!(
        "{} {} {} {} {} {} {:?} {} {} {} {} {} {} {:?} {} {}",
        a,
        b,
        c.path(),
        d,
        **e,
        f.is_some(),
        g,
        h,
        i,
        j.path(),
        k,
        **l,
        m.is_some(),
        n,
        o,
        p,
    )
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .app_data(web::Data::new(8_u8))
        .route("/to/0/{id}", web::get().to(to_0))
        .route("/to/1/{id}", web::get().to(to_1))
        .route("/to/2/{id}", web::get().to(to_2))
        .route("/to/3/{id}", web::get().to(to_3))
        .route("/to/4/{id}", web::get().to(to_4))
        .route("/to/5/{id}", web::get().to(to_5))
        .route("/to/6/{id}", web::get().to(to_6))
        .route("/to/7/{id}", web::get().to(to_7))
        .route("/to/8/{id}", web::get().to(to_8))
        .route("/to/9/{id}", web::get().to(to_9))
        .route("/to/10/{id}", web::get().to(to_10))
        .route("/to/11/{id}", web::get().to(to_11))
        .route("/to/12/{id}", web::get().to(to_12))
        .route("/to/13/{id}", web::get().to(to_13))
        .route("/to/14/{id}", web::get().to(to_14))
        .route("/to/15/{id}", web::get().to(to_15))
        .route("/to/16/{id}", web::get().to(to_16))
        .service((by_0, by_1, by_2, by_5, by_12, by_15, by_16));
}
