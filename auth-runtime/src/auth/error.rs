//! A configuration that must not serve a single request.

use std::fmt;

/// Why an [`Auth`](super::Auth) cannot be built: every problem, each with what to do.
#[derive(Clone, PartialEq, Eq)]
pub struct BuildError {
    problems: Vec<String>,
}

impl BuildError {
    /// Every problem, a sentence each.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// `value`, unless there are problems.
    pub(super) fn unless_none<T>(problems: Vec<String>, value: T) -> Result<T, Self> {
        if problems.is_empty() {
            Ok(value)
        } else {
            Err(Self { problems })
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this access configuration cannot serve requests:")?;
        for problem in &self.problems {
            write!(f, "\n  - {problem}")?;
        }
        Ok(())
    }
}

/// As `Display`: what a `main` that ends with the error prints.
impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for BuildError {}

#[cfg(feature = "networks")]
impl From<crate::network::NetworksError> for BuildError {
    fn from(error: crate::network::NetworksError) -> Self {
        Self {
            problems: error.into_problems(),
        }
    }
}
