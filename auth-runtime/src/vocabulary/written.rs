//! A path in an attribute, whose type the attribute cannot see: read while the program is compiled.

use std::marker::PhantomData;

use super::text::{Kind, check};
use super::{Named, PermissionName, RoleName, ScopeName, Term, Vocabulary};
use crate::policy::Name;

/// A value that an attribute names by a path.
#[derive(Debug)]
pub struct Written<T: 'static, Form> {
    value: &'static T,
    kind: Kind,
    form: PhantomData<Form>,
}

/// The path leads to text.
#[derive(Debug)]
pub enum Text {}

/// The path leads to a variant of a vocabulary.
#[derive(Debug)]
pub enum Typed {}

impl<T: Named + 'static> Written<T, T::Form> {
    pub(crate) const fn role(value: &'static T) -> Self
    where
        T: RoleName,
    {
        Self::new(value, Kind::Role)
    }

    pub(crate) const fn scope(value: &'static T) -> Self
    where
        T: ScopeName,
    {
        Self::new(value, Kind::Scope)
    }

    pub(crate) const fn permission(value: &'static T) -> Self
    where
        T: PermissionName,
    {
        Self::new(value, Kind::Permission)
    }

    const fn new(value: &'static T, kind: Kind) -> Self {
        Self {
            value,
            kind,
            form: PhantomData,
        }
    }
}

impl Written<&'static str, Text> {
    /// The name in a rule. Panics where the compiler reports it, when no token could hold the text.
    #[track_caller]
    pub const fn name(self) -> Name {
        check(self.kind, self.value);
        Name::value(self.value)
    }

    /// Text has no vocabulary.
    pub const fn term(self, _variant: &str) -> Option<&'static Term> {
        None
    }
}

impl<T: Vocabulary> Written<T, Typed> {
    /// The name in a rule.
    pub const fn name(self) -> Name {
        Name::value(self.value)
    }

    /// The term of the variant that the path's last word names. A constant of the vocabulary has a
    /// name of its own: what it is, is known where the policy is read.
    pub const fn term(self, variant: &str) -> Option<&'static Term> {
        let mut at = 0;
        while at < T::TERMS.len() {
            if same(T::TERMS[at].variant(), variant) {
                return Some(&T::TERMS[at]);
            }
            at += 1;
        }
        None
    }
}

/// `==`, which constants may not use.
pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}
