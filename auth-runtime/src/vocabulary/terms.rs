//! The vocabularies that an application registered.

use super::{Term, Vocabulary};
use crate::policy::Name;

/// Terms for names that attributes give as text.
#[derive(Debug, Default)]
pub(crate) struct Vocabularies {
    pub(crate) roles: Terms,
    pub(crate) scopes: Terms,
    pub(crate) permissions: Terms,
}

/// The terms of every registered type of one kind.
#[derive(Debug, Default)]
pub(crate) struct Terms(Vec<Term>);

impl Terms {
    pub(crate) fn register<V: Vocabulary>(&mut self) {
        self.0.extend_from_slice(V::TERMS);
    }

    /// Whether a name can be meant: it is registered, or nothing is.
    pub(crate) fn may_mean(&self, name: &Name) -> bool {
        name.is_typed()
            || self.0.is_empty()
            || self.0.iter().any(|term| term.name() == name.as_str())
    }

    #[cfg(test)]
    pub(crate) fn of(terms: Vec<Term>) -> Self {
        Self(terms)
    }

    pub(crate) fn as_slice(&self) -> &[Term] {
        &self.0
    }
}
