//! The door for generated code. Nothing in here is for people; it changes with every release.
//!
//! Called from `expand/access.rs` and `expand/function.rs` of `auth-macros`.

pub use core::option::Option::{None, Some};
pub use core::{file, line, module_path};

pub use linkme;

pub use crate::extract::{Anyone, FromGranted, Known, Maybe};
pub use crate::guard::{Guarded, Policy};
pub use crate::inventory::DECLARED;
pub use crate::policy::{Access, Rule, Scheme};

use crate::policy::{Authentication, Place, Requirement, Route};

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

/// `#[require_role]`
pub const fn requirement(rule: Rule, hide: bool, message: Option<&'static str>) -> Requirement {
    Requirement {
        rule,
        hide,
        message,
    }
}
