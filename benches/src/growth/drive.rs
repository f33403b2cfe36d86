//! What callgrind counts: the functions here whose names begin with `measured_`, and nothing else.
//!
//! None of them may hold a closure: it would have the name of its function, and counting is switched at each entry.

use actix_http::Request;
use actix_web::Error;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::rt::SystemRunner;

/// Makes the request with this number.
pub type Build<'a> = &'a dyn Fn(usize) -> Request;

/// An app that takes requests.
pub trait Answering: Service<Request, Response = ServiceResponse, Error = Error> {}

impl<S: Service<Request, Response = ServiceResponse, Error = Error>> Answering for S {}

/// Sends so many requests, in a runtime: some of what they cause runs beside them. Answers with the last status.
#[inline(never)]
pub fn measured_requests(
    runner: &SystemRunner,
    app: &impl Answering,
    build: Build<'_>,
    count: usize,
) -> StatusCode {
    runner.block_on(send(app, build, count))
}

/// Builds and drops as many: what is to be subtracted.
#[inline(never)]
pub fn measured_building(build: Build<'_>, count: usize) {
    drop_all(build, count);
}

/// Does something so many times.
#[inline(never)]
pub fn measured_operations(operation: &mut dyn FnMut(), count: usize) {
    for _ in 0..count {
        operation();
    }
}

async fn send(app: &impl Answering, build: Build<'_>, count: usize) -> StatusCode {
    let mut status = StatusCode::OK;
    for number in 0..count {
        status = match app.call(build(number)).await {
            Ok(response) => response.status(),
            Err(error) => error.as_response_error().status_code(),
        };
    }
    status
}

fn drop_all(build: Build<'_>, count: usize) {
    for number in 0..count {
        drop(build(number));
    }
}
