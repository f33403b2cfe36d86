//! Leaks that only some ways of asking bring to light.

use std::cell::Cell;
use std::net::SocketAddr;

use actix_web::http::header::{IF_NONE_MATCH, ORIGIN};
use actix_web::http::{Method, StatusCode, Version};
use actix_web::{HttpRequest, HttpResponse};
use tests::distinguisher::Kind;

use super::answer::with;
use super::{field, finds, miss};

fn without_body(status: StatusCode) -> HttpResponse {
    HttpResponse::new(status)
}

#[test]
fn a_field_for_head_alone() {
    finds(&[field("x-pages")], |request| {
        if request.method() == Method::HEAD {
            return with(miss(), "x-pages", "7");
        }
        miss()
    });
}

#[test]
fn options_that_are_answered() {
    let kinds = [
        Kind::Status,
        Kind::Body,
        field("allow"),
        field("cache-control"),
        field("content-length"),
        field("content-type"),
        field("vary"),
    ];
    finds(&kinds, |request| {
        if request.method() == Method::OPTIONS {
            return with(without_body(StatusCode::NO_CONTENT), "allow", "GET");
        }
        miss()
    });
}

#[test]
fn a_condition_that_is_met() {
    finds(
        &[Kind::Status, Kind::Body, field("content-length")],
        |request| {
            if request.headers().contains_key(IF_NONE_MATCH) {
                let mut answer = miss().set_body(actix_web::body::BoxBody::new(()));
                *answer.status_mut() = StatusCode::NOT_MODIFIED;
                return answer;
            }
            miss()
        },
    );
}

#[test]
fn permission_for_other_origins() {
    finds(&[field("access-control-allow-origin")], |request| {
        if request.headers().contains_key(ORIGIN) {
            return with(miss(), "access-control-allow-origin", "*");
        }
        miss()
    });
}

#[test]
fn http2_alone() {
    finds(&[field("x-stream")], |request| {
        if request.version() == Version::HTTP_2 {
            return with(miss(), "x-stream", "1");
        }
        miss()
    });
}

#[test]
fn the_second_request_of_a_connection_alone() {
    thread_local! {
        static LAST: Cell<Option<SocketAddr>> = const { Cell::new(None) };
    }
    fn is_second(request: &HttpRequest) -> bool {
        LAST.replace(request.peer_addr()) == request.peer_addr()
    }
    finds(&[field("x-again")], |request| {
        if is_second(request) {
            return with(miss(), "x-again", "1");
        }
        miss()
    });
}

#[test]
fn an_unknown_method_alone() {
    finds(&[Kind::Status], |request| {
        let mut answer = miss();
        if request.method().as_str() == "BREW" {
            *answer.status_mut() = StatusCode::NOT_IMPLEMENTED;
        }
        answer
    });
}

#[test]
fn a_query_alone() {
    finds(&[Kind::Status], |request| {
        let mut answer = miss();
        if !request.query_string().is_empty() {
            *answer.status_mut() = StatusCode::BAD_REQUEST;
        }
        answer
    });
}
