//! The door for generated code. Nothing in here is for people; it changes with every release.
//!
//! Called from `expand/access.rs`, `expand/privilege.rs`, `expand/constant.rs`, `expand/function.rs` and
//! `vocabulary/expand.rs` of `auth-macros`.

pub use core::marker::PhantomData;
pub use core::option::Option::{self, None, Some};
pub use core::primitive::str;

pub use auth_macros::{__declared as declared, __instead as instead};
pub use linkme;

pub use crate::condition::function;
pub use crate::extract::{Anyone, FromGranted, Known, Maybe};
pub use crate::guard::{
    Callable, ConstHandler, Guarded, One, Policy, Refused, Undecided, callable,
};
pub use crate::inventory::{DECLARED, DeclaredVocabulary, VOCABULARIES};
#[cfg(feature = "testing")]
pub use crate::matrix::{LockFile, Mode, assert_unchanged};
pub use crate::policy::declared::{
    CONNECT, DELETE, Declared, GET, HEAD, NO_NAME, NO_ROUTE, OPTIONS, PATCH, PERMISSION, POST, PUT,
    QUERY, ROLE, SCOPE, TRACE, briefly,
};
pub use crate::policy::{Rule, Scheme};
pub use crate::route::{GuardedRoute, resource};
pub use crate::vocabulary::{
    Form, Named, PermissionName, RoleName, ScopeName, Term, Text, Typed, Vocabulary, Written,
    adds_somebody, asks_for_more, permission, role, scope,
};

use crate::condition::Condition;
use crate::policy::{
    Access, Authentication, ConditionRef, Name, Place, Privilege, RecordRef, Requirement, Route,
    StepUp,
};

/// A policy from its parts. Flat, because the compiler looks up and checks each call anew for every
/// handler of a user's crate.
pub const fn in_full(
    handler: &'static str,
    module: &'static str,
    file: &'static str,
    line: u32,
    routes: &'static [Route],
    authentication: Authentication,
    requirements: &'static [Requirement],
) -> Declared {
    Declared::of(Access {
        place: Place {
            handler,
            module,
            file,
            line,
        },
        routes,
        authentication,
        requirements,
        records: &[],
    })
}

/// Arguments of type `Authorized<…>`.
pub const fn keeping(records: &'static [RecordRef], declared: Declared) -> Declared {
    declared.keeping(records)
}

/// `Authorized<Order, Write>`
pub const fn record(record: &'static str, action: &'static str) -> RecordRef {
    RecordRef { record, action }
}

/// A route that the attribute saw.
pub const fn route(methods: &'static [&'static str], path: &'static str) -> Route {
    Route { methods, path }
}

/// `#[require_auth]`
pub const BEARER: Authentication = required(&[Scheme::Bearer], None, false);

/// `#[allow_anonymous]`
pub const OPEN: Authentication = optional(None);

/// `#[require_auth(…)]`
pub const fn required(
    schemes: &'static [Scheme],
    realm: Option<&'static str>,
    hide: bool,
) -> Authentication {
    Authentication::Required {
        schemes,
        realm,
        hide,
        step_up: None,
        redirect: None,
    }
}

/// `max_age = "5m", acr = ["phr"]`; the age in seconds.
pub const fn stepping_up(
    max_age: Option<u32>,
    acr: &'static [&'static str],
    authentication: Authentication,
) -> Authentication {
    match authentication {
        Authentication::Required {
            schemes,
            realm,
            hide,
            redirect,
            ..
        } => Authentication::Required {
            schemes,
            realm,
            hide,
            step_up: Some(StepUp { max_age, acr }),
            redirect,
        },
        open @ Authentication::Optional { .. } => open,
    }
}

/// `redirect = true`
pub const fn redirecting(redirect: bool, authentication: Authentication) -> Authentication {
    match authentication {
        Authentication::Required {
            schemes,
            realm,
            hide,
            step_up,
            ..
        } => Authentication::Required {
            schemes,
            realm,
            hide,
            step_up,
            redirect: Some(redirect),
        },
        open @ Authentication::Optional { .. } => open,
    }
}

pub use crate::{
    __api_key as api_key, __basic as basic, __digest as digest, __dpop as dpop,
    __session as session,
};

/// `#[allow_anonymous(…)]`
pub const fn optional(reason: Option<&'static str>) -> Authentication {
    Authentication::Optional { reason }
}

/// `#[require_role("admin")]`
pub const fn named_role(name: &'static str) -> Requirement {
    in_role(text(name))
}

/// `#[require_scope("orders:read")]`
pub const fn named_scope(name: &'static str) -> Requirement {
    in_scope(text(name))
}

/// `#[require_permission("orders.refund")]`
pub const fn named_permission(name: &'static str) -> Requirement {
    in_permission(text(name))
}

/// `#[require_role(…)]`
pub const fn in_role(rule: Rule) -> Requirement {
    requirement(Privilege::Role(rule))
}

/// `#[require_scope(…)]`
pub const fn in_scope(rule: Rule) -> Requirement {
    requirement(Privilege::Scope(rule))
}

/// `#[require_permission(…)]`
pub const fn in_permission(rule: Rule) -> Requirement {
    requirement(Privilege::Permission(rule))
}

/// `#[require_owner(path = "id")]`
pub const fn owner(path: &'static str) -> Requirement {
    owned(path, None, None)
}

/// `#[require_owner(path = "id", claim = "account_id", unless_role = "admin")]`,
/// `#[require_tenant(path = "tenant")]`
pub const fn owned(
    path: &'static str,
    claim: Option<&'static str>,
    unless_role: Option<Rule>,
) -> Requirement {
    requirement(Privilege::Owner {
        path,
        claim,
        unless_role,
    })
}

/// `#[require_condition("office")]`
pub const fn condition(name: &'static str) -> Requirement {
    requirement(Privilege::Condition(ConditionRef::registered(name)))
}

/// `#[require_condition(is_author)]`
pub const fn conditional(name: &'static str, function: &'static dyn Condition) -> Requirement {
    requirement(Privilege::Condition(ConditionRef::function(name, function)))
}

const fn requirement(privilege: Privilege) -> Requirement {
    Requirement {
        privilege,
        hide: false,
        message: None,
    }
}

/// `hide = true`
pub const fn hidden(requirement: Requirement) -> Requirement {
    Requirement {
        hide: true,
        ..requirement
    }
}

/// `message = "…"`
pub const fn saying(message: &'static str, requirement: Requirement) -> Requirement {
    Requirement {
        message: Some(message),
        ..requirement
    }
}

/// `"admin"`
pub const fn text(text: &'static str) -> Rule {
    Rule::Name(Name::text(text))
}
