//! How, and how recently, a caller must have authenticated.

use std::fmt;
use std::time::Duration;

/// What RFC 9470 calls authentication requirements: `#[require_auth(max_age = "5m", acr = ["phr"])]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepUp {
    pub(crate) max_age: Option<u32>,
    pub(crate) acr: &'static [&'static str],
}

impl StepUp {
    /// How long ago the caller may have authenticated, at most.
    pub fn max_age(&self) -> Option<Duration> {
        self.max_age
            .map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// The authentication contexts of which any one suffices, in order of preference. Any context
    /// will do where there are none.
    pub fn acr(&self) -> &'static [&'static str] {
        self.acr
    }

    /// Whether a caller suffices who authenticated then, in this context. What is not known does
    /// not suffice (RFC 9470 §4).
    pub(crate) fn is_met(&self, age: Option<Duration>, acr: Option<&str>) -> bool {
        let is_recent = self
            .max_age()
            .is_none_or(|most| age.is_some_and(|age| age <= most));
        let is_known = self.acr.is_empty() || acr.is_some_and(|acr| self.acr.contains(&acr));
        is_recent && is_known
    }
}

/// `at most 300 s ago`, `at most 300 s ago by "phr" or "phrh"`.
impl fmt::Display for StepUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(seconds) = self.max_age {
            write!(f, "at most {seconds} s ago")?;
        }
        for (position, acr) in self.acr.iter().enumerate() {
            let word = match (position, self.max_age) {
                (0, None) => "by",
                (0, Some(_)) => " by",
                _ => " or",
            };
            write!(f, "{word} {acr:?}")?;
        }
        Ok(())
    }
}
