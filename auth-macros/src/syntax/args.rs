//! What stands in the parentheses of each of our attributes but `#[require_auth]`.

use proc_macro2::{TokenStream, TokenTree};
use syn::LitStr;

use super::arguments::{Segment, Setting};
use super::kind::Kind;
use super::option::{CratePath, OptionSyntax, Refusal, Written, not_an_option, set_once};
use super::rule::Rule;
use crate::code::Code;
use crate::errors::{Errors, source};

/// `#[require_role(…)]`, `#[require_scope(…)]`, `#[require_permission(…)]`
pub(crate) struct NamesArgs {
    pub(crate) kind: Kind,
    pub(crate) place: TokenStream,
    /// Whether it is what a module asks of all its handlers.
    pub(crate) is_default: bool,
    /// Of roles, any; of scopes and permissions, all.
    pub(crate) rules: Vec<Rule>,
    pub(crate) refusal: Refusal,
}

/// `#[allow_anonymous(…)]`
pub(crate) struct AnonymousArgs {
    pub(crate) place: TokenStream,
    pub(crate) reason: Option<Written<LitStr>>,
    pub(crate) krate: Option<Written<CratePath>>,
}

impl NamesArgs {
    pub(super) fn read(
        kind: Kind,
        place: TokenStream,
        segments: Vec<Segment>,
        errors: &mut Errors,
    ) -> Self {
        let mut args = Self {
            kind,
            place,
            is_default: false,
            rules: Vec::new(),
            refusal: Refusal::default(),
        };
        let mut options = Vec::new();
        let mut unread = false;
        for segment in segments {
            match segment {
                Segment::Value(tokens) if is_default_mark(&tokens) => args.is_default = true,
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
            args.refusal.set(&option, errors);
        }
        args
    }
}

impl AnonymousArgs {
    pub(super) fn read(place: TokenStream, segments: Vec<Segment>, errors: &mut Errors) -> Self {
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
pub(super) fn options_only(
    kind: Kind,
    segments: Vec<Segment>,
    errors: &mut Errors,
) -> Vec<OptionSyntax> {
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

/// What `#[access_control]` adds to the attributes of its default.
pub(crate) const DEFAULT_MARK: &str = "__default";

pub(super) fn is_default_mark(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Ident(mark)] if mark == DEFAULT_MARK)
}

/// `role = "admin"`, `roles = […]`
fn names_names(setting: &Setting, kind: Kind) -> bool {
    let key = setting.key.to_string().to_lowercase();
    key.strip_suffix('s').unwrap_or(&key) == kind.noun()
}

fn name_as_option(setting: &Setting, kind: Kind, errors: &mut Errors) {
    errors.at(
        Code::NameAsOption,
        setting,
        format!(
            "`{}` is not an option: a {} stands alone\nhelp: `#[{}({})]`",
            setting.key,
            kind.noun(),
            kind.name(),
            source(setting.listed())
        ),
    );
}
