//! Promise 6 over a real socket, in raw bytes.

use actix_web::{App, route, web};
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{Auth, require_auth, require_role};

use crate::hides::{METHODS, callers, looks, serves_all};
use crate::wire::Server;

serves_all!(hides_refusal, "/refusal", #[require_auth] #[require_role("admin", hide = true)]);
serves_all!(hides_both, "/hideall", #[require_role("admin", hide = true)] #[require_auth(hide = true)]);

fn serve(auth: Auth) -> Server {
    Server::start(move || {
        App::new()
            .app_data(auth.clone())
            .service((hides_refusal, hides_both))
            .default_service(auth.not_found())
    })
}

/// The answers on one connection, comparable: without `date`, and with header lines in an order,
/// because actix-web writes them from a map with a random seed.
fn comparable(answers: &str) -> Vec<String> {
    let mut lines: Vec<String> = answers
        .split_inclusive("\r\n")
        .filter(|line| !line.starts_with("date: "))
        .map(str::to_owned)
        .collect();
    let mut start = 0;
    while let Some(status) = lines[start..]
        .iter()
        .position(|it| it.starts_with("HTTP/1.1 "))
    {
        let fields = start + status + 1;
        let end = lines[fields..]
            .iter()
            .position(|it| it == "\r\n")
            .expect("an empty line");
        lines[fields..fields + end].sort();
        start = fields + end;
    }
    lines
}

fn authorization(fields: &[String]) -> String {
    fields.iter().fold(String::new(), |lines, field| {
        lines + "Authorization: " + field + "\r\n"
    })
}

#[actix_web::test]
async fn a_hidden_route_and_a_miss_send_the_same_bytes() {
    let issuer = TestIssuer::new().clock(TestClock::at(1_800_000_000));
    for (look, builder) in looks(&issuer) {
        let server = serve(builder.build().unwrap());
        for (who, fields, status) in callers(&issuer) {
            for method in METHODS {
                let request = |path| {
                    format!(
                        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                         {}\r\n",
                        authorization(&fields)
                    )
                };
                let miss = server.exchange(request("/missing")).await;
                assert!(miss.starts_with(&format!("HTTP/1.1 {status} ")), "{miss}");
                for path in ["/refusal", "/hideall"] {
                    let hidden = server.exchange(request(path)).await;
                    let (hidden, miss) = (comparable(&hidden), comparable(&miss));
                    assert_eq!(hidden, miss, "{who} {method} {path} {look}");
                }
            }
        }
        server.stop().await;
    }
}

/// What happens to the connection must not tell them apart either: bodies that arrive whole, in
/// part, in chunks, and a second request behind them.
#[actix_web::test]
async fn a_body_that_nobody_reads_leaves_the_connection_alike() {
    let issuer = TestIssuer::new().clock(TestClock::at(1_800_000_000));
    let server = serve(issuer.auth());
    let whole = format!("Content-Length: 9\r\n\r\n{}", "x".repeat(9));
    let chunked = "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n".to_owned();
    let large = format!("Content-Length: 60000\r\n\r\n{}", "x".repeat(60_000));
    for body in [whole, chunked, large] {
        for (who, fields, status) in callers(&issuer) {
            let authorization = authorization(&fields);
            let request = |path| {
                format!(
                    "POST {path} HTTP/1.1\r\nHost: localhost\r\n{authorization}{body}\
                     GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                     {authorization}\r\n"
                )
            };
            let miss = server.exchange(request("/missing")).await;
            assert!(miss.starts_with(&format!("HTTP/1.1 {status} ")), "{miss}");
            for path in ["/refusal", "/hideall"] {
                let hidden = server.exchange(request(path)).await;
                assert_eq!(comparable(&hidden), comparable(&miss), "{who} {path}");
            }
        }
    }
    server.stop().await;
}
