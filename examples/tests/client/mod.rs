//! A shop in this process, and requests to it.

#![allow(dead_code, reason = "each test binary needs a part of it")]

use std::pin::Pin;
use std::rc::Rc;
use std::time::SystemTime;

use actix_web::dev::ServiceResponse;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use actix_web::test::{self, TestRequest};
use actix_web::web::Bytes;
use auth_runtime::Clock;
use onboarding::Shop;
use serde_json::Value;

/// Where the shop believes to be.
pub(crate) const ADDRESS: &str = "http://127.0.0.1:8080";

type Response = Pin<Box<dyn Future<Output = ServiceResponse>>>;

/// A freshly opened shop.
pub(crate) struct TestShop {
    send: Box<dyn Fn(TestRequest) -> Response>,
}

/// An answer, read to its end. Its body is JSON, plain text, or null for none.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    pub(crate) bytes: Bytes,
}

impl TestShop {
    pub(crate) async fn open() -> Self {
        Self::open_with_clock(SystemTime::now).await
    }

    pub(crate) async fn open_with_clock(clock: impl Clock) -> Self {
        let shop = Shop::open_with_clock(ADDRESS, clock).unwrap();
        let app = Rc::new(test::init_service(shop.app()).await);
        let send = move |request: TestRequest| -> Response {
            let app = app.clone();
            Box::pin(async move { test::call_service(&*app, request.to_request()).await })
        };
        Self {
            send: Box::new(send),
        }
    }

    pub(crate) async fn ask(&self, request: TestRequest) -> Answer {
        let response = (self.send)(request).await;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = test::read_body(response).await;
        let body = match headers.get(CONTENT_TYPE) {
            Some(json) if json == "application/json" => serde_json::from_slice(&bytes).unwrap(),
            _ if bytes.is_empty() => Value::Null,
            _ => std::str::from_utf8(&bytes).unwrap().into(),
        };
        Answer {
            status,
            headers,
            body,
            bytes,
        }
    }

    /// A token for a user of the demo.
    pub(crate) async fn log_in(&self, user: &str, password: &str) -> String {
        let form = format!("user={user}&password={password}");
        self.token(&form).await
    }

    /// The token that the login gives for this form.
    pub(crate) async fn token(&self, form: &str) -> String {
        let answer = self.ask(login(form)).await;
        answer.body["access_token"].as_str().unwrap().to_owned()
    }
}

/// A request. A body that is no JSON is a form.
pub(crate) fn request(
    method: &str,
    path: &str,
    token: Option<&str>,
    body: &'static str,
) -> TestRequest {
    let mut request = TestRequest::with_uri(path).method(method.parse().unwrap());
    if !body.is_empty() {
        let content_type = if body.starts_with('{') {
            "application/json"
        } else {
            "application/x-www-form-urlencoded"
        };
        request = request
            .insert_header((CONTENT_TYPE, content_type))
            .set_payload(body);
    }
    if let Some(token) = token {
        request = request.insert_header((AUTHORIZATION, format!("Bearer {token}")));
    }
    request
}

pub(crate) fn login(form: impl Into<String>) -> TestRequest {
    send("/login", form)
}

/// A form on its way.
pub(crate) fn send(path: &str, form: impl Into<String>) -> TestRequest {
    TestRequest::post()
        .uri(path)
        .insert_header((CONTENT_TYPE, "application/x-www-form-urlencoded"))
        .set_payload(form.into())
}
