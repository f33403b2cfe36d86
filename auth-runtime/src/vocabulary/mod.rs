//! Names that an application declares as a type: how they are spelt, and which imply which.

mod implication;
mod terms;
mod text;
mod written;

pub use implication::{adds_somebody, asks_for_more};
pub(crate) use terms::{Terms, Vocabularies};

use written::same;
pub use written::{Form, Text, Typed, Written, permission, role, scope};

/// One name of a vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    variant: &'static str,
    name: &'static str,
    granted_by: &'static [&'static str],
}

impl Term {
    /// For the derives alone.
    #[doc(hidden)]
    pub const fn new(
        variant: &'static str,
        name: &'static str,
        granted_by: &'static [&'static str],
    ) -> Self {
        Self {
            variant,
            name,
            granted_by,
        }
    }

    /// The variant, as the enum spells it.
    pub const fn variant(&self) -> &'static str {
        self.variant
    }

    /// The name, as it stands in a token.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether whoever has `other` has this too, and it is another one.
    pub(crate) const fn is_implied_by(&self, other: &Self) -> bool {
        let mut at = 0;
        while at < self.granted_by.len() {
            if same(self.granted_by[at], other.name) {
                return !same(self.name, other.name);
            }
            at += 1;
        }
        false
    }

    /// Every name that is as good as this one: itself, and those that imply it, directly or through
    /// others.
    pub const fn granted_by(&self) -> &'static [&'static str] {
        self.granted_by
    }
}

/// An enum of names, made by `#[derive(Role)]`, `#[derive(Scope)]` or `#[derive(Permission)]`.
///
/// ```
/// use auth_runtime::{Role, Vocabulary};
///
/// #[derive(Role, Clone, Copy, Debug, PartialEq)]
/// enum Role {
///     Viewer,
///     #[role(implies(Viewer))]
///     Editor,
///     #[role(name = "administrator", implies(Editor))]
///     Admin,
/// }
///
/// assert_eq!(Role::Viewer.name(), "viewer");
/// assert_eq!(Role::named("administrator"), Some(Role::Admin));
/// assert_eq!(Role::Viewer.term().granted_by(), ["viewer", "editor", "administrator"]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no enum of roles, scopes or permissions [auth::A114]",
    label = "this derives none of `Role`, `Scope` and `Permission`",
    note = "help: `#[derive(auth_runtime::Role)]` on an enum, and its name here; likewise `Scope` and \
            `Permission`"
)]
pub trait Vocabulary: Sized + Named + 'static {
    /// Every variant, in the order of the enum.
    const ALL: &'static [Self];
    /// The terms of [`ALL`](Self::ALL), in the same order.
    const TERMS: &'static [Term];

    /// What the variant means.
    fn term(&self) -> &'static Term;

    /// The name, as it stands in a token.
    fn name(&self) -> &'static str {
        self.term().name()
    }

    /// The variant of this name.
    fn named(name: &str) -> Option<Self>
    where
        Self: Copy,
    {
        let is_named = |it: &&Self| it.name() == name;
        Self::ALL.iter().find(is_named).copied()
    }
}

/// Something that has a name: text, or a variant of a [`Vocabulary`].
pub trait Named: Sync {
    /// The name, and which names are as good as it. `None` where only the application knows.
    #[doc(hidden)]
    fn name_and_grants(&self) -> (&str, Option<&'static [&'static str]>);
}

impl Named for &str {
    fn name_and_grants(&self) -> (&str, Option<&'static [&'static str]>) {
        (self, None)
    }
}

/// What can stand in `#[require_role(…)]`: text, or an enum that derives [`Role`](derive@crate::Role).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a role [auth::A100]",
    label = "neither text nor a variant of roles",
    note = "help: write the role as text, or put `#[derive(auth_runtime::Role)]` on the enum"
)]
pub trait RoleName: Named {
    #[doc(hidden)]
    type Form: Form;
}

/// What can stand in `#[require_scope(…)]`: text, or an enum that derives
/// [`Scope`](derive@crate::Scope).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a scope [auth::A100]",
    label = "neither text nor a variant of scopes",
    note = "help: write the scope as text, or put `#[derive(auth_runtime::Scope)]` on the enum"
)]
pub trait ScopeName: Named {
    #[doc(hidden)]
    type Form: Form;
}

/// What can stand in `#[require_permission(…)]`: text, or an enum that derives
/// [`Permission`](derive@crate::Permission).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a permission [auth::A100]",
    label = "neither text nor a variant of permissions",
    note = "help: write the permission as text, or put `#[derive(auth_runtime::Permission)]` on the \
            enum"
)]
pub trait PermissionName: Named {
    #[doc(hidden)]
    type Form: Form;
}

impl RoleName for &str {
    type Form = Text;
}

impl ScopeName for &str {
    type Form = Text;
}

impl PermissionName for &str {
    type Form = Text;
}
