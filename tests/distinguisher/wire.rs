//! Reads answers of HTTP/1 from a stream, byte by byte as they are spelt (RFC 9112).

use std::io::{ErrorKind, Read};
use std::time::Instant;

use super::exchange::PATIENCE;
use super::observation::{Answer, End};

/// A head or a line that is longer is no answer.
const LONGEST: usize = 256 * 1024;

/// A stream of answers.
pub(super) struct Answers<S> {
    stream: S,
    buffer: Vec<u8>,
    /// Up to where it is read.
    read: usize,
    /// When we stop listening, even if something comes now and then.
    until: Instant,
    /// How long a body would be that the last answer must not have.
    withheld: usize,
}

/// The next thing on the wire.
pub(super) enum Head {
    Interim(String),
    Final(Answer),
}

impl<S: Read> Answers<S> {
    pub(super) fn of(stream: S) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
            read: 0,
            until: Instant::now() + 2 * PATIENCE,
            withheld: 0,
        }
    }

    /// The next answer, to a request of this method.
    pub(super) fn next(&mut self, method: &str) -> Result<Answer, End> {
        let mut interim = Vec::new();
        loop {
            match self.head()? {
                Head::Interim(line) => interim.push(line),
                Head::Final(answer) => {
                    let mut answer = self.body(answer, method)?;
                    answer.interim = interim;
                    return Ok(answer);
                }
            }
        }
    }

    /// The next head alone.
    pub(super) fn head(&mut self) -> Result<Head, End> {
        self.buffer.drain(..self.read);
        self.read = 0;
        let unasked = self.unasked()?;
        let status_line = self.line()?;
        let fields = self.fields()?;
        let answer = Answer {
            unasked,
            status_line,
            fields,
            ..Answer::default()
        };
        Ok(
            if answer.status().starts_with('1') && answer.status() != "101" {
                Head::Interim(answer.status_line)
            } else {
                Head::Final(answer)
            },
        )
    }

    /// A body where there must be none: actix-web answers `HEAD` with one when the next request is
    /// there already.
    fn unasked(&mut self) -> Result<Vec<u8>, End> {
        const START: &[u8] = b"HTTP/";
        while self.buffer.len() < START.len() {
            self.fill()?;
        }
        if self.buffer.starts_with(START) {
            return Ok(Vec::new());
        }
        match std::mem::take(&mut self.withheld) {
            0 => Err(End::Failed("no status line".into())),
            length => self.exactly(length),
        }
    }

    /// The body behind a final head (RFC 9112 §6.3).
    pub(super) fn body(&mut self, mut answer: Answer, method: &str) -> Result<Answer, End> {
        let is_chunked = answer
            .field("transfer-encoding")
            .is_some_and(|coding| coding.ends_with(b"chunked"));
        let length = answer.field("content-length").map(<[u8]>::to_vec);
        let length = length.map(|text| String::from_utf8_lossy(&text).parse());
        self.withheld = 0;
        if method == "HEAD" || matches!(answer.status(), "101" | "204" | "304") {
            self.withheld = length.and_then(Result::ok).unwrap_or_default();
            return Ok(answer);
        }
        match length {
            _ if is_chunked => self.chunks(&mut answer)?,
            Some(Ok(length)) => answer.body = self.exactly(length)?,
            Some(Err(_)) => return Err(End::Failed("a length that is no number".into())),
            None => answer.body = self.everything()?,
        }
        Ok(answer)
    }

    fn chunks(&mut self, answer: &mut Answer) -> Result<(), End> {
        let mut sizes = Vec::new();
        loop {
            let line = self.line()?;
            let size = line.split(';').next().unwrap_or_default();
            let Ok(size) = usize::from_str_radix(size, 16) else {
                return Err(End::Failed("a chunk without a size".into()));
            };
            if size == 0 {
                break;
            }
            sizes.push(size);
            answer.body.extend(self.exactly(size)?);
            self.line()?;
        }
        answer.chunks = Some(sizes);
        answer.trailers = self.fields()?;
        Ok(())
    }

    fn fields(&mut self) -> Result<Vec<(String, Vec<u8>)>, End> {
        let mut fields = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok(fields);
            }
            let (name, value) = line.split_once(": ").unwrap_or((&line, ""));
            fields.push((name.to_owned(), value.as_bytes().to_vec()));
        }
    }

    fn line(&mut self) -> Result<String, End> {
        loop {
            let unread = &self.buffer[self.read..];
            if let Some(end) = unread.windows(2).position(|two| two == b"\r\n") {
                let line = String::from_utf8_lossy(&unread[..end]).into_owned();
                self.read += end + 2;
                return Ok(line);
            }
            if unread.len() > LONGEST {
                return Err(End::Failed("a line without an end".into()));
            }
            self.fill()?;
        }
    }

    fn exactly(&mut self, length: usize) -> Result<Vec<u8>, End> {
        while self.buffer.len() - self.read < length {
            self.fill()?;
        }
        let bytes = self.buffer[self.read..self.read + length].to_vec();
        self.read += length;
        Ok(bytes)
    }

    /// Up to where the server closes.
    fn everything(&mut self) -> Result<Vec<u8>, End> {
        loop {
            match self.fill() {
                Ok(()) => {}
                Err(End::Closed) => {
                    let bytes = self.buffer[self.read..].to_vec();
                    self.read = self.buffer.len();
                    return Ok(bytes);
                }
                Err(end) => return Err(end),
            }
        }
    }

    fn fill(&mut self) -> Result<(), End> {
        let mut bytes = [0; 8 * 1024];
        loop {
            if Instant::now() > self.until {
                return Err(End::Silent);
            }
            match self.stream.read(&mut bytes) {
                Ok(0) => return Err(End::Closed),
                Ok(count) => {
                    self.buffer.extend_from_slice(&bytes[..count]);
                    return Ok(());
                }
                Err(error) => match error.kind() {
                    ErrorKind::Interrupted => {}
                    ErrorKind::WouldBlock | ErrorKind::TimedOut => return Err(End::Silent),
                    ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => return Err(End::Reset),
                    other => return Err(End::Failed(other.to_string())),
                },
            }
        }
    }

    /// What came and belongs to no whole answer.
    pub(super) fn rest(self) -> Vec<u8> {
        self.buffer
    }

    /// Forgets the answer that was read last: what is left is the rest.
    pub(super) fn accept(&mut self) {
        self.buffer.drain(..self.read);
        self.read = 0;
    }
}

#[cfg(test)]
mod tests;
