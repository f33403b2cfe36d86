//! A policy as the attributes register it.

use super::{Access, Authentication, Name, Place, Privilege, RecordRef, Requirement, Route, Rule};

/// One handler's policy, in one piece: what it has one of lies beside it, and is referred to from within.
///
/// Most handlers have one route and one requirement, and the compiler evaluates a list anew for each of
/// them: a third of what a handler's policy costs to check.
#[derive(Debug)]
pub struct Declared {
    pub(crate) access: Access,
    routes: [Route; 1],
    requirements: [Requirement; 1],
}

impl Declared {
    /// One that has lists of its own.
    pub(crate) const fn of(access: Access) -> Self {
        Self {
            access,
            routes: [Route::NOWHERE],
            requirements: [Requirement::NOBODY],
        }
    }

    pub(crate) const fn keeping(mut self, records: &'static [RecordRef]) -> Self {
        self.access.records = records;
        self
    }
}

/// A policy in as little as says it all: of at most one route, whose methods are such as [`GET`], or else
/// [`NO_ROUTE`]; and of at most one requirement, a name of a kind such as [`ROLE`], or else [`NO_NAME`].
/// `this` is the static that it becomes.
///
/// In one piece, as the compiler runs it for each handler, and a call costs it more than what is in it.
#[expect(
    clippy::too_many_arguments,
    reason = "one call is cheaper to compile than several"
)]
pub const fn briefly(
    this: &'static Declared,
    handler: &'static str,
    module: &'static str,
    file: &'static str,
    line: u32,
    methods: Option<&'static [&'static str]>,
    path: &'static str,
    authentication: Authentication,
    kind: Kind,
    name: &'static str,
) -> Declared {
    let rule = Rule::Name(Name::text(name));
    let (methods, routes): (_, &[Route]) = match methods {
        Some(methods) => (methods, &this.routes),
        None => (&[] as &[&str], &[]),
    };
    let (privilege, requirements): (_, &[Requirement]) = match kind {
        Kind::Role => (Privilege::Role(rule), &this.requirements),
        Kind::Scope => (Privilege::Scope(rule), &this.requirements),
        Kind::Permission => (Privilege::Permission(rule), &this.requirements),
        Kind::Nothing => (Privilege::Role(Rule::Any(&[])), &[]),
    };
    Declared {
        access: Access {
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
        },
        routes: [Route { methods, path }],
        requirements: [Requirement {
            privilege,
            hide: false,
            message: None,
        }],
    }
}

/// A handler whose route the attribute does not see.
pub const NO_ROUTE: Option<&[&str]> = None;

macro_rules! methods {
    ($($method:ident)+) => {$(
        /// A route attribute for one method.
        pub const $method: Option<&[&str]> = Some(&[stringify!($method)]);
    )+};
}

methods!(CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT QUERY TRACE);

/// What a name is a name of.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// No name.
    Nothing,
    /// `#[require_role]`
    Role,
    /// `#[require_scope]`
    Scope,
    /// `#[require_permission]`
    Permission,
}

/// A handler that asks for no name.
pub const NO_NAME: Kind = Kind::Nothing;
/// A handler that asks for a role.
pub const ROLE: Kind = Kind::Role;
/// A handler that asks for a scope.
pub const SCOPE: Kind = Kind::Scope;
/// A handler that asks for a permission.
pub const PERMISSION: Kind = Kind::Permission;

impl Route {
    /// In the place of one that is not there.
    const NOWHERE: Self = Self {
        methods: &[],
        path: "",
    };
}

#[cfg(test)]
mod tests {
    use super::{
        Declared, GET, NO_NAME, NO_ROUTE, PERMISSION, ROLE, Requirement, Route, SCOPE, briefly,
    };
    use crate::__private::{BEARER, in_full, named_permission, named_role, named_scope};
    use crate::policy::Access;

    /// What is said briefly, and the same in full.
    macro_rules! told_twice {
        ($methods:expr, $path:literal, $kind:expr, $name:literal; $routes:expr, $requirements:expr) => {{
            static BRIEF: Declared = briefly(
                &BRIEF, "h", "m", "f", 7, $methods, $path, BEARER, $kind, $name,
            );
            static FULL: Declared = in_full("h", "m", "f", 7, $routes, BEARER, $requirements);
            (&BRIEF.access, &FULL.access)
        }};
    }

    #[test]
    fn what_is_said_briefly_is_the_same_policy() {
        const ROUTES: &[Route] = &[Route {
            methods: &["GET"],
            path: "/a",
        }];
        const ROLES: &[Requirement] = &[named_role("admin")];
        const SCOPES: &[Requirement] = &[named_scope("read")];
        const PERMISSIONS: &[Requirement] = &[named_permission("pay")];
        let told: [(&Access, &Access); 5] = [
            told_twice!(NO_ROUTE, "", NO_NAME, ""; &[], &[]),
            told_twice!(GET, "/a", NO_NAME, ""; ROUTES, &[]),
            told_twice!(GET, "/a", ROLE, "admin"; ROUTES, ROLES),
            told_twice!(NO_ROUTE, "", SCOPE, "read"; &[], SCOPES),
            told_twice!(GET, "/a", PERMISSION, "pay"; ROUTES, PERMISSIONS),
        ];
        for (brief, full) in told {
            assert_eq!(brief, full);
        }
    }
}
