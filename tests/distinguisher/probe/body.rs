//! The body of a request, and how it is sent.

use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Body {
    None,
    /// `Content-Length: 0`.
    Empty,
    Json,
    /// No JSON, and said to be.
    Malformed,
    Form,
    /// Of a type that nobody reads.
    Odd,
    /// 64 KiB.
    Large,
    Chunked,
    /// Held back until the server asks for it (RFC 9110 §10.1.1).
    Expected,
    /// Shorter than announced, and the client says no more: a server that waits for the rest waits in
    /// vain.
    CutShort,
}

pub(super) const BODIES: [Body; 9] = [
    Body::Empty,
    Body::Json,
    Body::Malformed,
    Body::Form,
    Body::Odd,
    Body::Large,
    Body::Chunked,
    Body::Expected,
    Body::CutShort,
];

impl Body {
    /// The bytes, before any transfer coding.
    pub(in super::super) fn bytes(self) -> Vec<u8> {
        match self {
            Self::None | Self::Empty => Vec::new(),
            Self::Json | Self::Chunked | Self::Expected => br#"{"book":1}"#.to_vec(),
            Self::Malformed => b"{".to_vec(),
            Self::Form => b"user=alice&password=guess".to_vec(),
            Self::Odd => vec![0xff; 9],
            Self::Large => vec![b' '; 64 * 1024],
            Self::CutShort => b"{\"book\":".to_vec(),
        }
    }

    pub(in super::super) fn media_type(self) -> Option<&'static str> {
        match self {
            Self::None | Self::Empty => None,
            Self::Form => Some("application/x-www-form-urlencoded"),
            Self::Odd => Some("application/x-nobody"),
            _ => Some("application/json"),
        }
    }

    /// The fields that say how long it is.
    pub(in super::super) fn length(self) -> Option<(&'static str, String)> {
        match self {
            Self::None => None,
            Self::Chunked => Some(("Transfer-Encoding", "chunked".into())),
            Self::CutShort => Some(("Content-Length", "100".into())),
            _ => Some(("Content-Length", self.bytes().len().to_string())),
        }
    }

    /// As it travels over HTTP/1.
    pub(in super::super) fn on_the_wire(self) -> Vec<u8> {
        let bytes = self.bytes();
        if self != Self::Chunked {
            return bytes;
        }
        let (head, tail) = bytes.split_at(bytes.len() / 2);
        let mut chunked = Vec::new();
        for chunk in [head, tail] {
            chunked.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
            chunked.extend(chunk);
            chunked.extend(b"\r\n");
        }
        chunked.extend(b"0\r\n\r\n");
        chunked
    }
}

impl fmt::Display for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "no body",
            Self::Empty => "an empty body",
            Self::Json => "JSON",
            Self::Malformed => "malformed JSON",
            Self::Form => "a form",
            Self::Odd => "a body of an odd type",
            Self::Large => "64 KiB",
            Self::Chunked => "a chunked body",
            Self::Expected => "Expect: 100-continue",
            Self::CutShort => "a body cut short",
        })
    }
}
