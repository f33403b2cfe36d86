//! A request body that knows how much of itself was read.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::web::Bytes;
use futures_util::Stream;

/// What a connection's buffer hands over at a time.
const CHUNK: usize = 8 * 1024;

/// JSON of 64 KiB: a list of some 4,900 short names.
pub fn json() -> Bytes {
    let mut text = String::from("[\"item-0000\"");
    for number in 1.. {
        let name = format!(",\"item-{number:04}\"");
        if text.len() + name.len() + 1 > 64 * 1024 {
            break;
        }
        text.push_str(&name);
    }
    text.push(']');
    // Blanks may end JSON.
    text.push_str(&" ".repeat(64 * 1024 - text.len()));
    text.into()
}

/// A body that adds to `read` what is taken from it.
pub fn counted(body: Bytes, read: Rc<Cell<usize>>) -> Payload {
    let stream: Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>> =
        Box::pin(Counted { body, read });
    Payload::from(stream)
}

struct Counted {
    body: Bytes,
    read: Rc<Cell<usize>>,
}

impl Stream for Counted {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.body.is_empty() {
            return Poll::Ready(None);
        }
        let size = self.body.len().min(CHUNK);
        let chunk = self.body.split_to(size);
        self.read.set(self.read.get() + size);
        Poll::Ready(Some(Ok(chunk)))
    }
}
