//! Which roles, scopes and permissions there are.

use super::AuthBuilder;
use crate::vocabulary::{Form, PermissionName, RoleName, ScopeName, Vocabulary};

impl AuthBuilder {
    /// Makes an enum's hierarchy count for roles that attributes give as text: `"viewer"` then passes
    /// for whoever has a role that implies it. Paths (`#[require_role(Role::Viewer)]`) need no
    /// registration.
    ///
    /// A handler that asks for a role as text that no registered enum has does not start.
    ///
    /// ```
    /// # use auth_runtime::{Auth, Role};
    /// #[derive(Role, Clone, Copy)]
    /// enum Role {
    ///     Viewer,
    ///     #[role(implies(Viewer))]
    ///     Editor,
    /// }
    ///
    /// let builder = Auth::builder().roles::<Role>();
    /// ```
    pub fn roles<R: RoleName>(mut self) -> Self
    where
        <R::Form as Form>::Of: Vocabulary,
    {
        self.vocabularies.roles.register::<<R::Form as Form>::Of>();
        self
    }

    /// The same for scopes.
    pub fn scopes<S: ScopeName>(mut self) -> Self
    where
        <S::Form as Form>::Of: Vocabulary,
    {
        self.vocabularies.scopes.register::<<S::Form as Form>::Of>();
        self
    }

    /// The same for permissions.
    pub fn permissions<P: PermissionName>(mut self) -> Self
    where
        <P::Form as Form>::Of: Vocabulary,
    {
        self.vocabularies
            .permissions
            .register::<<P::Form as Form>::Of>();
        self
    }
}
