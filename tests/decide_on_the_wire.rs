//! Promise 2 over a real socket: the head of a request suffices for a refusal.

use actix_web::App;
use auth_runtime::Auth;

use crate::authenticators::{Prompt, Waiting};
use crate::decide_before_extracting::{DENIED, readers};
use crate::wire::Server;

/// The head of a request that announces a body and does not send it.
fn head_of_post(path: &str, authorization: Option<&str>) -> String {
    let authorization = authorization
        .map(|field| format!("Authorization: {field}\r\n"))
        .unwrap_or_default();
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Content-Length: 1000000\r\n{authorization}\r\n"
    )
}

#[actix_web::test]
async fn a_refusal_does_not_wait_for_the_body() {
    for waiting in [false, true] {
        let server = Server::start(move || {
            let builder = Auth::builder();
            let builder = if waiting {
                builder.bearer_with(Waiting)
            } else {
                builder.bearer_with(Prompt)
            };
            let auth = builder.build().unwrap();
            App::new()
                .app_data(auth.clone())
                .configure(readers)
                .default_service(auth.not_found())
        });
        for (path, authorization, status) in DENIED {
            let head = head_of_post(path, authorization);
            // actix-web itself may announce that it waits for the body; that is not the answer.
            let expecting = head.replace("Host:", "Expect: 100-continue\r\nHost:");
            for head in [head, expecting] {
                let answer = server.head_of_answer(head).await;
                let expected = format!("HTTP/1.1 {status} ");
                assert!(answer.starts_with(&expected), "{path}: {answer}");
            }
        }
        server.stop().await;
    }
}
