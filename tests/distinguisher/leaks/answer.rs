//! Leaks in the answer itself, whoever asks and however.

use actix_web::HttpResponse;
use actix_web::body::{BodyStream, MessageBody};
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, VARY};
use actix_web::web::Bytes;
use futures_util::stream;
use tests::distinguisher::Kind;

use super::{field, finds, miss};

#[test]
fn another_body() {
    finds(&[Kind::Body, field("content-length")], |_| {
        miss()
            .set_body(r#"{"error":"not_found","hint":"ask"}"#)
            .map_into_boxed_body()
    });
}

#[test]
fn another_message_of_the_same_length() {
    finds(&[Kind::Body], |_| {
        miss()
            .set_body(r#"{"error":"forbidden"}"#)
            .map_into_boxed_body()
    });
}

#[test]
fn another_length_that_only_head_shows() {
    finds(&[field("content-length")], |request| {
        if request.method() == "HEAD" {
            return miss()
                .set_body("longer than the other one")
                .map_into_boxed_body();
        }
        miss()
    });
}

#[test]
fn the_same_body_in_chunks() {
    let kinds = [
        Kind::Framing,
        field("content-length"),
        field("transfer-encoding"),
    ];
    finds(&kinds, |_| {
        let (head, body) = miss().into_parts();
        let bytes = body.try_into_bytes().unwrap_or_default();
        let chunks = stream::iter([Ok::<Bytes, actix_web::Error>(bytes)]);
        head.set_body(BodyStream::new(chunks)).map_into_boxed_body()
    });
}

#[test]
fn one_more_field() {
    finds(&[field("x-served-by")], |_| {
        with(miss(), "x-served-by", "admin")
    });
}

#[test]
fn one_field_less() {
    finds(&[field("cache-control")], |_| {
        let mut answer = miss();
        answer.headers_mut().remove(CACHE_CONTROL);
        answer
    });
}

#[test]
fn another_vary() {
    finds(&[field("vary")], |_| {
        let mut answer = miss();
        let wider = HeaderValue::from_static("Accept, Cookie");
        answer.headers_mut().insert(VARY, wider);
        answer
    });
}

#[test]
fn the_same_vary_in_two_lines() {
    finds(&[field("vary")], |_| {
        let mut answer = miss();
        answer
            .headers_mut()
            .append(VARY, HeaderValue::from_static("Accept"));
        answer
    });
}

#[test]
fn a_cookie() {
    finds(&[field("set-cookie")], |_| {
        with(miss(), "set-cookie", "seen=1")
    });
}

#[test]
fn a_401_among_404s() {
    finds(&[Kind::Status, field("www-authenticate")], |_| {
        let mut answer = with(miss(), "www-authenticate", "Bearer");
        *answer.status_mut() = StatusCode::UNAUTHORIZED;
        answer
    });
}

#[test]
fn a_403_among_404s() {
    finds(&[Kind::Status], |_| {
        let mut answer = miss();
        *answer.status_mut() = StatusCode::FORBIDDEN;
        answer
    });
}

#[test]
fn another_reason_of_the_same_status() {
    finds(&[Kind::StatusLine], |_| {
        let mut answer = miss();
        answer.head_mut().reason = Some("Nothing Here");
        answer
    });
}

#[test]
fn the_same_fields_in_capitals() {
    let names = [
        "cache-control",
        "connection",
        "content-length",
        "content-type",
        "date",
        "vary",
    ];
    finds(&names.map(|name| Kind::FieldSpelling(name.into())), |_| {
        let mut answer = miss();
        answer.head_mut().set_camel_case_headers(true);
        answer
    });
}

pub(super) fn with(
    mut answer: HttpResponse,
    name: &'static str,
    value: &'static str,
) -> HttpResponse {
    let name = actix_web::http::header::HeaderName::from_static(name);
    answer
        .headers_mut()
        .insert(name, HeaderValue::from_static(value));
    answer
}
