//! The methods of a route.

use proc_macro2::{Span, TokenStream};
use syn::LitStr;

use super::arguments::{Written, text};
use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::syntax::Setting;

impl Written {
    /// The methods that the attribute's own name says, or `method = "…"`.
    pub(super) fn methods(&self, settings: &[Setting], errors: &mut Errors) -> Vec<LitStr> {
        let Self {
            name,
            example,
            place,
        } = self;
        if name == "route" {
            if settings.is_empty() {
                errors.at(
                    Code::RouteMethod,
                    place,
                    "`#[route]` names no method\nhelp: `method = \"GET\"`",
                );
            }
            return named(settings, errors);
        }
        let own = name.to_uppercase();
        if let Some(method) = settings.first() {
            errors.at(
                Code::RouteMethod,
                method,
                format!(
                    "`#[{name}]` serves {own} and takes no `method`\nhelp: `#[route(\"{example}\", \
                     method = \"{own}\", …)]` serves several"
                ),
            );
        }
        vec![LitStr::new(&own, Span::mixed_site())]
    }
}

fn named(settings: &[Setting], errors: &mut Errors) -> Vec<LitStr> {
    let mut methods: Vec<LitStr> = Vec::new();
    for setting in settings {
        match text(setting) {
            Some(method) if methods.iter().any(|it| it.value() == method.value()) => errors.at(
                Code::RouteMethod,
                setting,
                format!("`{}` is given twice\nhelp: keep one", method.value()),
            ),
            Some(method) if is_method(&method.value()) => methods.push(method),
            other => not_a_method(setting, other, errors),
        }
    }
    methods
}

fn not_a_method(setting: &Setting, written: Option<LitStr>, errors: &mut Errors) {
    let meant = written.map(|it| it.value().to_uppercase());
    let meant = meant.filter(|it| is_method(it));
    let meant = meant.as_deref().unwrap_or("GET");
    errors.at(
        Code::RouteMethod,
        setting,
        format!(
            "{} is not a method in upper case and quotes\nhelp: `method = {meant:?}`",
            quoted(&setting.value.iter().cloned().collect::<TokenStream>())
        ),
    );
}

/// actix-web takes methods of letters alone.
fn is_method(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_uppercase())
}
