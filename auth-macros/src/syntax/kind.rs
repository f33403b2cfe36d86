//! Which of our attributes it is, and the words that messages use for it.

use super::table::{
    ALLOW_ANONYMOUS, REQUIRE_AUTH, REQUIRE_NAMES, REQUIRE_OWNER, REQUIRE_TENANT, Table,
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    RequireAuth,
    RequireRole,
    RequireScope,
    RequirePermission,
    RequireOwner,
    RequireTenant,
    RequireCondition,
    AllowAnonymous,
}

impl Kind {
    pub(crate) const ALL: [Self; 8] = [
        Self::RequireAuth,
        Self::RequireRole,
        Self::RequireScope,
        Self::RequirePermission,
        Self::RequireOwner,
        Self::RequireTenant,
        Self::RequireCondition,
        Self::AllowAnonymous,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::RequireAuth => "require_auth",
            Self::RequireRole => "require_role",
            Self::RequireScope => "require_scope",
            Self::RequirePermission => "require_permission",
            Self::RequireOwner => "require_owner",
            Self::RequireTenant => "require_tenant",
            Self::RequireCondition => "require_condition",
            Self::AllowAnonymous => "allow_anonymous",
        }
    }

    /// What its names are names of.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::RequireScope => "scope",
            Self::RequirePermission => "permission",
            Self::RequireOwner => "owner",
            Self::RequireTenant => "tenant",
            Self::RequireCondition => "condition",
            _ => "role",
        }
    }

    /// A name as people write one.
    pub(crate) fn example_name(self) -> &'static str {
        match self {
            Self::RequireScope => "\"orders:read\"",
            Self::RequirePermission => "\"orders.refund\"",
            Self::RequireCondition => "\"office\"",
            _ => "\"admin\"",
        }
    }

    pub(super) fn table(self) -> Table {
        match self {
            Self::RequireAuth => REQUIRE_AUTH,
            Self::RequireRole
            | Self::RequireScope
            | Self::RequirePermission
            | Self::RequireCondition => REQUIRE_NAMES,
            Self::RequireOwner => REQUIRE_OWNER,
            Self::RequireTenant => REQUIRE_TENANT,
            Self::AllowAnonymous => ALLOW_ANONYMOUS,
        }
    }

    /// What a value alone is meant for, as an argument: `path = "id"` for the `"id"` of an owner.
    pub(crate) fn argument(self, value: &str) -> String {
        match (self, self.table()) {
            (Self::RequireAuth | Self::RequireOwner | Self::RequireTenant, [(first, _), ..])
                if value.starts_with('"') =>
            {
                format!("{first} = {value}")
            }
            _ => value.to_owned(),
        }
    }

    /// The kind that an attribute's last path segment names.
    pub(crate) fn named(attribute: &syn::Attribute) -> Option<Self> {
        let name = &attribute.path().segments.last()?.ident;
        Self::ALL.into_iter().find(|kind| name == kind.name())
    }
}
