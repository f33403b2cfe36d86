//! Which of our attributes it is, and the words that messages use for it.

use super::table::{ALLOW_ANONYMOUS, REQUIRE_AUTH, REQUIRE_NAMES, REQUIRE_OWNER, Table};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    RequireAuth,
    RequireRole,
    RequireScope,
    RequirePermission,
    RequireOwner,
    AllowAnonymous,
}

impl Kind {
    pub(crate) const ALL: [Self; 6] = [
        Self::RequireAuth,
        Self::RequireRole,
        Self::RequireScope,
        Self::RequirePermission,
        Self::RequireOwner,
        Self::AllowAnonymous,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::RequireAuth => "require_auth",
            Self::RequireRole => "require_role",
            Self::RequireScope => "require_scope",
            Self::RequirePermission => "require_permission",
            Self::RequireOwner => "require_owner",
            Self::AllowAnonymous => "allow_anonymous",
        }
    }

    /// What its names are names of.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::RequireScope => "scope",
            Self::RequirePermission => "permission",
            _ => "role",
        }
    }

    /// A name as people write one.
    pub(crate) fn example_name(self) -> &'static str {
        match self {
            Self::RequireScope => "\"orders:read\"",
            Self::RequirePermission => "\"orders.refund\"",
            _ => "\"admin\"",
        }
    }

    pub(super) fn table(self) -> Table {
        match self {
            Self::RequireAuth => REQUIRE_AUTH,
            Self::RequireRole | Self::RequireScope | Self::RequirePermission => REQUIRE_NAMES,
            Self::RequireOwner => REQUIRE_OWNER,
            Self::AllowAnonymous => ALLOW_ANONYMOUS,
        }
    }

    /// The kind that an attribute's last path segment names.
    pub(crate) fn named(attribute: &syn::Attribute) -> Option<Self> {
        let name = &attribute.path().segments.last()?.ident;
        Self::ALL.into_iter().find(|kind| name == kind.name())
    }
}
