//! One exchange over HTTP/1: the request, what comes behind it, and all that comes back.

use std::io::{self, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use super::caller::Caller;
use super::observation::{Answer, End, Observation};
use super::probe::{Behind, Body, Probe, Version};
use super::wire::{Answers, Head};

/// How long we wait for bytes. No server that answers at all takes that long.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Connects, with an end to every wait.
pub(super) fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// What a probe of this path gets.
pub(super) fn exchange(
    address: SocketAddr,
    probe: &Probe,
    caller: &Caller,
    path: &str,
) -> io::Result<Observation> {
    let stream = connect(address)?;
    let request = Request {
        probe,
        caller,
        target: probe.variant.applied(path, &address.to_string()),
        host: address.to_string(),
    };
    let mut talk = Talk {
        answers: Answers::of(&stream),
        stream: &stream,
        seen: Vec::new(),
    };
    // How it ended is part of what was seen.
    let end = talk.hold(&request).err().unwrap_or(End::Open);
    Ok(Observation {
        answers: talk.seen,
        rest: talk.answers.rest(),
        end,
    })
}

struct Request<'a> {
    probe: &'a Probe,
    caller: &'a Caller,
    target: String,
    host: String,
}

impl Request<'_> {
    /// Up to where the body begins.
    fn head(&self) -> Vec<u8> {
        let probe = self.probe;
        let connection = match (probe.version, probe.behind) {
            (Version::Http10, Behind::Nothing) => None,
            (Version::Http10, _) => Some("keep-alive"),
            (_, Behind::Nothing) => Some("close"),
            _ => None,
        };
        let mut head = self.start(probe.method, connection);
        for (name, value) in probe.extras.iter().flat_map(|extra| extra.0) {
            push(&mut head, name, value);
        }
        if let Some((name, value)) = probe.body.length() {
            push(&mut head, name, &value);
        }
        let said = probe.extras.iter().flat_map(|extra| extra.0);
        let is_typed = said.into_iter().any(|(name, _)| *name == "Content-Type");
        if let Some(media_type) = probe.body.media_type().filter(|_| !is_typed) {
            push(&mut head, "Content-Type", media_type);
        }
        if probe.body == Body::Expected {
            push(&mut head, "Expect", "100-continue");
        }
        head += "\r\n";
        head.into_bytes()
    }

    /// What comes behind it, after which the server is to close.
    fn behind(&self) -> Vec<u8> {
        (self.start("GET", Some("close")) + "\r\n").into_bytes()
    }

    fn start(&self, method: &str, connection: Option<&str>) -> String {
        let version = match self.probe.version {
            Version::Http10 => "HTTP/1.0",
            _ => "HTTP/1.1",
        };
        let mut head = format!("{method} {} {version}\r\n", self.target);
        push(&mut head, "Host", &self.host);
        if let Some(connection) = connection {
            push(&mut head, "Connection", connection);
        }
        for (name, value) in self.caller.fields() {
            push(&mut head, name, value);
        }
        head
    }
}

fn push(head: &mut String, name: &str, value: &str) {
    for part in [name, ": ", value, "\r\n"] {
        head.push_str(part);
    }
}

struct Talk<'s> {
    stream: &'s TcpStream,
    answers: Answers<&'s TcpStream>,
    seen: Vec<Answer>,
}

impl Talk<'_> {
    fn hold(&mut self, request: &Request<'_>) -> Result<(), End> {
        let probe = request.probe;
        let mut first = probe.body.on_the_wire();
        if probe.behind == Behind::Pipelined {
            first.extend(request.behind());
        }
        if probe.body == Body::Expected {
            self.send(&request.head());
            self.continued(&first, probe.method)?;
        } else {
            self.send(&[request.head(), first].concat());
            if probe.body == Body::CutShort {
                // The server sees it, or has closed already.
                let _ = self.stream.shutdown(Shutdown::Write);
            }
            self.answer(probe.method)?;
        }
        if probe.behind == Behind::Second && !self.was_last() {
            self.send(&request.behind());
        }
        // Behind it the server closes, or should.
        loop {
            if self.was_last() {
                // It need not wait for us.
                let _ = self.stream.shutdown(Shutdown::Write);
            }
            self.answer("GET")?;
        }
    }

    /// Sends the body once an answer is there: the one that asks for it, or the final one, behind
    /// which a server may wait for it all the same.
    fn continued(&mut self, body: &[u8], method: &str) -> Result<(), End> {
        match self.answers.head()? {
            Head::Interim(line) => {
                self.send(body);
                let mut answer = self.answers.next(method)?;
                answer.interim.insert(0, line);
                self.seen.push(answer);
            }
            Head::Final(answer) => {
                let answer = self.answers.body(answer, method)?;
                self.seen.push(answer);
                self.send(body);
            }
        }
        self.answers.accept();
        Ok(())
    }

    fn was_last(&self) -> bool {
        self.seen.last().is_some_and(Answer::is_last)
    }

    fn answer(&mut self, method: &str) -> Result<(), End> {
        let answer = self.answers.next(method)?;
        self.answers.accept();
        self.seen.push(answer);
        Ok(())
    }

    /// A server that does not listen any more is found out by what it sends.
    fn send(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes);
    }
}
