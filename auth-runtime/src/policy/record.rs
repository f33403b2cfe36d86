//! A record that a handler takes checked.

use std::fmt;

/// An argument `Authorized<Order, Write>` of a handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordRef {
    /// The type of the record, as it is written.
    pub record: &'static str,
    /// The type of the action, as it is written; `Read` when it is not.
    pub action: &'static str,
}

/// `record Order (Write)`.
impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "record {} ({})", self.record, self.action)
    }
}
