//! Sends requests to an app in this process, one after the other, without a socket.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use actix_http::Request;
use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::StatusCode;

use crate::requests::Requests;

/// Sends so many requests, and answers with the last status. With [`measured_building`] the only function that callgrind
/// counts in, by its name.
#[inline(never)]
pub fn measured_requests<S, B>(app: &S, requests: &Requests, count: usize) -> StatusCode
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let mut status = StatusCode::OK;
    for number in 0..count {
        status = answer(app.call(requests.build(number)));
    }
    status
}

/// Builds and drops as many: what is to be subtracted.
#[inline(never)]
pub fn measured_building(requests: &Requests, count: usize) {
    for number in 0..count {
        drop(requests.build(number));
    }
}

/// Nobody here waits for anything but its turn, so it is polled until it is ready.
fn answer<B>(response: impl Future<Output = Result<ServiceResponse<B>, Error>>) -> StatusCode {
    let mut response = pin!(response);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        match response.as_mut().poll(&mut context) {
            Poll::Ready(Ok(response)) => return response.status(),
            Poll::Ready(Err(error)) => return error.as_response_error().status_code(),
            Poll::Pending => {}
        }
    }
}
