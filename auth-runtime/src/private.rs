//! The door for generated code. Nothing in here is for people; it changes with every release.
//!
//! Called from `expand/access.rs` and `expand/function.rs` of `auth-macros`.

pub use core::option::Option::{self, None, Some};
pub use core::primitive::str;
pub use core::{file, line, module_path};

pub use linkme;

pub use crate::extract::{Anyone, FromGranted, Known, Maybe};
pub use crate::guard::{Guarded, Policy};
pub use crate::inventory::DECLARED;
#[cfg(feature = "testing")]
pub use crate::matrix::{LockFile, Mode, assert_unchanged};
pub use crate::policy::{Access, Rule, Scheme};
pub use crate::route::{GuardedRoute, resource};
pub use crate::vocabulary::{
    Form, Named, PermissionName, RoleName, ScopeName, Term, Text, Typed, Vocabulary, Written,
    adds_somebody, asks_for_more, permission, role, scope,
};

use crate::policy::{Authentication, Name, Place, Privilege, Requirement, Route};

/// Where the handler is.
pub const fn place(
    handler: &'static str,
    module: &'static str,
    file: &'static str,
    line: u32,
) -> Place {
    Place {
        handler,
        module,
        file,
        line,
    }
}

/// A policy from its parts.
pub const fn access(
    place: Place,
    routes: &'static [Route],
    authentication: Authentication,
    requirements: &'static [Requirement],
) -> Access {
    Access {
        place,
        routes,
        authentication,
        requirements,
    }
}

/// A route that the attribute saw.
pub const fn route(methods: &'static [&'static str], path: &'static str) -> Route {
    Route { methods, path }
}

/// `#[require_auth]`
pub const fn required(scheme: Scheme, realm: Option<&'static str>, hide: bool) -> Authentication {
    Authentication::Required {
        scheme,
        realm,
        hide,
    }
}

/// `#[allow_anonymous]`
pub const fn optional(reason: Option<&'static str>) -> Authentication {
    Authentication::Optional { reason }
}

/// `#[require_role]`, `#[require_scope]`, `#[require_permission]`, `#[require_owner]`
pub const fn requirement(
    privilege: Privilege,
    hide: bool,
    message: Option<&'static str>,
) -> Requirement {
    Requirement {
        privilege,
        hide,
        message,
    }
}

/// `"admin"`
pub const fn text(text: &'static str) -> Name {
    Name::text(text)
}

/// The rule of `#[require_role]`.
pub const fn in_role(rule: Rule) -> Privilege {
    Privilege::Role(rule)
}

/// The rule of `#[require_scope]`.
pub const fn in_scope(rule: Rule) -> Privilege {
    Privilege::Scope(rule)
}

/// The rule of `#[require_permission]`.
pub const fn in_permission(rule: Rule) -> Privilege {
    Privilege::Permission(rule)
}

/// The segment of `#[require_owner]`.
pub const fn owner(path: &'static str) -> Privilege {
    Privilege::Owner { path }
}
