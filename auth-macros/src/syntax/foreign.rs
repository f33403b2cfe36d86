//! What other frameworks call the same things: a message can show our form.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::LitStr;

use super::arguments::{Segment, split};
use super::handler::Handler;
use crate::code::Code;
use crate::errors::{Errors, quoted, source};

/// Calls in the expressions of other frameworks, and our attribute for each.
const CALLS: [(&str, &str); 10] = [
    ("hasRole", "require_role"),
    ("has_role", "require_role"),
    ("hasAnyRole", "require_role"),
    ("has_any_role", "require_role"),
    ("hasAuthority", "require_permission"),
    ("has_authority", "require_permission"),
    ("hasAnyAuthority", "require_permission"),
    ("hasPermission", "require_permission"),
    ("has_permission", "require_permission"),
    ("hasScope", "require_scope"),
];

/// Attributes of other frameworks, and ours.
const ATTRIBUTES: [(&str, &str); 9] = [
    ("authorize", "#[require_role(\"admin\")]"),
    ("authenticated", "#[require_auth]"),
    ("permit_all", "#[allow_anonymous]"),
    ("roles_allowed", "#[require_role(\"admin\")]"),
    ("pre_authorize", "#[require_role(\"admin\")]"),
    ("secured", "#[require_role(\"admin\")]"),
    ("requires_role", "#[require_role(\"admin\")]"),
    ("policy", "#[require_condition(is_author)]"),
    ("post_authorize", "async fn page(order: Authorized<Order>)"),
];

/// What to type instead of `hasRole("admin")`.
pub(super) fn call(name: &str, arguments: TokenStream) -> Option<String> {
    let (_, ours) = CALLS.iter().find(|(known, _)| *known == name)?;
    let arguments = source(arguments).replace('\'', "\"");
    Some(format!("`#[{ours}({arguments})]`"))
}

/// What to type instead of text that is an expression: `"hasRole('admin')"`.
pub(crate) fn expression(text: &LitStr) -> Option<String> {
    let text = text.value();
    let (name, rest) = text.trim().split_once('(')?;
    let arguments = rest.trim_end().strip_suffix(')')?.replace('\'', "\"");
    let (_, ours) = CALLS.iter().find(|(known, _)| *known == name)?;
    Some(format!("`#[{ours}({arguments})]`"))
}

/// Whether an attribute looks as if another framework's were meant. A path says that one is.
pub(crate) fn is_foreign(attribute: &syn::Attribute) -> bool {
    ours(attribute).is_some()
}

/// Our form of it.
fn ours(attribute: &syn::Attribute) -> Option<String> {
    let name = attribute.path().get_ident()?;
    let (_, ours) = ATTRIBUTES.iter().find(|(known, _)| name == known)?;
    Some(asking_code(attribute).unwrap_or_else(|| (*ours).to_owned()))
}

/// `#[authorize(with = is_author)]`, `#[authorize(policy = "office")]`: what decides is code.
fn asking_code(attribute: &syn::Attribute) -> Option<String> {
    let syn::Meta::List(list) = &attribute.meta else {
        return None;
    };
    let mut unreported = Errors::default(); // It is not ours to judge.
    let segments = split(list.tokens.clone(), &mut unreported);
    let _ = unreported.finish(());
    segments.into_iter().find_map(|segment| match segment {
        Segment::Setting(it) if ["with", "policy"].iter().any(|name| it.key == name) => {
            Some(format!("#[require_condition({})]", source(it.listed())))
        }
        _ => None,
    })
}

/// Says what to write instead of another framework's attributes.
pub(crate) fn report_attributes(handler: &Handler, errors: &mut Errors) {
    for attribute in &handler.attributes {
        let Some(ours) = ours(attribute) else {
            continue;
        };
        let name = attribute.path().to_token_stream();
        errors.at(
            Code::ForeignAttribute,
            attribute,
            format!(
                "{} beside attributes of `auth_runtime`\nhelp: `{ours}`; if another crate's is \
                 meant, write its path: `#[other_crate::{name}]`",
                quoted(&quote::quote!(#attribute))
            ),
        );
    }
}
