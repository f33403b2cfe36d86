//! Our attributes, and what stands in their parentheses.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::Meta;

use super::args::{AnonymousArgs, NamesArgs};
use super::arguments::split;
use super::auth::AuthArgs;
use super::condition::ConditionArgs;
use super::handler::Handler;
use super::kind::Kind;
use super::option::{CratePath, Written};
use super::owner::OwnerArgs;
use crate::code::Code;
use crate::errors::{Errors, source};

/// One of our attributes, read.
pub(crate) enum Attribute {
    RequireAuth(AuthArgs),
    RequireNames(NamesArgs),
    /// Or `#[require_tenant]`.
    RequireOwner(OwnerArgs),
    RequireCondition(ConditionArgs),
    AllowAnonymous(AnonymousArgs),
}

impl Attribute {
    /// The attribute that the compiler is expanding, of which only the arguments are at hand.
    pub(crate) fn expanding(
        kind: Kind,
        arguments: TokenStream,
        item: &TokenStream,
        errors: &mut Errors,
    ) -> Self {
        // The call site lies where the attribute is written. A user's token lends its hygiene, or
        // rustc would note that the error comes from a macro.
        let lender = item.clone().into_iter().next();
        let lender = lender.map_or_else(Span::call_site, |token| token.span());
        let place = Ident::new(kind.name(), lender.located_at(Span::call_site()));
        Self::read(kind, place.into_token_stream(), arguments, errors)
    }

    /// One that stands below. `None` when it cannot be read at all.
    pub(crate) fn beside(
        kind: Kind,
        attribute: &syn::Attribute,
        errors: &mut Errors,
    ) -> Option<Self> {
        let arguments = match &attribute.meta {
            Meta::Path(_) => TokenStream::new(),
            Meta::List(list) => list.tokens.clone(),
            Meta::NameValue(pair) => {
                let (name, value) = (kind.name(), source(pair.value.to_token_stream()));
                let argument = kind.argument(&value);
                errors.at(
                    Code::EqualsOnAttribute,
                    attribute,
                    format!(
                        "`#[{name} = …]` takes its arguments in parentheses\nhelp: \
                         `#[{name}({argument})]`"
                    ),
                );
                return None;
            }
        };
        let place = attribute.to_token_stream();
        Some(Self::read(kind, place, arguments, errors))
    }

    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::RequireAuth(_) => Kind::RequireAuth,
            Self::RequireNames(args) => args.kind,
            Self::RequireOwner(args) => args.kind,
            Self::RequireCondition(_) => Kind::RequireCondition,
            Self::AllowAnonymous(_) => Kind::AllowAnonymous,
        }
    }

    pub(crate) fn place(&self) -> &TokenStream {
        match self {
            Self::RequireAuth(args) => &args.place,
            Self::RequireNames(args) => &args.place,
            Self::RequireOwner(args) => &args.place,
            Self::RequireCondition(args) => &args.place,
            Self::AllowAnonymous(args) => &args.place,
        }
    }

    pub(crate) fn krate(&self) -> Option<&Written<CratePath>> {
        match self {
            Self::RequireAuth(args) => args.krate.as_ref(),
            Self::RequireNames(args) => args.refusal.krate.as_ref(),
            Self::RequireOwner(args) => args.refusal.krate.as_ref(),
            Self::RequireCondition(args) => args.refusal.krate.as_ref(),
            Self::AllowAnonymous(args) => args.krate.as_ref(),
        }
    }

    fn read(kind: Kind, place: TokenStream, arguments: TokenStream, errors: &mut Errors) -> Self {
        let segments = split(arguments, errors);
        match kind {
            Kind::RequireAuth => Self::RequireAuth(AuthArgs::read(place, segments, errors)),
            Kind::RequireRole | Kind::RequireScope | Kind::RequirePermission => {
                Self::RequireNames(NamesArgs::read(kind, place, segments, errors))
            }
            Kind::RequireOwner | Kind::RequireTenant => {
                Self::RequireOwner(OwnerArgs::read(kind, place, segments, errors))
            }
            Kind::RequireCondition => {
                Self::RequireCondition(ConditionArgs::read(place, segments, errors))
            }
            Kind::AllowAnonymous => {
                Self::AllowAnonymous(AnonymousArgs::read(place, segments, errors))
            }
        }
    }
}

/// Takes our attributes off a handler and reads them, in the order they were written.
///
/// They are known by their last path segment. One that goes by another name (`use … as …`) stays,
/// is expanded by the compiler later, meets a guarded handler and says so.
pub(crate) fn take_attributes(handler: &mut Handler, errors: &mut Errors) -> Vec<Attribute> {
    let (ours, others) = std::mem::take(&mut handler.attributes)
        .into_iter()
        .partition::<Vec<_>, _>(|attribute| Kind::named(attribute).is_some());
    handler.attributes = others;
    handler.taken = ours.iter().map(|it| it.path().clone()).collect();
    ours.iter()
        .filter_map(|attribute| Some((Kind::named(attribute)?, attribute)))
        .filter_map(|(kind, attribute)| Attribute::beside(kind, attribute, errors))
        .collect()
}
