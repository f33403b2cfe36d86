//! What stands in the parentheses: a default, the names of handlers, the path of the crate.

use proc_macro2::TokenStream;
use quote::ToTokens;

use super::call::Call;
use super::default::{DefaultAccess, Entry};
use super::named::Named;
use crate::code::Code;
use crate::errors::{Errors, quoted, source};
use crate::suggest::closest;
use crate::syntax::{
    CratePath, Kind, OptionSyntax, Segment, Setting, Table, Written, set_once, split,
};

const NAME: &str = "access_control";
const OPTIONS: Table = &[("crate", "crate = path::to::auth_runtime")];

/// The arguments of `#[access_control(…)]`.
pub(super) struct Arguments {
    pub(super) default: DefaultAccess,
    pub(super) named: Named,
    /// `None` for `::auth_runtime`.
    pub(super) krate: Option<CratePath>,
}

impl Arguments {
    pub(super) fn read(list: TokenStream, errors: &mut Errors) -> Self {
        let mut entries = Vec::new();
        let mut unread = false;
        let mut named = Named::default();
        let mut krate: Option<Written<CratePath>> = None;
        for segment in split(list, errors) {
            match segment {
                Segment::Setting(setting) if setting.key == "crate" => {
                    if let Some(option) = OptionSyntax::known(setting, (NAME, OPTIONS), errors) {
                        set_once(&mut krate, option.key(), option.path(errors), errors);
                    }
                }
                Segment::Setting(setting) => {
                    unread = true;
                    setting_as_default(&setting, errors);
                }
                Segment::Value(tokens) => match Call::read(&tokens, errors) {
                    Some(call) if call.name == "routes" => named.read(&call, errors),
                    Some(call) => match entry(&call, errors) {
                        Some(entry) => entries.push(entry),
                        None => unread = true,
                    },
                    None => {
                        not_a_default(&tokens.into_iter().collect(), errors);
                        unread = true;
                    }
                },
            }
        }
        let default = if unread {
            DefaultAccess::stand_in()
        } else {
            DefaultAccess::checked(entries, errors)
        };
        let krate = krate.map(|written| written.value);
        Self {
            krate: krate.or_else(|| default.krate().cloned()),
            default,
            named,
        }
    }
}

fn entry(call: &Call, errors: &mut Errors) -> Option<Entry> {
    let name = call.name.to_string();
    let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.name() == name) else {
        match closest(
            &name,
            Kind::ALL.map(Kind::name).into_iter().chain(["routes"]),
        ) {
            Some(meant) => {
                errors.at(
                    Code::NotADefault,
                    &call.name,
                    format!("`{name}` is no default\nhelp: did you mean `{meant}`?"),
                );
            }
            None => not_a_default(&call.tokens, errors),
        }
        return None;
    };
    if kind == Kind::AllowAnonymous {
        errors.at(
            Code::DefaultOpen,
            &call.tokens,
            "a default that opens every handler, also those that are yet to be written\nhelp: \
             remove it, and write `#[allow_anonymous(reason = \"…\")]` on each handler that is \
             meant",
        );
        return None;
    }
    Entry::read(kind, call, errors)
}

fn not_a_default(tokens: &TokenStream, errors: &mut Errors) {
    let text = tokens.to_string();
    let help = if text.starts_with('"') {
        format!("a role is asked for by `require_role({text})`")
    } else {
        "a default is `require_auth(scheme = \"Bearer\")`, `require_role(\"staff\")`, …; handlers \
         are named in `routes(list, show)`"
            .into()
    };
    errors.at(
        Code::NotADefault,
        tokens,
        format!("{} is no default\nhelp: {help}", quoted(tokens)),
    );
}

/// `scheme = "Bearer"`, `require_role = "admin"`, `routes = [list]`
fn setting_as_default(setting: &Setting, errors: &mut Errors) {
    let key = setting.key.to_string();
    let value = setting.listed();
    let of_auth = ["scheme", "realm", "hide"].contains(&key.as_str());
    let help = match Kind::ALL.into_iter().find(|kind| kind.name() == key) {
        Some(kind) => format!("`{key}({})`", kind.argument(&source(value))),
        None if key == "routes" => format!("`routes({})`", source(value)),
        None if of_auth => format!("`require_auth({})`", source(setting.to_token_stream())),
        None => "`#[access_control(require_auth(scheme = \"Bearer\"))]`".into(),
    };
    errors.at(
        Code::NotADefault,
        setting,
        format!(
            "{} is no default\nhelp: {help}",
            quoted(&setting.to_token_stream())
        ),
    );
}
