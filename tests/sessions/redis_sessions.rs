//! Sessions in Redis, which two machines share: log in on one, go on and log out on the other.

use std::time::Duration;

use actix_session::storage::RedisSessionStore;
use actix_web::body::MessageBody;
use actix_web::cookie::Key;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::test::{self, TestRequest};
use actix_web::{App, Error};
use auth_runtime::session::SessionCookie;

use crate::redis::Redis;
use crate::site::{builder, handlers, sessions};

/// What a machine answers, and the cookie that it sets.
async fn ask(
    machine: &impl Service<
        actix_http::Request,
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
    >,
    request: TestRequest,
    cookie: &str,
) -> (StatusCode, Option<String>) {
    let request = request
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(("cookie", cookie));
    match test::try_call_service(machine, request.to_request()).await {
        Ok(answer) => {
            let set = answer.headers().get("set-cookie");
            let set = set.map(|it| it.to_str().unwrap().split(';').next().unwrap().to_owned());
            (answer.status(), set)
        }
        Err(error) => (error.as_response_error().status_code(), None),
    }
}

#[actix_web::test]
async fn two_machines_share_the_sessions_of_one_redis() {
    let Some(mut redis) = Redis::start(&[]) else {
        return;
    };
    let url = redis.url();
    let machine = async || {
        let store = RedisSessionStore::new(&url).await.unwrap();
        let cookie = SessionCookie::new(store, Key::from(&[7; 64])).build();
        let (builder, _) = builder(sessions());
        let auth = builder.build().unwrap();
        let app = App::new()
            .wrap(cookie.time_limit(Duration::from_secs(2)))
            .app_data(auth.clone())
            .configure(handlers)
            .default_service(auth.not_found());
        test::init_service(app).await
    };
    let (one, two) = (machine().await, machine().await);
    let me = || TestRequest::get().uri("/me");

    let login = TestRequest::post().uri("/login").set_payload("alice");
    let (status, cookie) = ask(&one, login, "").await;
    assert_eq!(status, 200);
    let cookie = cookie.unwrap();
    assert!(!cookie.contains("alice"));
    assert_eq!(ask(&one, me(), &cookie).await.0, 200);
    assert_eq!(ask(&two, me(), &cookie).await.0, 200);

    let logout = TestRequest::post().uri("/logout");
    assert_eq!(ask(&one, logout, &cookie).await.0, 200);
    assert_eq!(ask(&two, me(), &cookie).await.0, 401);

    let login = TestRequest::post().uri("/login").set_payload("alice");
    let cookie = ask(&one, login, "").await.1.unwrap();
    assert_eq!(ask(&two, me(), &cookie).await.0, 200);
    redis.kill();
    for path in ["/me", "/home", "/hidden", "/missing"] {
        let request = TestRequest::get().uri(path);
        assert_eq!(ask(&two, request, &cookie).await.0, 503, "{path}");
    }
}
