//! What a module asks of every caller, and a handler's own `#[require_auth]`, which stands in place of
//! the module's, does not say again.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::default::DefaultAccess;
use super::marks::Marks;
use crate::code::Code;
use crate::errors::{Errors, source};
use crate::policy::Policy;
use crate::syntax::{Attribute, AuthArgs, Kind};

/// The options that keep callers out. Each attribute names its schemes, and a realm keeps nobody out.
const NARROWING: [fn(&AuthArgs) -> Option<&TokenStream>; 3] = [
    |args| Some(&args.max_age.as_ref()?.tokens),
    |args| Some(&args.acr.as_ref()?.tokens),
    |args| Some(&args.hide.as_ref()?.tokens),
];

/// `None` when something is dropped, which is reported.
pub(super) fn check(default: &DefaultAccess, marks: &Marks<'_>, errors: &mut Errors) -> Option<()> {
    let of_auth = marks.ours.iter().find(|it| it.0 == Kind::RequireAuth);
    let (Some(module), Some((_, attribute))) = (default.auth(), of_auth) else {
        return Some(());
    };
    let Some(own) = read(attribute) else {
        return Some(()); // Reported where it expands.
    };
    let hides = module.hide.as_ref().is_some_and(|it| it.value);
    let module = AuthArgs {
        hide: module.hide.filter(|_| hides),
        ..module
    };
    let dropped: Vec<_> = NARROWING
        .iter()
        .filter(|option| option(&own).is_none())
        .filter_map(|option| option(&module))
        .collect();
    if dropped.is_empty() {
        return Some(());
    }
    let dropped = quote!(#(#dropped),*);
    let help = help(attribute, &dropped, hides);
    errors.at(
        Code::DropsWhatModuleAsks,
        attribute,
        format!(
            "`#[require_auth]` here drops `{}` of its module\nhelp: {help}",
            source(dropped)
        ),
    );
    None
}

/// Unless there is a mistake in it.
fn read(attribute: &syn::Attribute) -> Option<AuthArgs> {
    let read = || {
        let mut mistakes = Errors::default();
        let read = Attribute::beside(Kind::RequireAuth, attribute, &mut mistakes);
        mistakes.finish(read).ok()?
    };
    Policy::check(vec![read()?]).ok()?;
    match read()? {
        Attribute::RequireAuth(args) => Some(args),
        _ => None,
    }
}

fn help(attribute: &syn::Attribute, dropped: &TokenStream, hides: bool) -> String {
    let whole = with(attribute, dropped);
    let is_sound = read(&whole).is_some();
    let whole = source(whole.to_token_stream());
    match (is_sound, hides) {
        (true, false) => format!("repeat it: `{whole}`, or say another value"),
        (true, true) => format!("repeat it: `{whole}`, or say `hide = false`"),
        (false, true) => "say `hide = false`".to_owned(),
        (false, false) => "it cannot stand beside what is said here: let this handler stand in \
                           another module"
            .to_owned(),
    }
}

/// `#[require_auth(scheme = "DPoP")]` → `#[require_auth(scheme = "DPoP", max_age = "5m")]`
fn with(attribute: &syn::Attribute, options: &TokenStream) -> syn::Attribute {
    let path = attribute.path();
    let own = match &attribute.meta {
        syn::Meta::List(list) => list.tokens.clone(),
        _ => TokenStream::new(),
    };
    let comma = own.clone().into_iter().last();
    let comma = comma
        .filter(|last| last.to_string() != ",")
        .map(|_| quote!(,));
    syn::parse_quote!(#[#path(#own #comma #options)])
}
