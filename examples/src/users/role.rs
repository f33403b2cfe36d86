//! The roles of the shop, in one place.

use auth_runtime::Role;

/// As attributes name them: `#[require_role(Role::Admin)]`. A role misspelt does not compile; one that
/// an attribute gives as text is looked for here when the shop opens.
#[derive(Role, Clone, Copy)]
pub(crate) enum Role {
    Customer,
    Pricing,
    Editor,
    Admin,
}
