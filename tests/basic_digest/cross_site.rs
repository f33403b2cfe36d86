//! Browsers keep passwords and send them along whoever makes them ask: pages of other sites may not
//! change anything by it.

use actix_web::http::Method;
use actix_web::{App, get, route};
use auth_runtime::basic::{Basic, User, UserStore, hash_password};
use auth_runtime::digest::{self, Digest};
use auth_runtime::{Auth, Identity, StoreAnswer, require_auth};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::answering::Challenge;
use crate::app::{Answer, TestApp, ask, get, start};

#[route(
    "/transfer",
    method = "GET",
    method = "POST",
    method = "PUT",
    method = "DELETE"
)]
#[require_auth(scheme = ["Digest", "Basic"])]
async fn transfer() -> &'static str {
    "done"
}

#[require_auth(scheme = ["Digest", "Basic"], hide = true)]
#[route("/attic", method = "GET", method = "POST")]
async fn attic() -> &'static str {
    "done"
}

#[get("/greeting")]
#[require_auth(scheme = ["Digest", "Basic"])]
async fn greeting() -> &'static str {
    "hello"
}

/// Knows `ada`, and is never asked for anybody else.
struct Staff(String);

impl UserStore for Staff {
    fn find(&self, name: &str) -> StoreAnswer<Option<User>> {
        assert_eq!(name, "ada", "a stranger made it look");
        let ada = User::new(self.0.clone(), Identity::new("ada"));
        StoreAnswer::now(Ok(Some(ada)))
    }
}

async fn app(basic: impl Fn(Basic) -> Basic, digest: impl Fn(Digest) -> Digest) -> TestApp {
    let staff = Staff(hash_password("correct horse").unwrap());
    let users = digest::Users::new("office");
    let users = users.with_password("ada", "correct horse", Identity::new("ada"));
    let auth = Auth::builder()
        .realm("office")
        .basic(basic(Basic::new(staff)))
        .digest(digest(Digest::new(users)))
        .only_modules([module_path!()])
        .build()
        .unwrap();
    let app = App::new().app_data(auth.clone());
    let app = app.service((transfer, attic, greeting));
    start(app.default_service(auth.not_found())).await
}

fn basic(user_pass: &str) -> String {
    format!("Basic {}", STANDARD.encode(user_pass))
}

/// A right answer, which no other request gave.
async fn proof(app: &TestApp, method: &Method, path: &str) -> String {
    let challenge = Challenge::read(get("/greeting").send(app).await.challenges()[0]);
    let mut answering = challenge.answer("ada", "correct horse", path);
    method.as_str().clone_into(&mut answering.method);
    answering.field()
}

async fn send(
    app: &TestApp,
    method: &Method,
    path: &str,
    fields: &[(&str, &str)],
    credentials: &str,
) -> Answer {
    let mut request = ask(method.clone(), path).header("host", "shop.example");
    for (name, value) in fields {
        request = request.header(name, value);
    }
    request.authorization(credentials).send(app).await
}

const EVIL: &[(&str, &str)] = &[
    ("origin", "https://evil.example"),
    ("sec-fetch-site", "cross-site"),
];

/// Requests that nobody but a page of another site sends.
const FOREIGN: [&[(&str, &str)]; 6] = [
    EVIL,
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    // Over plain HTTP, whoever sits on the way can make a page of it.
    &[("origin", "http://shop.example")],
];

/// Requests of the application's own pages, of its users, and of programs.
const OWN: [&[(&str, &str)]; 4] = [
    &[],
    &[("sec-fetch-site", "none")],
    &[
        ("sec-fetch-site", "same-origin"),
        ("origin", "https://shop.example"),
    ],
    &[("origin", "https://shop.example")],
];

#[track_caller]
fn assert_is_refused(answer: &Answer) {
    assert_eq!(answer.status, 403, "{}", answer.text());
    assert_eq!(answer.json()["error"], "cross_site_request");
    assert!(answer.challenges().is_empty());
}

#[actix_web::test]
async fn no_page_of_another_site_changes_anything() {
    let app = app(|it| it, |it| it).await;
    let good = basic("ada:correct horse");
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        for fields in FOREIGN {
            assert_is_refused(&send(&app, &method, "/transfer", fields, &good).await);
            let proof = proof(&app, &method, "/transfer").await;
            assert_is_refused(&send(&app, &method, "/transfer", fields, &proof).await);
            // It used nothing up: the same proof is good for the user.
            let answer = send(&app, &method, "/transfer", &[], &proof).await;
            assert_eq!(answer.text(), "done", "{fields:?}");
        }
        for fields in OWN {
            let answer = send(&app, &method, "/transfer", fields, &good).await;
            assert_eq!(answer.text(), "done", "{fields:?}");
            let proof = proof(&app, &method, "/transfer").await;
            let answer = send(&app, &method, "/transfer", fields, &proof).await;
            assert_eq!(answer.text(), "done", "{fields:?}");
        }
    }
}

#[actix_web::test]
async fn no_page_of_another_site_opens_a_socket() {
    let app = app(|it| it, |it| it).await;
    let good = basic("ada:correct horse");
    for (foreign, status) in [(EVIL, 403), (&[("origin", "https://shop.example")], 200)] {
        let fields = [
            foreign,
            &[("upgrade", "websocket"), ("connection", "upgrade")],
        ]
        .concat();
        for credentials in [good.clone(), proof(&app, &Method::GET, "/transfer").await] {
            let answer = send(&app, &Method::GET, "/transfer", &fields, &credentials).await;
            assert_eq!(answer.status, status, "{fields:?}");
        }
    }
    // What only reads, the same-origin policy keeps from the other page.
    let answer = send(&app, &Method::GET, "/transfer", EVIL, &good).await;
    assert_eq!(answer.text(), "done");
}

/// Neither whether the credentials are good, nor whether they can be read, nor whether there is such
/// a user: the store would panic.
#[actix_web::test]
async fn the_refusal_tells_nothing_of_the_credentials() {
    let app = app(|it| it, |it| it).await;
    let right = proof(&app, &Method::POST, "/transfer").await;
    let mut seen = Vec::new();
    for credentials in [
        basic("ada:correct horse"),
        basic("ada:wrong"),
        basic("nobody:wrong"),
        "Basic ?".into(),
        right.replace("nc=00000001", "nc=00000002"),
        right.replace("ada", "nobody"),
        "Digest ?".into(),
        right,
    ] {
        let answer = send(&app, &Method::POST, "/transfer", EVIL, &credentials).await;
        assert_is_refused(&answer);
        let mut body = answer.json();
        body["timestamp"] = "then".into();
        seen.push((answer.headers.len(), body));
    }
    seen.dedup();
    assert_eq!(seen.len(), 1, "{seen:?}");
    // Without any, it is as ever.
    let request = ask(Method::POST, "/transfer").header("sec-fetch-site", "cross-site");
    assert_eq!(request.status(&app).await, 401);
}

#[actix_web::test]
async fn a_hidden_path_stays_hidden_from_other_sites() {
    let app = app(|it| it, |it| it).await;
    let good = basic("ada:correct horse");
    let own = send(&app, &Method::POST, "/attic", &[], &good).await;
    assert_eq!(own.text(), "done");
    let mut seen = Vec::new();
    for path in ["/attic", "/missing"] {
        let answer = send(&app, &Method::POST, path, EVIL, &good).await;
        let mut body = answer.json();
        body["timestamp"] = "then".into();
        seen.push((answer.status, answer.headers.len(), body));
    }
    assert_eq!(seen[0], seen[1]);
}

#[actix_web::test]
async fn named_origins_may_and_replace_the_host() {
    let named = "https://app.example";
    let app = app(|it| it.origin(named), |it| it.origin(named)).await;
    let good = basic("ada:correct horse");
    for (fields, status) in [
        (&[("origin", named)][..], 200),
        (&[("origin", named), ("sec-fetch-site", "cross-site")], 200),
        (&[("origin", "https://shop.example")], 403),
        (&[("origin", "https://evil.example")], 403),
        (&[], 200),
    ] {
        for credentials in [good.clone(), proof(&app, &Method::POST, "/transfer").await] {
            let answer = send(&app, &Method::POST, "/transfer", fields, &credentials).await;
            assert_eq!(answer.status, status, "{fields:?}");
        }
    }
}

#[test]
fn what_is_no_origin_does_not_start() {
    for origin in ["shop.example", "https://shop.example/", "null", "*"] {
        let hash = hash_password("x").unwrap();
        let basic = Basic::new(Staff(hash)).origin(origin);
        let digest = Digest::new(digest::Users::new("api")).origin(origin);
        let builder = Auth::builder().basic(basic).digest(digest);
        let error = builder.only_modules([module_path!()]).build().unwrap_err();
        let said = format!("{origin:?} is not an origin");
        assert_eq!(error.to_string().matches(&said).count(), 2, "{error}");
    }
}
