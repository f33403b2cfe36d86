//! Who asks.

use std::fmt;

/// A caller: its name in the report, and the fields that it sends with each request.
#[derive(Clone)]
pub struct Caller {
    name: String,
    fields: Vec<(String, String)>,
}

impl Caller {
    /// A caller without credentials.
    pub fn anonymous() -> Self {
        Self::new("anonymous")
    }

    /// A caller without credentials, yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            fields: Vec::new(),
        }
    }

    /// Adds a field, beside those that it sends already.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// Adds an `Authorization` field.
    #[must_use]
    pub fn authorization(self, credentials: impl Into<String>) -> Self {
        self.with("Authorization", credentials)
    }

    /// What the report calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn fields(&self) -> &[(String, String)] {
        &self.fields
    }
}

/// Without the credentials.
impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
