//! A path in an attribute, whose type the attribute cannot see: read while the program is compiled.

use std::marker::PhantomData;

use super::text::{Kind, check};
use super::{PermissionName, RoleName, ScopeName, Term, Vocabulary};
use crate::policy::Name;

/// A value that an attribute names by a path.
///
/// What depends on its type is found when it is made, so that a type that is no name is reported
/// there and nowhere else.
#[derive(Debug)]
pub struct Written<T: 'static, F> {
    value: &'static T,
    name: Name,
    terms: &'static [Term],
    kind: Kind,
    form: PhantomData<F>,
}

/// What a path leads to.
pub trait Form {
    /// The vocabulary, or the text.
    type Of;
    /// The terms of its vocabulary.
    const TERMS: &'static [Term];
}

/// Text, which has no vocabulary.
#[derive(Debug)]
pub enum Text {}

/// A variant of a vocabulary.
#[derive(Debug)]
pub struct Typed<V>(PhantomData<V>);

impl Form for Text {
    type Of = &'static str;
    const TERMS: &'static [Term] = &[];
}

impl<V: Vocabulary> Form for Typed<V> {
    type Of = V;
    const TERMS: &'static [Term] = V::TERMS;
}

/// A path in `#[require_role]`.
pub const fn role<T: RoleName>(value: &'static T) -> Written<T, <T as RoleName>::Form> {
    Written {
        value,
        name: Name::value(value),
        terms: <T as RoleName>::Form::TERMS,
        kind: Kind::Role,
        form: PhantomData,
    }
}

/// A path in `#[require_scope]`.
pub const fn scope<T: ScopeName>(value: &'static T) -> Written<T, <T as ScopeName>::Form> {
    Written {
        value,
        name: Name::value(value),
        terms: <T as ScopeName>::Form::TERMS,
        kind: Kind::Scope,
        form: PhantomData,
    }
}

/// A path in `#[require_permission]`.
pub const fn permission<T: PermissionName>(
    value: &'static T,
) -> Written<T, <T as PermissionName>::Form> {
    Written {
        value,
        name: Name::value(value),
        terms: <T as PermissionName>::Form::TERMS,
        kind: Kind::Permission,
        form: PhantomData,
    }
}

impl Written<&'static str, Text> {
    /// Panics where the compiler reports it, when no token could hold the text.
    ///
    /// By value, so that the compiler looks no further for a path that leads nowhere.
    #[track_caller]
    pub const fn check(self) {
        check(self.kind, self.value);
    }
}

impl<T, V> Written<T, Typed<V>> {
    /// The derive checked it.
    pub const fn check(&self) {}
}

impl<T, F> Written<T, F> {
    /// The name in a rule.
    pub const fn name(&self) -> Name {
        self.name
    }

    /// The term of the variant that the path's last word names. A constant of the vocabulary has a
    /// name of its own: what it is, is known where the policy is read.
    pub const fn term(&self, variant: &str) -> Option<&'static Term> {
        let mut at = 0;
        while at < self.terms.len() {
            if same(self.terms[at].variant(), unraw(variant)) {
                return Some(&self.terms[at]);
            }
            at += 1;
        }
        None
    }
}

/// `r#type` → `type`.
const fn unraw(variant: &str) -> &str {
    match variant.as_bytes() {
        [b'r', b'#', ..] => variant.split_at(2).1,
        _ => variant,
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
