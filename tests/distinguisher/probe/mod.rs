//! One way of asking for a path.

mod body;
mod fields;
mod generate;
mod path;

use std::fmt;

pub(super) use body::Body;
pub(super) use fields::Extra;
pub(super) use generate::generate;
pub(super) use path::Variant;

/// A way of asking, for the hidden path and the missing one alike.
#[derive(Debug, Clone)]
pub(super) struct Probe {
    /// Which of the callers asks.
    pub(super) caller: usize,
    pub(super) method: &'static str,
    pub(super) variant: Variant,
    pub(super) version: Version,
    pub(super) extras: Vec<Extra>,
    pub(super) body: Body,
    pub(super) behind: Behind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    Http10,
    Http11,
    /// With prior knowledge, RFC 9113 §3.3.
    Http2,
}

/// What comes behind the request on its connection. It tells without waiting whether the connection
/// is still good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    /// Nothing: the server is asked to close.
    Nothing,
    /// A `GET` of the same path once the answer is there.
    Second,
    /// The same without waiting for the answer.
    Pipelined,
}

impl Probe {
    /// The plainest one.
    pub(super) fn of(caller: usize) -> Self {
        Self {
            caller,
            method: "GET",
            variant: Variant::Plain,
            version: Version::Http11,
            extras: Vec::new(),
            body: Body::None,
            behind: Behind::Second,
        }
    }

    /// Without what its version of HTTP does not have.
    fn possible(mut self) -> Self {
        match self.version {
            Version::Http11 => {}
            Version::Http10 => {
                if matches!(self.body, Body::Chunked | Body::Expected) {
                    self.body = Body::Json;
                }
                if self.behind == Behind::Pipelined {
                    self.behind = Behind::Second;
                }
            }
            Version::Http2 => {
                if matches!(self.body, Body::CutShort | Body::Expected) {
                    self.body = Body::Json;
                }
                if self.variant == Variant::Absolute {
                    self.variant = Variant::Plain;
                }
                self.behind = Behind::Second;
            }
        }
        if self.body == Body::CutShort {
            // Whatever came behind would be taken for the rest of the body.
            self.behind = Behind::Nothing;
        }
        self
    }
}

/// Without the caller, whose name it does not know.
impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = match self.version {
            Version::Http10 => "HTTP/1.0",
            Version::Http11 => "HTTP/1.1",
            Version::Http2 => "HTTP/2",
        };
        let path = self.variant.applied("/path", "host");
        write!(f, "{} {path} {version}", self.method)?;
        for extra in &self.extras {
            write!(f, ", {extra}")?;
        }
        if self.body != Body::None {
            write!(f, ", {}", self.body)?;
        }
        f.write_str(match self.behind {
            Behind::Nothing => ", to be closed",
            Behind::Second => "",
            Behind::Pipelined => ", pipelined",
        })
    }
}
