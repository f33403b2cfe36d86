//! A request and its answer, in a line: `get("/me").bearer(token).send(&app).await`.

use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::body::{self, MessageBody};
use actix_web::dev::{Payload, Service, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::{AUTHORIZATION, HeaderMap, WWW_AUTHENTICATE};
use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use actix_web::web::Bytes;
use actix_web::{App, Error, test};
use auth_runtime::testing::TestToken;
use futures_util::Stream;
use futures_util::future::LocalBoxFuture;
use serde_json::Value;

/// A running app. Its answers are responses: a service error fails the test.
pub(crate) struct TestApp(Box<dyn Fn(Ask) -> LocalBoxFuture<'static, Answer>>);

pub(crate) async fn start<T, B>(app: App<T>) -> TestApp
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    B: MessageBody + 'static,
{
    let service = Rc::new(test::init_service(app).await);
    TestApp(Box::new(move |ask| {
        let service = service.clone();
        Box::pin(async move {
            let request = ask.request.to_request();
            let request = match ask.payload {
                Some(payload) => request.replace_payload(payload).0,
                None => request,
            };
            match service.call(request).await {
                Ok(response) => Answer::read(response).await,
                Err(error) => panic!("a service error instead of a response: {error}"),
            }
        })
    }))
}

/// A request in the making.
pub(crate) struct Ask {
    request: TestRequest,
    payload: Option<Payload>,
}

pub(crate) fn get(path: &str) -> Ask {
    ask(Method::GET, path)
}

pub(crate) fn post(path: &str) -> Ask {
    ask(Method::POST, path)
}

pub(crate) fn ask(method: Method, path: &str) -> Ask {
    Ask {
        request: TestRequest::with_uri(path).method(method),
        payload: None,
    }
}

impl Ask {
    pub(crate) fn bearer(self, token: TestToken) -> Self {
        self.with(|request| request.append_header(token.bearer()))
    }

    /// An `Authorization` field as it stands, beside those that are there.
    pub(crate) fn authorization(self, field: impl AsRef<[u8]>) -> Self {
        self.with(|request| request.append_header((AUTHORIZATION, field.as_ref())))
    }

    /// These `Authorization` fields: none, one, or too many.
    pub(crate) fn authorizations(self, fields: &[String]) -> Self {
        fields.iter().fold(self, Self::authorization)
    }

    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        self.with(|request| request.append_header((name, value)))
    }

    pub(crate) fn json(self, body: &str) -> Self {
        self.header("content-type", "application/json")
            .body(body.to_owned())
    }

    pub(crate) fn body(self, body: impl Into<Bytes>) -> Self {
        self.with(|request| request.set_payload(body))
    }

    /// A body that is read from here.
    pub(crate) fn payload(
        self,
        body: impl Stream<Item = Result<Bytes, PayloadError>> + 'static,
    ) -> Self {
        let payload = Box::pin(body);
        Self {
            payload: Some(Payload::Stream { payload }),
            ..self
        }
    }

    pub(crate) fn with(self, change: impl FnOnce(TestRequest) -> TestRequest) -> Self {
        Self {
            request: change(self.request),
            ..self
        }
    }

    pub(crate) async fn send(self, app: &TestApp) -> Answer {
        app.0(self).await
    }

    pub(crate) async fn status(self, app: &TestApp) -> u16 {
        self.send(app).await.status.as_u16()
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    async fn read<B: MessageBody>(response: ServiceResponse<B>) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let body = body::to_bytes(response.into_body())
            .await
            .unwrap_or_else(|_| panic!("the body breaks off"));
        Self {
            status,
            headers,
            body,
        }
    }

    /// The lines of a header field.
    pub(crate) fn lines(&self, name: &str) -> Vec<&str> {
        self.headers
            .get_all(name)
            .map(|value| value.to_str().expect("visible ASCII"))
            .collect()
    }

    pub(crate) fn challenges(&self) -> Vec<&str> {
        self.lines(WWW_AUTHENTICATE.as_str())
    }

    /// The only challenge.
    pub(crate) fn challenge(&self) -> &str {
        match self.challenges()[..] {
            [only] => only,
            ref other => panic!("one challenge, not {other:?}"),
        }
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// Everything that a client can see, comparable. actix-web keeps header fields in a map with a
    /// random seed per response, so their order tells nothing, and is left out.
    pub(crate) fn visible(&self) -> (u16, Vec<(String, Vec<u8>)>, Bytes) {
        let mut fields: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
            .collect();
        fields.sort();
        (self.status.as_u16(), fields, self.body.clone())
    }
}

/// A body that must not be read.
pub(crate) struct Untouchable;

impl Stream for Untouchable {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        panic!("the body was polled")
    }
}
