//! What only a socket can carry: bytes that no HTTP library sends, `Expect`, and HEAD.

use actix_web::{route, web};
use auth_runtime::{Identity, require_auth, require_role};

use super::socket::{Response, Server};
use crate::kit::{Draft, NOW, Refused, Setup};

#[route("/x", method = "GET", method = "HEAD")]
#[require_auth(scheme = "Bearer")]
async fn get_or_head(who: Identity) -> String {
    who.subject().to_owned()
}

#[require_auth(scheme = "Bearer")]
#[require_role("admin")]
#[route("/y", method = "GET", method = "HEAD", method = "POST")]
async fn for_admins(body: web::Bytes) -> String {
    format!("{} bytes", body.len())
}

#[route("/z", method = "GET", method = "HEAD")]
#[require_auth(scheme = "Bearer")]
#[require_role("admin", hide = true)]
async fn hidden_from_others(who: Identity) -> String {
    who.subject().to_owned()
}

fn routes(config: &mut web::ServiceConfig) {
    config
        .service(get_or_head)
        .service(for_admins)
        .service(hidden_from_others);
}

fn server() -> Server {
    Server::start(Setup::Hs256.auth(), routes)
}

fn draft() -> Draft {
    Draft::of(Setup::Hs256)
}

/// A request whose connection ends with it. `fields` are header lines, each with its line end.
fn request(method: &str, path: &str, fields: &[u8]) -> Vec<u8> {
    let start = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    [start.as_bytes(), fields, b"\r\n"].concat()
}

fn differs(response: &Response, refused: Refused) -> Option<String> {
    let found = (
        response.status,
        response.header("www-authenticate"),
        response.header("cache-control"),
        response.header("content-type"),
        &response.body,
    );
    let body = refused.body();
    let expected = (
        refused.status(),
        Some(refused.challenge()),
        Some("no-store"),
        Some("application/json"),
        &body,
    );
    (found != expected).then(|| format!("found {found:?}, expected {expected:?}"))
}

#[test]
fn raw_bytes_in_the_field_have_their_exact_answer() {
    let server = server();
    let token = draft().mint();
    let foreign = Refused::Unreadable("");
    let long = format!("Bearer {}", "A".repeat(64 * 1024));
    let line = |value: &[u8]| [b"Authorization: ", value, b"\r\n"].concat();
    let rows: Vec<(&str, Vec<u8>, Refused)> = vec![
        ("no field", Vec::new(), Refused::Missing),
        ("Latin-1", line(b"Bearer caf\xe9"), foreign),
        ("bytes of no text", line(b"Bearer \x80\xfe\xff"), foreign),
        ("a tab in the token", line(b"Bearer a\tb"), foreign),
        ("a tab for the space", line(b"Bearer\tx"), foreign),
        ("quotes", line(b"Bearer \"x\""), foreign),
        ("an empty field", line(b""), foreign),
        ("64 KiB", line(long.as_bytes()), Refused::Invalid("")),
        (
            "lower-case names",
            format!("authorization: bearer {token}x\r\n").into(),
            Refused::Invalid(""),
        ),
        (
            "two fields",
            [line(b"Bearer x"), line(b"Bearer x")].concat(),
            foreign,
        ),
        (
            "two names",
            [line(b"Bearer x"), b"aUTHORIZATION: Basic YTpi\r\n".to_vec()].concat(),
            foreign,
        ),
        (
            "the good one twice",
            line(format!("Bearer {token}").as_bytes()).repeat(2),
            foreign,
        ),
    ];
    for (name, fields, refused) in rows {
        let response = server.ask(request("GET", "/x", &fields));
        assert_eq!(differs(&response, refused), None, "{name}");
    }
    let response = server.ask(request(
        "GET",
        "/x",
        &line(format!("Bearer {token}").as_bytes()),
    ));
    assert_eq!((response.status, &*response.body), (200, "alice"));
}

/// Bytes that no field may hold never reach a guard: the HTTP parser refuses the message.
#[test]
fn control_bytes_and_folded_lines_end_at_the_parser() {
    let server = server();
    let token = draft().mint();
    let (before, after) = token.split_at(20);
    let rows = [
        ("NUL", "\0"),
        ("SOH", "\u{1}"),
        ("ESC", "\u{1b}"),
        ("DEL", "\u{7f}"),
        ("folded line", "\r\n "),
        ("bare CR", "\r"),
        ("bare LF and a space", "\n "),
    ];
    for (name, bytes) in rows {
        let field = format!("Authorization: Bearer {before}{bytes}{after}\r\n");
        let response = server.ask(request("GET", "/x", field.as_bytes()));
        let found = (
            response.status,
            response.header("www-authenticate"),
            &*response.body,
        );
        assert_eq!(found, (400, None, ""), "{name}");
    }
}

#[test]
fn expect_100_continue_changes_no_answer() {
    let server = server();
    let bearer = |draft: Draft| format!("Authorization: Bearer {}\r\n", draft.mint());
    let rows = [
        ("nothing", String::new(), Some(Refused::Missing)),
        (
            "malformed",
            "Authorization: Bearer a b\r\n".into(),
            Some(Refused::Unreadable("")),
        ),
        (
            "forged",
            "Authorization: Bearer a.b.c\r\n".into(),
            Some(Refused::Invalid("")),
        ),
        (
            "expired",
            bearer(draft().claim("exp", NOW.to_string())),
            Some(Refused::Expired),
        ),
        ("no role", bearer(draft()), None),
    ];
    for (name, fields, refused) in rows {
        // The body is announced and never sent: an answer cannot have waited for it.
        let announced = format!("{fields}Content-Length: 10000000\r\n");
        let plain = server.ask_unfinished(request("POST", "/y", announced.as_bytes()));
        let expecting = format!("{announced}Expect: 100-continue\r\n");
        let expecting = server.ask_unfinished(request("POST", "/y", expecting.as_bytes()));
        for response in [&plain, &expecting] {
            match refused {
                Some(refused) => assert_eq!(differs(response, refused), None, "{name}"),
                None => assert_eq!(
                    (response.status, response.header("www-authenticate")),
                    (403, None),
                    "{name}"
                ),
            }
        }
        assert_eq!(
            expecting.lasting_headers(),
            plain.lasting_headers(),
            "{name}"
        );
        assert_eq!(expecting.body, plain.body, "{name}");
        assert!(plain.interim.is_empty(), "{name}: {plain:?}");
    }
}

/// RFC 9110 §9.3.2.
#[test]
fn head_answers_as_get_does_without_a_body() {
    let server = server();
    let bearer = |draft: Draft| format!("Authorization: Bearer {}\r\n", draft.mint());
    let admin = || draft().claim("roles", r#"["admin"]"#);
    let rows = [
        ("/x", "nothing", String::new(), 401),
        ("/x", "malformed", "Authorization: Bearer\r\n".into(), 400),
        (
            "/x",
            "forged",
            "Authorization: Bearer a.b.c\r\n".into(),
            401,
        ),
        (
            "/x",
            "expired",
            bearer(draft().claim("exp", NOW.to_string())),
            401,
        ),
        ("/x", "good", bearer(draft()), 200),
        ("/y", "no role", bearer(draft()), 403),
        ("/y", "role", bearer(admin()), 200),
        ("/z", "no role", bearer(draft()), 404),
        ("/z", "role", bearer(admin()), 200),
        ("/none", "nothing", String::new(), 401),
        ("/none", "good", bearer(draft()), 404),
    ];
    for (path, name, fields, status) in rows {
        let get = server.ask(request("GET", path, fields.as_bytes()));
        let head = server.ask(request("HEAD", path, fields.as_bytes()));
        assert_eq!(
            (get.status, head.status),
            (status, status),
            "{path}, {name}"
        );
        assert_eq!(head.body, "", "{path}, {name}");
        assert_eq!(
            get.header("content-length"),
            Some(&*get.body.len().to_string()),
            "{path}, {name}"
        );
        assert_ne!(get.body, "", "{path}, {name}");
        assert_eq!(
            head.lasting_headers(),
            get.lasting_headers(),
            "{path}, {name}"
        );
    }
}
