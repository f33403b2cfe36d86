//! Answers as they are spelt, and what is none.

use super::{Answers, End};

#[test]
fn answers_stand_one_behind_the_other() {
    let wire = "HTTP/1.1 100 Continue\r\n\r\n\
         HTTP/1.1 404 Not Found\r\ncontent-length: 4\r\nvary: a\r\n\r\nlost\
         HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n\
         HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n\
         HTTP/1.0 200 OK\r\n\r\nto the end";
    let mut answers = Answers::of(wire.as_bytes());
    let first = answers.next("GET").unwrap();
    assert_eq!(first.interim, ["HTTP/1.1 100 Continue"]);
    assert_eq!((first.status(), &first.body[..]), ("404", &b"lost"[..]));
    assert_eq!(first.field("Vary"), Some(&b"a"[..]));
    assert!(answers.next("HEAD").unwrap().body.is_empty());
    let chunked = answers.next("GET").unwrap();
    assert_eq!(chunked.body, b"abcd");
    assert_eq!(chunked.chunks, Some(vec![3, 1]));
    let last = answers.next("GET").unwrap();
    assert_eq!((last.is_last(), &last.body[..]), (true, &b"to the end"[..]));
    assert_eq!(answers.next("GET").unwrap_err(), End::Closed);
}

#[test]
fn a_body_that_nobody_asked_for_is_seen() {
    let wire = "HTTP/1.1 404 Not Found\r\ncontent-length: 4\r\n\r\n\
         lostHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\nnonsense";
    let mut answers = Answers::of(wire.as_bytes());
    assert!(answers.next("HEAD").unwrap().body.is_empty());
    let second = answers.next("GET").unwrap();
    assert_eq!(
        (second.status(), &second.unasked[..]),
        ("200", &b"lost"[..])
    );
    let nonsense = End::Failed("no status line".into());
    assert_eq!(answers.next("GET").unwrap_err(), nonsense);
}

#[test]
fn half_an_answer_is_kept() {
    let mut answers = Answers::of(&b"HTTP/1.1 404 Not Found\r\ncontent-length: 9\r\n\r\nlo"[..]);
    assert_eq!(answers.next("GET").unwrap_err(), End::Closed);
    assert!(answers.rest().ends_with(b"\r\n\r\nlo"));
}
