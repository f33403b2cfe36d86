//! What a handler that declares nothing gets, and what is added to one that does.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::Parser;

use super::call::Call;
use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::expand;
use crate::policy::Policy;
use crate::syntax::{Attribute, AuthArgs, Condition, CratePath, DEFAULT_MARK, Kind, Name, Rule};

/// The default, which is sound whatever was written: one that is not is reported, and stood in for
/// by `require_auth`, so that the handlers it was meant for are judged all the same.
pub(super) struct DefaultAccess {
    entries: Vec<Entry>,
}

/// One attribute of the default.
pub(super) struct Entry {
    kind: Kind,
    name: Ident,
    arguments: TokenStream,
    krate: Option<CratePath>,
    /// Paths that may lead elsewhere from within a module.
    relative: Vec<syn::Path>,
    /// Whether it says who is sent to the login page, which some handlers cannot do.
    redirects: bool,
}

impl Entry {
    pub(super) fn read(kind: Kind, call: &Call, errors: &mut Errors) -> Option<Self> {
        let arguments = call.list.as_ref().map(Group::stream).unwrap_or_default();
        let mut entry = Self {
            kind,
            name: call.name.clone(),
            arguments,
            krate: None,
            relative: Vec::new(),
            redirects: false,
        };
        let mut mistakes = Errors::default();
        let attribute = entry.attribute_in_place(&mut mistakes)?;
        entry.krate = attribute.krate().map(|krate| krate.value.clone());
        match &attribute {
            Attribute::RequireNames(names) => relative_paths(&names.rules, &mut entry.relative),
            Attribute::RequireAuth(auth) => entry.redirects = auth.redirect.is_some(),
            Attribute::RequireOwner(args) => {
                let role = args.unless_role.as_ref().map(|it| &it.value);
                relative_paths(role, &mut entry.relative);
            }
            Attribute::RequireCondition(args) => {
                if let Some(Condition::Function(path)) = &args.condition
                    && !(path.qself.is_none() && is_absolute(&path.path))
                {
                    entry.relative.push(path.path.clone());
                }
            }
            Attribute::AllowAnonymous(_) => {}
        }
        match mistakes.finish(entry) {
            Ok(entry) => Some(entry),
            Err(error) => {
                errors.push(error);
                None
            }
        }
    }

    /// As it stands in `#[access_control(…)]`, for errors.
    fn attribute_in_place(&self, errors: &mut Errors) -> Option<Attribute> {
        let Self {
            name, arguments, ..
        } = self;
        let last = arguments.clone().into_iter().last();
        let end = last.map_or_else(|| name.span(), |last| last.span());
        let attribute = attribute(&quote!(#name(#arguments)), name.span(), end)?;
        Attribute::beside(self.kind, &attribute, errors)
    }

    /// As it stands on a handler.
    fn attribute_at(&self, place: Span, krate: Option<&CratePath>) -> Option<syn::Attribute> {
        let Self {
            name, arguments, ..
        } = self;
        let arguments = with_crate(self.marked(arguments), krate);
        let path = krate.map_or_else(
            || quote_spanned!(Span::mixed_site()=> ::auth_runtime),
            CratePath::clone,
        );
        attribute(&quote!(#path::#name(#arguments)), place, place)
    }
}

impl Entry {
    /// Names of a default say that they are one, and so does a redirect.
    fn marked(&self, arguments: &TokenStream) -> TokenStream {
        let is_judged_apart = match self.kind {
            Kind::RequireAuth => self.redirects,
            Kind::RequireOwner | Kind::RequireTenant | Kind::AllowAnonymous => false,
            Kind::RequireRole
            | Kind::RequireScope
            | Kind::RequirePermission
            | Kind::RequireCondition => true,
        };
        if is_judged_apart {
            let mark = Ident::new(DEFAULT_MARK, Span::mixed_site());
            quote!(#mark, #arguments)
        } else {
            arguments.clone()
        }
    }
}

impl DefaultAccess {
    /// Judges the attributes together, once, and not at every handler.
    pub(super) fn checked(entries: Vec<Entry>, errors: &mut Errors) -> Self {
        let mut mistakes = Errors::default();
        check(&entries, &mut mistakes);
        mistakes.finish(Self { entries }).unwrap_or_else(|error| {
            errors.push(error);
            Self::stand_in()
        })
    }

    /// For a default that could not be read.
    pub(super) fn stand_in() -> Self {
        Self {
            entries: vec![Entry {
                kind: Kind::RequireAuth,
                name: Ident::new(Kind::RequireAuth.name(), Span::mixed_site()),
                arguments: TokenStream::new(),
                krate: None,
                relative: Vec::new(),
                redirects: false,
            }],
        }
    }

    /// The path of a `crate = …` in one of its attributes.
    pub(super) fn krate(&self) -> Option<&CratePath> {
        self.entries.iter().find_map(|entry| entry.krate.as_ref())
    }

    /// For a module, which has names of its own: a path in the default leads to the same place from
    /// all of its modules, or is reported.
    pub(super) fn within_module(self, errors: &mut Errors) -> Self {
        let relative: Vec<_> = self.entries.iter().flat_map(|it| &it.relative).collect();
        for path in &relative {
            report_relative(path, errors);
        }
        if relative.is_empty() {
            self
        } else {
            Self::stand_in()
        }
    }

    /// Its `require_auth`.
    pub(super) fn auth(&self) -> Option<AuthArgs> {
        let is_auth = |entry: &&Entry| entry.kind == Kind::RequireAuth;
        let entry = self.entries.iter().find(is_auth)?;
        let mut read = Errors::default(); // It has been judged.
        let attribute = entry.attribute_in_place(&mut read);
        let _ = read.finish(());
        match attribute? {
            Attribute::RequireAuth(args) => Some(args),
            _ => None,
        }
    }

    pub(super) fn is_none(&self) -> bool {
        self.entries.is_empty()
    }

    /// The attributes that a handler gets which has `own` ones.
    pub(super) fn beside(
        &self,
        own: &[Kind],
        place: Span,
        krate: Option<&CratePath>,
    ) -> Vec<syn::Attribute> {
        if own.contains(&Kind::AllowAnonymous) {
            return Vec::new();
        }
        self.entries
            .iter()
            .filter(|entry| entry.kind != Kind::RequireAuth || !own.contains(&Kind::RequireAuth))
            .filter_map(|entry| entry.attribute_at(place, krate))
            .collect()
    }
}

fn check(entries: &[Entry], errors: &mut Errors) {
    let attributes: Vec<_> = entries
        .iter()
        .filter_map(|entry| entry.attribute_in_place(errors))
        .collect();
    let asks_who = |entry: &Entry| entry.kind == Kind::RequireAuth;
    match attributes.first() {
        Some(first) if !entries.iter().any(asks_who) => errors.at(
            Code::DefaultWithoutAuth,
            first.place(),
            format!(
                "`{}` without `require_auth`: handlers would answer 403 to a caller they cannot \
                 name\nhelp: `#[access_control(require_auth(scheme = \"Bearer\"), {})]`",
                first.kind().name(),
                as_written(entries)
            ),
        ),
        _ => {
            if let Err(error) = Policy::check(attributes) {
                errors.push(error);
            }
        }
    }
}

fn relative_paths<'a>(rules: impl IntoIterator<Item = &'a Rule>, relative: &mut Vec<syn::Path>) {
    for rule in rules {
        match rule {
            Rule::Name(Name::Path(path)) if !is_absolute(path) => relative.push(path.clone()),
            Rule::Name(_) => {}
            Rule::Combined { rules, .. } => relative_paths(rules, relative),
        }
    }
}

fn is_absolute(path: &syn::Path) -> bool {
    let first = path.segments.first().map(|first| first.ident.to_string());
    path.leading_colon.is_some() || matches!(first.as_deref(), Some("crate" | "$crate"))
}

fn report_relative(path: &syn::Path, errors: &mut Errors) {
    let names = path.segments.iter().map(|it| it.ident.to_string());
    let names: Vec<_> = names
        .skip_while(|name| name == "self" || name == "super")
        .collect();
    errors.at(
        Code::DefaultByRelativePath,
        path,
        format!(
            "{} in a default is looked up in each module again, where it may be something \
             else\nhelp: `crate::{}`",
            quoted(path),
            names.join("::")
        ),
    );
}

fn as_written(entries: &[Entry]) -> String {
    let written = entries.iter().map(|entry| {
        let (name, arguments) = (&entry.name, &entry.arguments);
        crate::errors::source(quote!(#name(#arguments)))
    });
    written.collect::<Vec<_>>().join(", ")
}

/// `#[…]`, with its `#` at one place and its brackets at another.
fn attribute(meta: &TokenStream, start: Span, end: Span) -> Option<syn::Attribute> {
    let mut pound = Punct::new('#', Spacing::Alone);
    pound.set_span(start);
    let mut brackets = Group::new(Delimiter::Bracket, meta.clone());
    brackets.set_span(end);
    let tokens = [TokenTree::from(pound), brackets.into()];
    let attributes = syn::Attribute::parse_outer.parse2(tokens.into_iter().collect());
    attributes.ok()?.pop()
}

/// `#[::auth_runtime::__private::declared]`
pub(super) fn declared(place: Span, krate: Option<&CratePath>) -> Option<syn::Attribute> {
    let path = expand::door(krate);
    attribute(&quote!(#path::declared), place, place)
}

/// The path in `#[require_auth(crate = …)]`.
pub(super) fn crate_of(attribute: &syn::Attribute) -> Option<CratePath> {
    let kind = Kind::named(attribute)?;
    let mut unread = Errors::default(); // Mistakes are reported where it expands.
    let read = Attribute::beside(kind, attribute, &mut unread);
    let _ = unread.finish(());
    read?.krate().map(|krate| krate.value.clone())
}

/// Tells attributes that stand alone which crate is meant.
pub(super) fn pass_crate(attributes: &mut [syn::Attribute], krate: Option<&CratePath>) {
    let Some(attribute) = attributes
        .iter_mut()
        .find(|attribute| Kind::named(attribute).is_some())
    else {
        return;
    };
    let (path, arguments) = match &attribute.meta {
        syn::Meta::Path(path) => (path.clone(), TokenStream::new()),
        syn::Meta::List(list) => (list.path.clone(), list.tokens.clone()),
        syn::Meta::NameValue(_) => return, // Reported where it expands.
    };
    let arguments = with_crate(arguments, krate);
    if !arguments.is_empty() {
        attribute.meta = syn::parse_quote!(#path(#arguments));
    }
}

fn with_crate(arguments: TokenStream, krate: Option<&CratePath>) -> TokenStream {
    let Some(krate) = krate else {
        return arguments;
    };
    let tokens: Vec<_> = arguments.clone().into_iter().collect();
    let is_given = tokens
        .windows(2)
        .any(|two| two[0].to_string() == "crate" && two[1].to_string() == "=");
    if is_given {
        return arguments;
    }
    let comma = match tokens.last() {
        Some(last) if last.to_string() != "," => Some(quote!(,)),
        _ => None,
    };
    let arguments = arguments.into_token_stream();
    quote!(#arguments #comma crate = #krate)
}
