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

    /// Names that two registered types have, with other names that imply them.
    pub(crate) fn ambiguous(&self) -> impl Iterator<Item = &'static str> {
        let terms = self.0.iter().enumerate();
        terms.filter_map(|(position, term)| {
            let mut before = self.0[..position].iter();
            before
                .any(|it| it.name() == term.name() && it.granted_by() != term.granted_by())
                .then(|| term.name())
        })
    }

    #[cfg(test)]
    pub(crate) fn of(terms: Vec<Term>) -> Self {
        Self(terms)
    }

    pub(crate) fn as_slice(&self) -> &[Term] {
        &self.0
    }
}
