//! What the names in attributes mean: roles, scopes, permissions, conditions.

use super::AuthBuilder;
use crate::condition::Condition;
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

    /// Registers what handlers under `#[require_condition("…")]` ask by this name.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicBool, Ordering};
    ///
    /// use actix_web::HttpRequest;
    /// use auth_runtime::{Auth, Identity};
    ///
    /// static TAKES_ORDERS: AtomicBool = AtomicBool::new(true);
    ///
    /// let builder = Auth::builder().condition("open", |_: &HttpRequest, _: &Identity| {
    ///     TAKES_ORDERS.load(Ordering::Relaxed)
    /// });
    /// ```
    ///
    /// A closure needs the types of its arguments, as here. What waits implements [`Condition`], or is an
    /// async function that the attribute names.
    ///
    /// From where a request comes, `Networks` judge (feature `networks`): the peer's address would be a
    /// proxy's, and a header field would be the client's own word.
    pub fn condition(mut self, name: impl Into<String>, condition: impl Condition) -> Self {
        let name = name.into();
        if !self.conditions.register(name.clone(), condition) {
            self.problems.push(format!(
                "the condition {name:?} is registered twice: keep one"
            ));
        }
        self
    }
}
