#![deny(warnings)]
#![forbid(unsafe_code)]
#![deny(missing_docs)]
//! Roles, scopes and permissions as types, in every place where a name can stand.

use actix_web::{App, get, web};
use auth_runtime::{
    Identity, Permission, Role, Scope, Vocabulary, declared_handlers, require_auth,
    require_permission, require_role, require_scope,
};

#[derive(Role)]
enum Role {
    Viewer,
    #[role(implies(Viewer))]
    Editor,
    #[role(name = "administrator", implies(Editor))]
    Admin,
    /// Says again what it has already.
    #[role(name = "root")]
    #[role(implies(Admin, Viewer,))]
    Root,
    Staff,
}

const ADMIN: Role = Role::Admin;
const STAFF: &str = "staff";

/// Constants somewhere else.
pub mod roles {
    /// As text.
    pub const AUDITOR: &str = "auditor";
    /// As a static.
    pub static OWNER: &str = "owner";
}

#[derive(Scope, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[scope(rename_all = "kebab-case")]
enum OrderScope {
    ReadOrders,
    #[scope(name = "orders:write", implies(ReadOrders))]
    WriteOrders,
}

/// Public, with what enums may have.
#[derive(Permission, Clone, Copy, Debug, Default, PartialEq)]
#[repr(u8)]
#[non_exhaustive]
pub enum Refunds {
    /// The default.
    #[default]
    View = 7,
    #[doc(hidden)]
    #[permission(implies(View))]
    #[deprecated]
    Grant,
    /// A keyword.
    #[permission(implies(r#Grant))]
    r#Match,
    /// Not in this build.
    #[cfg(any())]
    #[permission(name = "", implies(Nothing))]
    Absent,
    /// In this one.
    #[cfg(all())]
    #[cfg_attr(all(), permission(name = "present"))]
    Present,
    #[allow(missing_docs)]
    #[allow(non_camel_case_types)]
    r#type,
}

#[get("/path")]
#[require_auth]
#[require_role(Role::Viewer)]
async fn path(who: Identity) -> String {
    format!("{}", who.has_role(Role::Editor) || who.has_role(STAFF))
}

#[require_auth]
#[require_role(Role::Admin, "guest", any(STAFF, roles::AUDITOR), all(Role::Staff, Role::Editor, "x"))]
#[get("/mixed")]
async fn mixed() -> &'static str {
    "mixed"
}

#[get("/constants")]
#[require_auth]
#[require_role(ADMIN)]
#[require_role(self::roles::OWNER, crate::STAFF)]
async fn constants() -> &'static str {
    "constants"
}

/// Of two attributes, the weaker one hides its refusal: it says something else.
#[get("/stacked")]
#[require_auth]
#[require_role(Role::Viewer, hide = true)]
#[require_role(Role::Admin)]
async fn stacked() -> &'static str {
    "stacked"
}

#[get("/scopes")]
#[require_auth]
#[require_scope(OrderScope::ReadOrders, "profile")]
#[require_permission(Refunds::r#type, Refunds::View)]
async fn scopes(who: Identity) -> String {
    let may = who.has_scope(OrderScope::WriteOrders) && who.has_permission(Refunds::r#Match);
    may.to_string()
}

mod imported {
    use super::{Role, Role::*, get, require_auth, require_role};

    #[get("/imported")]
    #[require_auth]
    #[require_role(Editor)]
    #[require_role(all(Staff, "here"))]
    pub(super) async fn imported() -> &'static str {
        let _: Role = Viewer;
        "imported"
    }
}

/// One variant, never used by name.
mod single {
    #[derive(auth_runtime::Role)]
    #[role(rename_all = "UPPERCASE", crate = ::auth_runtime)]
    pub(crate) enum Only {
        One,
    }
}

macro_rules! vocabulary {
    ($name:ident { $($variant:ident $([implies $of:path])?)* }) => {
        #[derive(auth_runtime::Role)]
        enum $name { $($(#[role(implies($of))])? $variant),* }
    };
}
vocabulary!(ByMacro { Low High [implies Low] });

/// Names that generated code must not look up.
mod shadowed {
    #![allow(dead_code, non_camel_case_types)]

    enum Option {}
    enum Some {}
    struct str;
    trait Vocabulary {}
    trait Named {}
    struct Term;

    #[derive(auth_runtime::Permission)]
    pub(super) enum Typed {
        Option,
        Some,
        Term,
        ALL,
        TERMS,
    }

    impl Typed {
        const TERMS: u8 = 0;
        fn term(&self) {}
    }
}

fn names<V: Vocabulary>() -> Vec<&'static str> {
    V::TERMS.iter().map(auth_runtime::Term::name).collect()
}

fn main() {
    #[derive(Role, Clone, Copy)]
    enum Local {
        Here,
        #[role(implies(Here))]
        There,
    }
    #[get("/local")]
    #[require_auth]
    #[require_role(Local::Here)]
    async fn local() -> &'static str {
        "local"
    }

    let _ = App::new()
        .service((path, mixed, constants, stacked, scopes, imported::imported))
        .service(local)
        .route("/elsewhere", web::get().to(|| async { "elsewhere" }));
    assert_eq!(declared_handlers().len(), 7);

    assert_eq!(names::<Role>(), ["viewer", "editor", "administrator", "root", "staff"]);
    assert_eq!(names::<OrderScope>(), ["read-orders", "orders:write"]);
    assert_eq!(names::<Refunds>(), ["view", "grant", "match", "present", "type"]);
    assert_eq!(names::<single::Only>(), ["ONE"]);
    assert_eq!(names::<ByMacro>(), ["low", "high"]);
    assert_eq!(names::<Local>(), ["here", "there"]);
    assert_eq!(names::<shadowed::Typed>(), ["option", "some", "term", "all", "terms"]);

    let grants = |term: &auth_runtime::Term| term.granted_by().join(" ");
    assert_eq!(grants(Role::Viewer.term()), "viewer editor administrator root");
    assert_eq!(grants(Refunds::View.term()), "view grant match");
    assert_eq!(grants(ByMacro::Low.term()), "low high");
    assert!(Local::named("there").is_some() && Local::named("nowhere").is_none());
    assert!(OrderScope::ALL.iter().all(|it| OrderScope::named(it.name()) == Some(*it)));
}
