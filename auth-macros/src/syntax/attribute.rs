//! Our attributes: which one it is, and what stands in its parentheses.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{LitStr, Meta};

use super::arguments::{Segment, Setting, split};
use super::handler::Handler;
use super::option::{
    ALLOW_ANONYMOUS, CratePath, OptionSyntax, REQUIRE_AUTH, REQUIRE_ROLE, Table, Written,
    not_an_option, set_once,
};
use super::rule::Rule;
use crate::errors::{Errors, source};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    RequireAuth,
    RequireRole,
    AllowAnonymous,
}

impl Kind {
    const ALL: [Self; 3] = [Self::RequireAuth, Self::RequireRole, Self::AllowAnonymous];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::RequireAuth => "require_auth",
            Self::RequireRole => "require_role",
            Self::AllowAnonymous => "allow_anonymous",
        }
    }

    fn table(self) -> Table {
        match self {
            Self::RequireAuth => REQUIRE_AUTH,
            Self::RequireRole => REQUIRE_ROLE,
            Self::AllowAnonymous => ALLOW_ANONYMOUS,
        }
    }

    /// The kind that an attribute's last path segment names.
    fn named(attribute: &syn::Attribute) -> Option<Self> {
        let name = &attribute.path().segments.last()?.ident;
        Self::ALL.into_iter().find(|kind| name == kind.name())
    }
}

/// One of our attributes, read.
pub(crate) enum Attribute {
    RequireAuth(AuthArgs),
    RequireRole(RoleArgs),
    AllowAnonymous(AnonymousArgs),
}

/// `#[require_auth(…)]`
pub(crate) struct AuthArgs {
    /// What an error underlines when the whole attribute is meant.
    pub(crate) place: TokenStream,
    pub(crate) scheme: Option<Written<LitStr>>,
    pub(crate) realm: Option<Written<LitStr>>,
    pub(crate) hide: Option<Written<bool>>,
    pub(crate) krate: Option<Written<CratePath>>,
}

/// `#[require_role(…)]`
pub(crate) struct RoleArgs {
    pub(crate) place: TokenStream,
    /// Any of them passes.
    pub(crate) rules: Vec<Rule>,
    pub(crate) hide: Option<Written<bool>>,
    pub(crate) message: Option<Written<LitStr>>,
    pub(crate) krate: Option<Written<CratePath>>,
}

/// `#[allow_anonymous(…)]`
pub(crate) struct AnonymousArgs {
    pub(crate) place: TokenStream,
    pub(crate) reason: Option<Written<LitStr>>,
    pub(crate) krate: Option<Written<CratePath>>,
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
    fn beside(kind: Kind, attribute: &syn::Attribute, errors: &mut Errors) -> Option<Self> {
        let arguments = match &attribute.meta {
            Meta::Path(_) => TokenStream::new(),
            Meta::List(list) => list.tokens.clone(),
            Meta::NameValue(pair) => {
                let (name, value) = (kind.name(), source(pair.value.to_token_stream()));
                errors.at(
                    attribute,
                    format!(
                        "`#[{name} = …]` takes its arguments in parentheses\nhelp: \
                         `#[{name}({value})]`"
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
            Self::RequireRole(_) => Kind::RequireRole,
            Self::AllowAnonymous(_) => Kind::AllowAnonymous,
        }
    }

    pub(crate) fn place(&self) -> &TokenStream {
        match self {
            Self::RequireAuth(args) => &args.place,
            Self::RequireRole(args) => &args.place,
            Self::AllowAnonymous(args) => &args.place,
        }
    }

    fn read(kind: Kind, place: TokenStream, arguments: TokenStream, errors: &mut Errors) -> Self {
        let segments = split(arguments, errors);
        match kind {
            Kind::RequireAuth => Self::RequireAuth(AuthArgs::read(place, segments, errors)),
            Kind::RequireRole => Self::RequireRole(RoleArgs::read(place, segments, errors)),
            Kind::AllowAnonymous => {
                Self::AllowAnonymous(AnonymousArgs::read(place, segments, errors))
            }
        }
    }
}

impl AuthArgs {
    fn read(place: TokenStream, segments: Vec<Segment>, errors: &mut Errors) -> Self {
        let mut args = Self {
            place,
            scheme: None,
            realm: None,
            hide: None,
            krate: None,
        };
        for option in options_only(Kind::RequireAuth, segments, errors) {
            match option.key().to_string().as_str() {
                "scheme" => set_once(&mut args.scheme, option.key(), option.text(errors), errors),
                "realm" => set_once(&mut args.realm, option.key(), option.text(errors), errors),
                "hide" => set_once(&mut args.hide, option.key(), option.flag(errors), errors),
                _ => set_once(&mut args.krate, option.key(), option.path(errors), errors),
            }
        }
        args
    }
}

impl RoleArgs {
    fn read(place: TokenStream, segments: Vec<Segment>, errors: &mut Errors) -> Self {
        let mut args = Self {
            place,
            rules: Vec::new(),
            hide: None,
            message: None,
            krate: None,
        };
        let mut options = Vec::new();
        let mut unread = false;
        for segment in segments {
            match segment {
                Segment::Value(tokens) => match Rule::read(&tokens, errors) {
                    Some(rule) => args.rules.push(rule),
                    None => unread = true,
                },
                Segment::Setting(setting) if setting.key == "role" || setting.key == "roles" => {
                    role_as_option(&setting, errors);
                    unread = true;
                }
                option @ Segment::Setting(_) => options.push(option),
            }
        }
        if args.rules.is_empty() && !unread {
            errors.at(
                &args.place,
                "`#[require_role]` names no role\nhelp: `#[require_role(\"admin\")]`",
            );
        }
        for option in options_only(Kind::RequireRole, options, errors) {
            match option.key().to_string().as_str() {
                "hide" => set_once(&mut args.hide, option.key(), option.flag(errors), errors),
                "message" => set_once(&mut args.message, option.key(), option.text(errors), errors),
                _ => set_once(&mut args.krate, option.key(), option.path(errors), errors),
            }
        }
        args
    }
}

impl AnonymousArgs {
    fn read(place: TokenStream, segments: Vec<Segment>, errors: &mut Errors) -> Self {
        let mut args = Self {
            place,
            reason: None,
            krate: None,
        };
        for option in options_only(Kind::AllowAnonymous, segments, errors) {
            match option.key().to_string().as_str() {
                "reason" => set_once(&mut args.reason, option.key(), option.text(errors), errors),
                _ => set_once(&mut args.krate, option.key(), option.path(errors), errors),
            }
        }
        args
    }
}

/// The known options of a list in which nothing else may stand.
fn options_only(kind: Kind, segments: Vec<Segment>, errors: &mut Errors) -> Vec<OptionSyntax> {
    let known = (kind.name(), kind.table());
    segments
        .into_iter()
        .filter_map(|segment| match segment {
            Segment::Setting(setting) => OptionSyntax::known(setting, known, errors),
            Segment::Value(tokens) => {
                not_an_option(&tokens, known, errors);
                None
            }
        })
        .collect()
}

fn role_as_option(setting: &Setting, errors: &mut Errors) {
    let value: TokenStream = setting.value.iter().cloned().collect();
    errors.at(
        setting,
        format!(
            "`{}` is not an option: a role stands alone\nhelp: `#[require_role({})]`",
            setting.key,
            source(value)
        ),
    );
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
