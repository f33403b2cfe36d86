//! What can differ.

use std::fmt;

/// What differs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The three digits.
    Status,
    /// The version or the reason of the same status.
    StatusLine,
    /// A body behind an answer that must not have one.
    Unasked,
    /// `100 Continue` before the answer.
    Interim,
    /// A field that only one has, or with another value.
    Field(String),
    /// The same field, spelt in other letters.
    FieldSpelling(String),
    /// The bytes of the body.
    Body,
    /// Chunks or not, and of which sizes.
    Framing,
    /// Fields behind the body.
    Trailers,
    /// How many requests were answered.
    Answers,
    /// How the connection ended.
    Connection,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status => f.write_str("status"),
            Self::StatusLine => f.write_str("status line"),
            Self::Unasked => f.write_str("body that must not be"),
            Self::Interim => f.write_str("interim answer"),
            Self::Field(name) => write!(f, "field `{name}`"),
            Self::FieldSpelling(name) => write!(f, "spelling of the field `{name}`"),
            Self::Body => f.write_str("body"),
            Self::Framing => f.write_str("framing of the body"),
            Self::Trailers => f.write_str("trailers"),
            Self::Answers => f.write_str("number of answers"),
            Self::Connection => f.write_str("end of the connection"),
        }
    }
}

/// One thing that differs between two observations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub kind: Kind,
    /// Whether it is in the answer to the request behind the probe.
    pub behind: bool,
    /// How it is for the hidden path.
    pub hidden: String,
    /// How it is for the path that does not exist.
    pub miss: String,
}

/// A finding, and who found it how.
#[derive(Debug, Clone)]
pub struct Difference {
    /// What differs.
    pub finding: Finding,
    /// The name of the caller.
    pub caller: String,
    /// The way of asking.
    pub probe: String,
}
