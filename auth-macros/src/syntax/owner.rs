//! `#[require_owner(…)]` and `#[require_tenant(…)]`: which segment of the path has to name the caller.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::LitStr;

use super::args::options_only;
use super::arguments::Segment;
use super::kind::Kind;
use super::option::{OptionSyntax, Refusal, Written, set_once};
use super::rule::Rule;
use crate::code::Code;
use crate::errors::{Errors, quoted, source};

/// `#[require_owner(path = "…")]`, `#[require_tenant(path = "…")]`
pub(crate) struct OwnerArgs {
    pub(crate) kind: Kind,
    pub(crate) place: TokenStream,
    /// A segment of the route's own path.
    pub(crate) path: Option<Written<LitStr>>,
    /// A segment that a scope around the route has.
    pub(crate) scope_path: Option<Written<LitStr>>,
    /// What of the identity the segment has to be.
    pub(crate) claim: Option<Written<LitStr>>,
    /// Who may although the segment names somebody else.
    pub(crate) unless_role: Option<Written<Rule>>,
    pub(crate) refusal: Refusal,
}

impl OwnerArgs {
    pub(super) fn read(
        kind: Kind,
        place: TokenStream,
        segments: Vec<Segment>,
        errors: &mut Errors,
    ) -> Self {
        let mut args = Self {
            kind,
            place,
            path: None,
            scope_path: None,
            claim: None,
            unless_role: None,
            refusal: Refusal::default(),
        };
        let is_empty = segments.is_empty();
        let segments = without_loose_roles(segments, errors);
        for option in options_only(kind, segments, errors) {
            args.set(&option, errors);
        }
        args.check_segment(is_empty, errors);
        args
    }

    fn set(&mut self, option: &OptionSyntax, errors: &mut Errors) {
        let key = option.key();
        match key.to_string().as_str() {
            "path" => set_once(&mut self.path, key, option.text(errors), errors),
            "scope_path" => set_once(&mut self.scope_path, key, option.text(errors), errors),
            "claim" => set_once(&mut self.claim, key, option.text(errors), errors),
            "unless_role" => set_once(&mut self.unless_role, key, option.role(errors), errors),
            _ => self.refusal.set(option, errors),
        }
    }

    fn check_segment(&self, is_empty: bool, errors: &mut Errors) {
        let (name, noun) = (self.kind.name(), self.kind.noun());
        let says_something = self.refusal.hide.is_some()
            || self.refusal.message.is_some()
            || self.claim.is_some()
            || self.unless_role.is_some();
        match (&self.path, &self.scope_path) {
            (None, None) if is_empty || says_something => {
                let example = match self.kind {
                    Kind::RequireTenant => "tenant",
                    _ => "user_id",
                };
                errors.at(
                    Code::NothingRequired,
                    &self.place,
                    format!(
                        "`#[{name}]` does not say which part of the path names the {noun}\nhelp: \
                         `#[{name}(path = {example:?})]`"
                    ),
                );
            }
            (Some(first), Some(second)) => errors.clash(
                Code::OptionTwice,
                (
                    &second.tokens,
                    format!(
                        "`scope_path` beside `path`: one segment names the {noun}\nhelp: keep one"
                    ),
                ),
                (&first.tokens, "`path` is given here"),
            ),
            _ => {}
        }
    }

    /// Whether a refusal looks like a path that does not exist. Rows of another tenant do, unless it is
    /// said otherwise.
    pub(crate) fn hides(&self) -> bool {
        let unsaid = self.kind == Kind::RequireTenant;
        self.refusal.hide.as_ref().map_or(unsaid, |it| it.value)
    }
}

impl OptionSyntax {
    /// The value as a rule of roles.
    fn role(&self, errors: &mut Errors) -> Option<Written<Rule>> {
        let list = match self.value() {
            [] => return self.no_value(errors),
            [TokenTree::Group(list)] if list.delimiter() != Delimiter::None => list.stream(),
            value => {
                let rule = Rule::read(value, Kind::RequireRole, errors)?;
                return Some(self.written(rule));
            }
        };
        errors.at(
            Code::WrongValue,
            self.tokens(),
            format!(
                "`unless_role` takes a role, or several in `any(…)`\nhelp: `{}`",
                listed(&list)
            ),
        );
        None
    }

    fn no_value<T>(&self, errors: &mut Errors) -> Option<T> {
        let message = format!("`unless_role` takes a role\nhelp: `{}`", self.example());
        errors.at(Code::WrongValue, self.tokens(), message);
        None
    }
}

/// Reports `unless_role = "admin", "support"`, which lacks `any(…)`, and not the second role for itself.
fn without_loose_roles(segments: Vec<Segment>, errors: &mut Errors) -> Vec<Segment> {
    let mut kept: Vec<Segment> = Vec::new();
    for segment in segments {
        match (&segment, kept.last()) {
            (Segment::Value(tokens), Some(Segment::Setting(before)))
                if before.key == "unless_role" && is_role(tokens) =>
            {
                let role: TokenStream = tokens.iter().cloned().collect();
                let first = before.listed();
                errors.at(
                    Code::NotAnOption,
                    &role,
                    format!(
                        "{} stands outside of `unless_role`\nhelp: `{}` lets either pass",
                        quoted(&role),
                        listed(&quote::quote!(#first, #role))
                    ),
                );
            }
            _ => kept.push(segment),
        }
    }
    kept
}

/// `"support"` or `Role::Support`
fn is_role(tokens: &[TokenTree]) -> bool {
    let stream: TokenStream = tokens.iter().cloned().collect();
    match tokens {
        [text @ TokenTree::Literal(_)] => syn::parse2::<LitStr>(text.to_token_stream()).is_ok(),
        [TokenTree::Ident(_), _, ..] => syn::parse2::<syn::Path>(stream).is_ok(),
        _ => false,
    }
}

fn listed(roles: &TokenStream) -> String {
    format!("unless_role = any({})", source(roles.clone()))
}
