//! What was written → a policy that cannot hold nonsense.

mod authentication;
mod carrier;
mod concealment;
mod condition;
mod handler;
mod implication;
mod name;
mod owner;
mod redirect;
mod requirement;
mod route;
mod scheme;
mod step_up;

use proc_macro2::TokenStream;

pub(crate) use authentication::Authentication;
pub(crate) use condition::Condition;
pub(crate) use name::{Name, check as check_name};
pub(crate) use owner::Owner;
pub(crate) use requirement::{Privilege, Requirement, Rule};
pub(crate) use scheme::Schemes;
pub(crate) use step_up::StepUp;

use crate::code::Code;
use crate::errors::Errors;
use crate::syntax::{
    AnonymousArgs, Attribute, AuthArgs, ConditionArgs, CratePath, Handler, Kind, NamesArgs,
    OwnerArgs, Route, Written, report_attributes,
};

/// Who may call a handler, and how a refusal looks.
pub(crate) struct Policy {
    pub(crate) authentication: Authentication,
    /// All of them must hold.
    pub(crate) requirements: Vec<Requirement>,
    pub(crate) routes: Vec<Route>,
    /// `None` for `::auth_runtime`.
    pub(crate) krate: Option<CratePath>,
}

/// The attributes of one handler, sorted by what they decide, each in the order it was written.
#[derive(Default)]
struct Declared {
    auth: Vec<AuthArgs>,
    required: Vec<Required>,
    anonymous: Vec<AnonymousArgs>,
}

/// An attribute that asks something of a caller who is known.
enum Required {
    Names(NamesArgs),
    /// Or the tenant.
    Owner(OwnerArgs),
    Condition(ConditionArgs),
}

impl Policy {
    /// Judges all attributes of a handler together.
    pub(crate) fn lower(attributes: Vec<Attribute>, handler: &Handler) -> syn::Result<Self> {
        let mut errors = Errors::default();
        handler::check_expanded_once(handler, &attributes)?;
        let krate = krate(&attributes, &mut errors);
        let declared = Declared::sorted(attributes);
        let routes = Route::visible(&handler.attributes);
        let authentication = authentication::lower(&declared, &routes, &mut errors);
        let requirements = requirement::lower(&declared.required, &mut errors);
        implication::check(&declared.required, &mut errors);
        concealment::check(&declared, &mut errors);
        handler::check(handler, !declared.anonymous.is_empty(), &mut errors);
        report_attributes(handler, &mut errors);
        route::check(&declared, &routes, &mut errors);
        errors.finish(Self {
            authentication,
            requirements,
            routes,
            krate,
        })
    }
}

impl Policy {
    /// Judges attributes that are meant for several handlers, without any of these.
    pub(crate) fn check(attributes: Vec<Attribute>) -> syn::Result<()> {
        let mut errors = Errors::default();
        let declared = Declared::sorted(attributes);
        authentication::lower(&declared, &[], &mut errors);
        requirement::lower(&declared.required, &mut errors);
        implication::check(&declared.required, &mut errors);
        concealment::check(&declared, &mut errors);
        errors.finish(())
    }
}

impl Declared {
    fn sorted(attributes: Vec<Attribute>) -> Self {
        let mut declared = Self::default();
        for attribute in attributes {
            match attribute {
                Attribute::RequireAuth(args) => declared.auth.push(args),
                Attribute::RequireNames(args) => declared.required.push(Required::Names(args)),
                Attribute::RequireOwner(args) => declared.required.push(Required::Owner(args)),
                Attribute::RequireCondition(args) => {
                    declared.required.push(Required::Condition(args));
                }
                Attribute::AllowAnonymous(args) => declared.anonymous.push(args),
            }
        }
        declared
    }
}

impl Required {
    fn kind(&self) -> Kind {
        match self {
            Self::Names(args) => args.kind,
            Self::Owner(args) => args.kind,
            Self::Condition(_) => Kind::RequireCondition,
        }
    }

    fn place(&self) -> &TokenStream {
        match self {
            Self::Names(args) => &args.place,
            Self::Owner(args) => &args.place,
            Self::Condition(args) => &args.place,
        }
    }

    /// Whether it is what a module asks of all its handlers: then a handler may ask for more.
    fn is_default(&self) -> bool {
        match self {
            Self::Names(args) => args.is_default,
            Self::Condition(args) => args.is_default,
            Self::Owner(_) => false,
        }
    }

    fn hides(&self) -> bool {
        match self {
            Self::Names(args) => args.refusal.hides(),
            Self::Condition(args) => args.refusal.hides(),
            Self::Owner(args) => args.hides(),
        }
    }

    fn message(&self) -> Option<&Written<syn::LitStr>> {
        let refusal = match self {
            Self::Names(args) => &args.refusal,
            Self::Owner(args) => &args.refusal,
            Self::Condition(args) => &args.refusal,
        };
        refusal.message.as_ref()
    }
}

/// The path of `crate = …`. One attribute may give it for all; two may not disagree.
fn krate(attributes: &[Attribute], errors: &mut Errors) -> Option<CratePath> {
    let mut paths = attributes.iter().filter_map(Attribute::krate);
    let first = paths.next()?;
    let text = first.value.to_string();
    if let Some(other) = paths.find(|other| other.value.to_string() != text) {
        errors.clash(
            Code::CratesDiffer,
            (
                &other.tokens,
                "`crate` is another path here\nhelp: give it once",
            ),
            (&first.tokens, "`crate` is first given here"),
        );
    }
    Some(first.value.clone())
}
