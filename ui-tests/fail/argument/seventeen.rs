use actix_web::get;
use auth_runtime::require_auth;

#[get("/all")]
#[require_auth]
async fn all(
    a: String,
    b: String,
    c: String,
    d: String,
    e: String,
    f: String,
    g: String,
    h: String,
    i: String,
    j: String,
    k: String,
    l: String,
    m: String,
    n: String,
    o: String,
    p: String,
    q: String,
) -> String {
    [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q].concat()
}

fn main() {}
