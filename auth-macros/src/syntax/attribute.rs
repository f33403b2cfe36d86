//! Our attributes, and what stands in their parentheses.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{LitStr, Meta};

use super::arguments::{Segment, Setting, split};
use super::handler::Handler;
use super::kind::Kind;
use super::option::{CratePath, OptionSyntax, Written, not_an_option, set_once};
use super::rule::Rule;
use crate::code::Code;
use crate::errors::{Errors, source};

/// One of our attributes, read.
pub(crate) enum Attribute {
    RequireAuth(AuthArgs),
    RequireNames(NamesArgs),
    RequireOwner(OwnerArgs),
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

/// `#[require_role(…)]`, `#[require_scope(…)]`, `#[require_permission(…)]`
pub(crate) struct NamesArgs {
    pub(crate) kind: Kind,
    pub(crate) place: TokenStream,
    /// Of roles, any; of scopes and permissions, all.
    pub(crate) rules: Vec<Rule>,
    pub(crate) hide: Option<Written<bool>>,
    pub(crate) message: Option<Written<LitStr>>,
    pub(crate) krate: Option<Written<CratePath>>,
}

/// `#[require_owner(path = "…")]`
pub(crate) struct OwnerArgs {
    pub(crate) place: TokenStream,
    /// A segment of the route's own path.
    pub(crate) path: Option<Written<LitStr>>,
    /// A segment that a scope around the route has.
    pub(crate) scope_path: Option<Written<LitStr>>,
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
                errors.at(
                    Code::EqualsOnAttribute,
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
            Self::RequireNames(args) => args.kind,
            Self::RequireOwner(_) => Kind::RequireOwner,
            Self::AllowAnonymous(_) => Kind::AllowAnonymous,
        }
    }

    pub(crate) fn place(&self) -> &TokenStream {
        match self {
            Self::RequireAuth(args) => &args.place,
            Self::RequireNames(args) => &args.place,
            Self::RequireOwner(args) => &args.place,
            Self::AllowAnonymous(args) => &args.place,
        }
    }

    pub(crate) fn krate(&self) -> Option<&Written<CratePath>> {
        match self {
            Self::RequireAuth(args) => args.krate.as_ref(),
            Self::RequireNames(args) => args.krate.as_ref(),
            Self::RequireOwner(args) => args.krate.as_ref(),
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
            Kind::RequireOwner => Self::RequireOwner(OwnerArgs::read(place, segments, errors)),
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

impl NamesArgs {
    fn read(kind: Kind, place: TokenStream, segments: Vec<Segment>, errors: &mut Errors) -> Self {
        let mut args = Self {
            kind,
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
                Segment::Value(tokens) => match Rule::read(&tokens, kind, errors) {
                    Some(rule) => args.rules.push(rule),
                    None => unread = true,
                },
                Segment::Setting(setting) if names_names(&setting, kind) => {
                    name_as_option(&setting, kind, errors);
                    unread = true;
                }
                option @ Segment::Setting(_) => options.push(option),
            }
        }
        if args.rules.is_empty() && !unread {
            errors.at(
                Code::NothingRequired,
                &args.place,
                format!(
                    "`#[{0}]` names no {1}\nhelp: `#[{0}({2})]`",
                    kind.name(),
                    kind.noun(),
                    kind.example_name()
                ),
            );
        }
        for option in options_only(kind, options, errors) {
            match option.key().to_string().as_str() {
                "hide" => set_once(&mut args.hide, option.key(), option.flag(errors), errors),
                "message" => set_once(&mut args.message, option.key(), option.text(errors), errors),
                _ => set_once(&mut args.krate, option.key(), option.path(errors), errors),
            }
        }
        args
    }
}

impl OwnerArgs {
    fn read(place: TokenStream, segments: Vec<Segment>, errors: &mut Errors) -> Self {
        let mut args = Self {
            place,
            path: None,
            scope_path: None,
            hide: None,
            message: None,
            krate: None,
        };
        let is_empty = segments.is_empty();
        for option in options_only(Kind::RequireOwner, segments, errors) {
            match option.key().to_string().as_str() {
                "path" => set_once(&mut args.path, option.key(), option.text(errors), errors),
                "scope_path" => {
                    set_once(
                        &mut args.scope_path,
                        option.key(),
                        option.text(errors),
                        errors,
                    );
                }
                "hide" => set_once(&mut args.hide, option.key(), option.flag(errors), errors),
                "message" => set_once(&mut args.message, option.key(), option.text(errors), errors),
                _ => set_once(&mut args.krate, option.key(), option.path(errors), errors),
            }
        }
        let names_none = args.path.is_none() && args.scope_path.is_none();
        if names_none && (is_empty || args.hide.is_some() || args.message.is_some()) {
            errors.at(
                Code::NothingRequired,
                &args.place,
                "`#[require_owner]` does not say which part of the path names the owner\nhelp: \
                 `#[require_owner(path = \"user_id\")]`",
            );
        }
        if let (Some(first), Some(second)) = (&args.path, &args.scope_path) {
            errors.clash(
                Code::OptionTwice,
                (
                    &second.tokens,
                    "`scope_path` beside `path`: one segment names the owner\nhelp: keep one",
                ),
                (&first.tokens, "`path` is given here"),
            );
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

/// `role = "admin"`, `roles = […]`
fn names_names(setting: &Setting, kind: Kind) -> bool {
    let key = setting.key.to_string();
    key.strip_suffix('s').unwrap_or(&key) == kind.noun()
}

fn name_as_option(setting: &Setting, kind: Kind, errors: &mut Errors) {
    let value: TokenStream = match &setting.value[..] {
        [proc_macro2::TokenTree::Group(list)] => list.stream(),
        value => value.iter().cloned().collect(),
    };
    errors.at(
        Code::NameAsOption,
        setting,
        format!(
            "`{}` is not an option: a {} stands alone\nhelp: `#[{}({})]`",
            setting.key,
            kind.noun(),
            kind.name(),
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
