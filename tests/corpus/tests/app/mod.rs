//! One form of the corpus as a running app.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use actix_web::body::{self, MessageBody};
use actix_web::dev::{Payload, Service, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::rt::time::timeout;
use actix_web::test::TestRequest;
use actix_web::web::Bytes;
use actix_web::{App, test};
use auth_runtime::testing::TestIssuer;
use corpus::{Answers, Form, Request};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use futures_util::stream;

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// How often the request's body was asked for a piece.
    pub(crate) polls: usize,
}

impl Answer {
    /// What a client sees, comparable.
    pub(crate) fn visible(&self) -> (u16, Vec<(String, Vec<u8>)>, &Bytes) {
        let mut fields: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
            .collect();
        fields.sort();
        (self.status, fields, &self.body)
    }
}

type Ask = Box<dyn Fn(TestRequest, Payload) -> LocalBoxFuture<'static, ServiceResponse>>;

pub(crate) struct TestApp(Ask);

impl TestApp {
    pub(crate) async fn start(form: &Form, issuer: &TestIssuer) -> Self {
        let module = format!("corpus::{}", form.name);
        let auth = issuer.auth_builder().only_modules([module]);
        let auth = match form.answers {
            Answers::Hidden => auth.public_misses(),
            _ => auth,
        };
        let auth = auth.build().expect("every handler can be served");
        let app = App::new()
            .app_data(auth.clone())
            .configure(form.routes)
            .default_service(auth.not_found());
        let service = Rc::new(test::init_service(app).await);
        Self(Box::new(move |request, payload| {
            let service = service.clone();
            Box::pin(async move {
                let request = request.to_request().replace_payload(payload).0;
                let response = service.call(request).await;
                response.expect("a response, not an error of the service")
            })
        }))
    }

    pub(crate) async fn ask(&self, request: &Request, token: Option<&str>) -> Answer {
        let method: Method = request.method.parse().expect("a method");
        let mut asked = TestRequest::with_uri(request.uri)
            .method(method)
            .peer_addr(([192, 0, 2, 1], 4000).into());
        for field in request.headers {
            asked = asked.append_header(*field);
        }
        if let Some(token) = token {
            asked = asked.append_header((AUTHORIZATION, format!("Bearer {token}")));
        }
        let (payload, polls) = counted(request.body);
        let answer = timeout(Duration::from_secs(20), async {
            let response = self.0(asked, payload).await;
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let body = whole(response.into_body()).await;
            Answer {
                status,
                headers,
                body,
                polls: polls.get(),
            }
        });
        let answer = answer.await;
        answer.unwrap_or_else(|_| panic!("no answer in 20 seconds: {}", request.uri))
    }
}

async fn whole(body: impl MessageBody) -> Bytes {
    let bytes = body::to_bytes(body).await;
    bytes.unwrap_or_else(|_| panic!("the answer breaks off"))
}

/// The body in two pieces, and how often it is polled.
fn counted(body: &'static [u8]) -> (Payload, Rc<Cell<usize>>) {
    let polls = Rc::new(Cell::new(0));
    let counter = polls.clone();
    let (first, second) = body.split_at(body.len() / 2);
    let mut pieces = [first, second].into_iter().filter(|it| !it.is_empty());
    let body = stream::poll_fn(move |_| {
        counter.set(counter.get() + 1);
        let piece = pieces.next().map(Bytes::from_static);
        std::task::Poll::Ready(piece.map(Ok::<_, PayloadError>))
    });
    let payload = body.boxed_local();
    (Payload::Stream { payload }, polls)
}
