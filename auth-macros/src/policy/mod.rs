//! What was written → a policy that cannot hold nonsense.

mod authentication;
mod handler;
mod requirement;

pub(crate) use authentication::Authentication;
pub(crate) use requirement::{Requirement, Rule};

use crate::errors::Errors;
use crate::syntax::{AnonymousArgs, Attribute, AuthArgs, CratePath, Handler, RoleArgs, Route};

/// Who may call a handler, and how a refusal looks.
pub(crate) struct Policy {
    pub(crate) authentication: Authentication,
    /// All of them must hold.
    pub(crate) requirements: Vec<Requirement>,
    pub(crate) routes: Vec<Route>,
    /// `None` for `::auth_runtime`.
    pub(crate) krate: Option<CratePath>,
}

/// The attributes of one handler, sorted by kind, each in the order it was written.
#[derive(Default)]
struct Declared {
    auth: Vec<AuthArgs>,
    roles: Vec<RoleArgs>,
    anonymous: Vec<AnonymousArgs>,
}

impl Policy {
    /// Judges all attributes of a handler together.
    pub(crate) fn lower(attributes: Vec<Attribute>, handler: &Handler) -> syn::Result<Self> {
        let mut errors = Errors::default();
        handler::check_expanded_once(handler, &attributes)?;
        let declared = Declared::sorted(attributes);
        let krate = declared.krate(&mut errors);
        let authentication = authentication::lower(&declared, &mut errors);
        let requirements = requirement::lower(&declared.roles, &mut errors);
        requirement::check_concealment(&declared, &mut errors);
        handler::check(handler, !declared.anonymous.is_empty(), &mut errors);
        let routes = Route::visible(&handler.attributes);
        errors.finish(Self {
            authentication,
            requirements,
            routes,
            krate,
        })
    }
}

impl Declared {
    fn sorted(attributes: Vec<Attribute>) -> Self {
        let mut declared = Self::default();
        for attribute in attributes {
            match attribute {
                Attribute::RequireAuth(args) => declared.auth.push(args),
                Attribute::RequireRole(args) => declared.roles.push(args),
                Attribute::AllowAnonymous(args) => declared.anonymous.push(args),
            }
        }
        declared
    }

    /// The path of `crate = …`. One attribute may give it for all; two may not disagree.
    fn krate(&self, errors: &mut Errors) -> Option<CratePath> {
        let auth = self.auth.iter().map(|args| &args.krate);
        let roles = self.roles.iter().map(|args| &args.krate);
        let anonymous = self.anonymous.iter().map(|args| &args.krate);
        let mut paths = auth.chain(roles).chain(anonymous).flatten();
        let first = paths.next()?;
        let text = first.value.to_string();
        if let Some(other) = paths.find(|other| other.value.to_string() != text) {
            errors.clash(
                (
                    &other.tokens,
                    "`crate` is another path here\nhelp: give it once",
                ),
                (&first.tokens, "`crate` is first given here"),
            );
        }
        Some(first.value.clone())
    }
}
