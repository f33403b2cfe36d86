//! curl, Requests and HTTPX, over real sockets.

use std::time::Duration;

use actix_web::{App, HttpResponse, Responder, get, post, web};
use auth_runtime::basic::{Basic, User, hash_password};
use auth_runtime::digest::Digest;
use auth_runtime::testing::TestClock;
use auth_runtime::{
    Auth, AuthenticationInfo, Identity, Scheme, allow_anonymous, basic, digest, require_auth,
};
use tests::foreign::{self, curl, run, script};
use tests::server::Server;

#[get("/basic")]
#[require_auth(scheme = "Basic")]
async fn by_basic(who: Identity) -> String {
    said(&who)
}

#[require_auth(scheme = "Digest")]
#[get("/digest")]
async fn by_digest(who: Identity) -> String {
    said(&who)
}

#[post("/digest")]
#[require_auth(scheme = "Digest")]
async fn echo(body: String) -> String {
    body
}

#[require_auth(scheme = ["Digest", "Basic"])]
#[get("/both")]
async fn both(who: Identity) -> String {
    said(&who)
}

/// Sends the client on, within what is one request for it.
#[get("/onward")]
#[require_auth(scheme = "Digest")]
async fn onward() -> impl Responder {
    web::Redirect::to("/digest").see_other()
}

/// The same, and its nonce ends on the way.
#[require_auth(scheme = "Digest")]
#[get("/later")]
async fn later(clock: web::Data<TestClock>) -> impl Responder {
    clock.advance(Duration::from_secs(301));
    web::Redirect::to("/digest").see_other()
}

/// Lets every nonce end.
#[get("/advance")]
#[allow_anonymous]
async fn end_nonces(clock: web::Data<TestClock>) -> impl Responder {
    clock.advance(Duration::from_secs(301));
    HttpResponse::NoContent()
}

fn said(who: &Identity) -> String {
    format!(
        "{} by {}",
        who.subject(),
        who.scheme().map_or("", Scheme::name)
    )
}

const PEOPLE: [(&str, &str, &str); 3] = [
    ("ada", "correct horse", "ada"),
    ("Zo\u{eb}", "caf\u{e9}", "zoe"),
    ("a \"b\" \\c", "d:\"e\\", "quoted"),
];

fn auth(clock: &TestClock, change: impl Fn(Digest) -> Digest) -> Auth {
    let mut passwords = basic::Users::new();
    let mut proofs = digest::Users::new("office");
    for (name, password, subject) in PEOPLE {
        let hash = hash_password(password).unwrap();
        passwords = passwords.with(name, User::new(hash, Identity::new(subject)));
        proofs = proofs.with_password(name, password, Identity::new(subject));
    }
    let builder = Auth::builder().realm("office").clock(clock.clone());
    let builder = builder
        .basic(Basic::new(passwords))
        .digest(change(Digest::new(proofs)));
    builder.only_modules([module_path!()]).build().unwrap()
}

fn server() -> Server {
    let clock = TestClock::at(1_800_000_000);
    let new = auth(&clock, |digest| digest);
    let old = auth(&clock, Digest::also_md5);
    let plain = auth(&clock, Digest::plain_names_only);
    Server::start(2, move || {
        let with = |path: &str, auth: &Auth| {
            let scope = web::scope(path).app_data(auth.clone());
            scope.route("", web::get().to(by_digest_too))
        };
        App::new()
            .wrap(AuthenticationInfo)
            .app_data(new.clone())
            .app_data(web::Data::new(clock.clone()))
            .service((by_basic, by_digest, echo, both, onward, later, end_nonces))
            .service(with("/md5", &old))
            .service(with("/plain", &plain))
    })
}

#[require_auth(scheme = "Digest")]
async fn by_digest_too(who: Identity) -> String {
    said(&who)
}

#[track_caller]
fn got(server: &Server, path: &str, args: &[&str]) -> Option<(String, String)> {
    Some(foreign::got(curl()?.args(args).arg(server.url(path))))
}

/// What curl said while it spoke, with all fields.
fn verbose(server: &Server, paths: &[&str], args: &[&str]) -> Option<(String, String)> {
    let mut curl = curl()?;
    curl.arg("--verbose").args(args);
    curl.args(paths.iter().map(|path| server.url(path)));
    let said = run(&mut curl);
    let spoken = said.err.clone();
    Some((said.well(), spoken))
}

fn user_pass(name: &str) -> String {
    let (name, password, _) = PEOPLE.iter().find(|it| it.2 == name).unwrap();
    format!("{name}:{password}")
}

#[test]
fn curl_speaks_basic() {
    let server = server();
    for subject in ["ada", "zoe", "quoted"] {
        let args = ["--basic", "--user", &user_pass(subject)];
        let Some(answer) = got(&server, "/basic", &args) else {
            return;
        };
        assert_eq!(answer, (format!("{subject} by Basic"), "200".into()));
    }
    for user_pass in ["ada:wrong", "nobody:correct horse"] {
        let (body, status) = got(&server, "/basic", &["--basic", "--user", user_pass]).unwrap();
        assert_eq!(status, "401");
        assert!(body.contains("invalid_credentials"), "{body}");
    }
}

#[test]
fn curl_speaks_digest() {
    let server = server();
    for path in ["/digest", "/digest?a=b&c=%20%2f", "/plain", "/md5", "/both"] {
        for subject in ["ada", "zoe", "quoted"] {
            let args = ["--digest", "--user", &user_pass(subject)];
            let Some(answer) = got(&server, path, &args) else {
                return;
            };
            assert_eq!(
                answer,
                (format!("{subject} by Digest"), "200".into()),
                "{path}"
            );
        }
    }
    for user_pass in ["ada:wrong", "nobody:correct horse"] {
        let (_, status) = got(&server, "/digest", &["--digest", "--user", user_pass]).unwrap();
        assert_eq!(status, "401");
    }
}

#[test]
fn curl_sends_a_body_with_a_proof() {
    let args = ["--digest", "--user", &user_pass("ada"), "--data", "x=y"];
    let Some(answer) = got(&server(), "/digest", &args) else {
        return;
    };
    assert_eq!(answer, ("x=y".into(), "200".into()));
}

#[test]
fn curl_hides_the_name_and_uses_one_nonce_for_several_requests() {
    let server = server();
    let args = ["--digest", "--location", "--user", &user_pass("ada")];
    let Some((said, spoken)) = verbose(&server, &["/onward"], &args) else {
        return;
    };
    assert_eq!(said, "ada by Digest\n200\n", "{spoken}");
    let lines = |start: &str| -> Vec<&str> {
        let lines = spoken.lines();
        lines.filter(|line| line.starts_with(start)).collect()
    };
    assert_eq!(lines("< HTTP/1.1 401").len(), 1, "{spoken}");
    let sent = lines("> Authorization: Digest username=");
    assert_eq!(sent.len(), 2, "{spoken}");
    for (field, nc) in sent.iter().zip(["nc=00000001", "nc=00000002"]) {
        assert!(field.contains(nc), "{field}");
        // By itself: hexadecimal digits may spell it.
        assert!(
            field.contains("userhash=true") && !field.contains("\"ada\""),
            "{field}"
        );
    }
    assert_eq!(
        lines("< authentication-info: rspauth=").len(),
        2,
        "{spoken}"
    );
}

#[test]
fn curl_names_its_user_where_names_are_not_hidden() {
    let server = server();
    let args = ["--digest", "--user", &user_pass("zoe")];
    let Some((said, spoken)) = verbose(&server, &["/plain"], &args) else {
        return;
    };
    assert_eq!(said, "zoe by Digest\n200\n", "{spoken}");
    assert!(
        spoken.contains("> Authorization: Digest username=\"Zo\u{eb}\", "),
        "{spoken}"
    );
}

#[test]
fn curl_takes_the_better_of_what_is_offered() {
    let server = server();
    let args = ["--anyauth", "--user", &user_pass("ada")];
    let Some((said, spoken)) = verbose(&server, &["/both"], &args) else {
        return;
    };
    assert_eq!(said, "ada by Digest\n200\n");
    assert!(spoken.contains("> Authorization: Digest "), "{spoken}");
    assert!(!spoken.contains("> Authorization: Basic "), "{spoken}");
    let (said, _) = verbose(&server, &["/basic"], &args).unwrap();
    assert_eq!(said, "ada by Basic\n200\n");
}

#[test]
fn curl_goes_on_after_a_nonces_end() {
    let server = server();
    let args = ["--digest", "--location", "--user", &user_pass("ada")];
    let Some((said, spoken)) = verbose(&server, &["/later"], &args) else {
        return;
    };
    assert_eq!(said, "ada by Digest\n200\n", "{spoken}");
    assert_eq!(spoken.matches(", stale=true").count(), 1, "{spoken}");
}

#[test]
fn requests_and_httpx_speak_digest() {
    let server = server();
    let Some(mut script) = script("digest.py") else {
        return;
    };
    run(script.arg(server.url(""))).well();
}
