//! One name in a rule: text, or a value of a vocabulary.

use std::fmt;

use crate::vocabulary::{Named, Term};

/// A role, scope or permission that a rule names.
#[derive(Clone, Copy)]
pub struct Name(Written);

#[derive(Clone, Copy)]
enum Written {
    Text(&'static str),
    /// A constant or a variant: what it is called is known where the policy is read.
    Value(&'static dyn Named),
}

impl Name {
    pub(crate) const fn text(text: &'static str) -> Self {
        Self(Written::Text(text))
    }

    pub(crate) const fn value(value: &'static dyn Named) -> Self {
        Self(Written::Value(value))
    }

    /// As it stands in a token.
    pub fn as_str(&self) -> &'static str {
        match self.0 {
            Written::Text(text) => text,
            Written::Value(value) => value.name_and_grants().0,
        }
    }

    /// Every name that is as good as this one, itself too. `None` for text, of which only the
    /// application knows.
    pub(crate) fn grants(&self) -> Option<&'static [&'static str]> {
        match self.0 {
            Written::Text(_) => None,
            Written::Value(value) => value.name_and_grants().1,
        }
    }

    /// Whether it is a variant of an enum, and not text.
    pub(crate) fn is_typed(&self) -> bool {
        self.grants().is_some()
    }

    /// Whether one of the names that `holds` knows is this name, or implies it: by its own
    /// vocabulary or, for text, by the terms that the application registered.
    pub(crate) fn is_granted(&self, known: &[Term], holds: &dyn Fn(&str) -> bool) -> bool {
        let (name, grants) = match self.0 {
            Written::Text(text) => (text, None),
            Written::Value(value) => value.name_and_grants(),
        };
        let registered = || Some(known.iter().find(|term| term.name() == name)?.granted_by());
        match grants.or_else(registered) {
            Some(grants) => grants.iter().any(|name| holds(name)),
            None => holds(name),
        }
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Name {}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// In quotes, as an attribute writes it.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
