//! What an attacker sees of one exchange.

/// Everything that came back on one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Observation {
    pub(super) answers: Vec<Answer>,
    /// What is no answer, or not a whole one.
    pub(super) rest: Vec<u8>,
    pub(super) end: End,
}

/// One final answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// What stands before it and must not: the body of an answer to `HEAD`.
    pub(super) unasked: Vec<u8>,
    /// The status lines before it: `HTTP/1.1 100 Continue`.
    pub(super) interim: Vec<String>,
    pub(super) status_line: String,
    /// As they are spelt, in their order. Names are compared as a set, and values of one name in their
    /// order: actix-web keeps them in a map with a random seed, so between names there is none.
    pub(super) fields: Vec<(String, Vec<u8>)>,
    pub(super) body: Vec<u8>,
    /// The sizes of its chunks, if it comes in chunks.
    pub(super) chunks: Option<Vec<usize>>,
    /// Fields behind the body.
    pub(super) trailers: Vec<(String, Vec<u8>)>,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// The server closed the connection.
    Closed,
    /// And threw away what it had not read.
    Reset,
    /// The connection stays open, as far as it was tried.
    Open,
    /// Nothing came for as long as we wait.
    Silent,
    /// What HTTP/2 says of it.
    Failed(String),
}

impl Answer {
    /// The three digits.
    pub(super) fn status(&self) -> &str {
        self.status_line.split(' ').nth(1).unwrap_or_default()
    }

    /// The first value of this field, whatever its case.
    pub(super) fn field(&self, name: &str) -> Option<&[u8]> {
        let mut fields = self.fields.iter();
        let found = fields.find(|(it, _)| it.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_slice())
    }

    /// Whether the server says that this is the last answer of the connection.
    pub(super) fn is_last(&self) -> bool {
        let connection = self.field("connection").unwrap_or_default();
        let says = |word: &[u8]| connection.eq_ignore_ascii_case(word);
        says(b"close") || (self.status_line.starts_with("HTTP/1.0") && !says(b"keep-alive"))
    }
}
