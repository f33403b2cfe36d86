//! The helper attributes: `#[role(…)]`, `#[scope(…)]`, `#[permission(…)]`.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Meta;

use super::implied::IMPLIES;
use crate::code::Code;
use crate::errors::{Errors, quoted, source};
use crate::suggest::closest;
use crate::syntax::{Kind, OptionSyntax, Segment, Table, not_an_option, split};

const RENAME_ALL: (&str, &str) = ("rename_all", r#"rename_all = "kebab-case""#);

const OF_THE_ENUM: Table = &[RENAME_ALL, ("crate", "crate = path::to::auth_runtime")];
const OF_A_ROLE: Table = &[("name", r#"name = "administrator""#), IMPLIES];
const OF_A_SCOPE: Table = &[("name", r#"name = "orders:read""#), IMPLIES];
const OF_A_PERMISSION: Table = &[("name", r#"name = "orders.refund""#), IMPLIES];

/// Where a helper attribute stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Enum,
    Variant,
}

impl Level {
    fn table(self, kind: Kind) -> Table {
        match (self, kind) {
            (Self::Enum, _) => OF_THE_ENUM,
            (Self::Variant, Kind::RequireScope) => OF_A_SCOPE,
            (Self::Variant, Kind::RequirePermission) => OF_A_PERMISSION,
            (Self::Variant, _) => OF_A_ROLE,
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Enum => Self::Variant,
            Self::Variant => Self::Enum,
        }
    }
}

/// What stands in the helper attributes of one place. One that says nothing is a mistake.
pub(super) fn segments(
    kind: Kind,
    attributes: &[syn::Attribute],
    level: Level,
    errors: &mut Errors,
) -> Vec<Segment> {
    let helper = kind.noun();
    let mut found = Vec::new();
    for attribute in attributes.iter().filter(|it| it.path().is_ident(helper)) {
        match &attribute.meta {
            Meta::List(list) if !list.tokens.is_empty() => {
                found.extend(split(list.tokens.clone(), errors));
            }
            Meta::NameValue(pair) => {
                let value = source(pair.value.to_token_stream());
                let key = level.table(kind)[0].0;
                errors.at(
                    Code::EqualsOnAttribute,
                    attribute,
                    format!(
                        "`#[{helper} = …]` takes its options in parentheses\nhelp: \
                         `#[{helper}({key} = {value})]`"
                    ),
                );
            }
            Meta::List(_) | Meta::Path(_) => errors.at(
                Code::SaysNothing,
                attribute,
                format!(
                    "{} says nothing\nhelp: `#[{helper}({})]`, or remove it",
                    quoted(attribute),
                    level.table(kind)[0].1
                ),
            ),
        }
    }
    found
}

/// An option with a value. Anything else is reported.
pub(super) fn option(
    kind: Kind,
    segment: Segment,
    level: Level,
    errors: &mut Errors,
) -> Option<OptionSyntax> {
    let table = level.table(kind);
    let helper = kind.noun();
    match segment {
        Segment::Setting(setting) if stands_elsewhere(&setting.key, level, kind) => {
            elsewhere(kind, &setting.key, &setting, level, errors);
            None
        }
        Segment::Setting(setting) => OptionSyntax::known(setting, (helper, table), errors),
        Segment::Value(tokens) => {
            let written: TokenStream = tokens.iter().cloned().collect();
            match &tokens[..] {
                [TokenTree::Ident(key), ..] if stands_elsewhere(key, level, kind) => {
                    elsewhere(kind, key, &written, level, errors);
                }
                [TokenTree::Ident(key), TokenTree::Group(group), ..]
                    if level == Level::Variant && looks_like_implies(key) =>
                {
                    unknown_call(key, group, &written, errors);
                }
                _ => not_an_option(&tokens, (helper, table), errors),
            }
            None
        }
    }
}

fn stands_elsewhere(key: &Ident, level: Level, kind: Kind) -> bool {
    let has = |level: Level| level.table(kind).iter().any(|(known, _)| key == known);
    !has(level) && has(level.other())
}

fn elsewhere(kind: Kind, key: &Ident, written: &impl ToTokens, level: Level, errors: &mut Errors) {
    let (here, there) = match level {
        Level::Enum => ("on the enum", "on a variant"),
        Level::Variant => ("on a variant", "on the enum"),
    };
    let table = level.other().table(kind);
    let example = table.iter().find(|(known, _)| key == known);
    let example = example.map_or("", |(_, example)| example);
    errors.at(
        Code::OptionElsewhere,
        written,
        format!(
            "`{key}` {here}, where it means nothing\nhelp: {there}: `#[{}({example})]`",
            kind.noun()
        ),
    );
}

/// How people call a hierarchy elsewhere.
const LIKE_IMPLIES: [&str; 7] = [
    "includes", "inherits", "contains", "extends", "grants", "parent", "parents",
];

fn looks_like_implies(key: &Ident) -> bool {
    let key = key.to_string();
    LIKE_IMPLIES.contains(&key.as_str()) || closest(&key, [IMPLIES.0]).is_some()
}

fn unknown_call(key: &Ident, group: &Group, written: &TokenStream, errors: &mut Errors) {
    errors.at(
        Code::UnknownOption,
        written,
        format!(
            "unknown option `{key}`\nhelp: did you mean `implies({})`?",
            source(group.stream())
        ),
    );
}
