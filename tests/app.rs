//! A request and its answer, in a line: `get("/me").bearer(token).send(&app).await`.

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, Service, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL, HeaderMap, WWW_AUTHENTICATE};
use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use actix_web::web::Bytes;
use actix_web::{Error, test};
use auth_runtime::testing::TestToken;
use serde_json::Value;

/// A request in the making.
pub(crate) struct Ask(TestRequest);

pub(crate) fn get(path: &str) -> Ask {
    ask(Method::GET, path)
}

pub(crate) fn post(path: &str) -> Ask {
    ask(Method::POST, path)
}

pub(crate) fn ask(method: Method, path: &str) -> Ask {
    Ask(TestRequest::with_uri(path).method(method))
}

impl Ask {
    pub(crate) fn bearer(self, token: TestToken) -> Self {
        Self(self.0.insert_header(token.bearer()))
    }

    /// Another `Authorization` field, as it stands.
    pub(crate) fn authorization(self, field: &str) -> Self {
        Self(self.0.append_header((AUTHORIZATION, field)))
    }

    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        Self(self.0.append_header((name, value)))
    }

    pub(crate) fn body(self, body: impl Into<Bytes>) -> Self {
        Self(self.0.set_payload(body))
    }

    pub(crate) fn json(self, body: impl Into<Bytes>) -> Self {
        self.header("content-type", "application/json").body(body)
    }

    pub(crate) async fn send(self, app: &impl TestApp) -> Answer {
        app.answer(self.0.to_request()).await
    }

    /// Sends with a body that is read from `payload`.
    pub(crate) async fn stream(self, payload: Payload, app: &impl TestApp) -> Answer {
        app.answer(self.0.to_request().replace_payload(payload).0)
            .await
    }
}

/// What `test::init_service` gives.
pub(crate) trait TestApp {
    async fn answer(&self, request: actix_http_request::Request) -> Answer;
}

/// The request type of `TestRequest::to_request`, which actix-web does not name.
mod actix_http_request {
    pub(crate) type Request = <RequestOf as Named>::Type;

    pub(crate) trait Named {
        type Type;
    }

    pub(crate) struct RequestOf;
}

/// An answer, read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}
