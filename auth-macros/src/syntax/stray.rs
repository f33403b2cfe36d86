//! An option that the attribute does not have: what was probably meant by it.

use proc_macro2::TokenTree;
use quote::ToTokens;

use super::arguments::Setting;
use super::table::{
    ALLOW_ANONYMOUS, REQUIRE_AUTH, REQUIRE_NAMES, REQUIRE_OWNER, Table, list_of_options,
};
use crate::code::Code;
use crate::errors::{Errors, quoted, source};
use crate::suggest::closest;

/// How people call the number that a response starts with.
const STATUS_WORDS: [&str; 6] = ["status", "status_code", "code", "response", "error", "deny"];

/// What all handlers of a scheme share, and where it is said.
const OF_THE_CONFIGURATION: [(&str, &str, &str); 22] = [
    ("issuer", "Bearer", "bearer"),
    ("audience", "Bearer", "bearer"),
    ("jwks", "Bearer", "bearer"),
    ("jwks_uri", "Bearer", "bearer"),
    ("introspection", "Bearer", "bearer"),
    ("charset", "Basic", "basic"),
    ("algorithm", "Digest", "digest"),
    ("qop", "Digest", "digest"),
    ("nonce", "Digest", "digest"),
    ("opaque", "Digest", "digest"),
    ("userhash", "Digest", "digest"),
    ("header", "ApiKey", "api_key"),
    ("header_name", "ApiKey", "api_key"),
    ("prefix", "ApiKey", "api_key"),
    ("cookie", "Session", "session"),
    ("cookie_name", "Session", "session"),
    ("login", "Session", "session"),
    ("login_page", "Session", "session"),
    ("login_url", "Session", "session"),
    ("same_site", "Session", "session"),
    ("csrf", "Session", "session"),
    ("jkt", "DPoP", "dpop"),
];

/// Options by the names that the documents of OAuth and others have for them.
const BY_OTHER_NAMES: [(&str, &str); 11] = [
    ("acr_values", "acr"),
    ("auth_time", "max_age"),
    ("auth_scheme", "scheme"),
    ("redirect_to_login", "redirect"),
    ("param", "path"),
    ("segment", "path"),
    ("path_param", "path"),
    ("field", "claim"),
    ("unless", "unless_role"),
    ("except_role", "unless_role"),
    ("or_role", "unless_role"),
];

/// Which attribute has which options, for options at the wrong attribute.
const OWNERS: [(&str, Table); 4] = [
    ("require_auth", REQUIRE_AUTH),
    ("require_role", REQUIRE_NAMES),
    ("require_owner", REQUIRE_OWNER),
    ("allow_anonymous", ALLOW_ANONYMOUS),
];

pub(super) fn report_stray(setting: &Setting, known: (&str, Table), errors: &mut Errors) {
    let key = setting.key.to_string();
    let (code, message) = status_number(&key, setting)
        .or_else(|| nothing_to_hide(&key, known.0))
        .or_else(|| of_the_configuration(&key, setting, known.0))
        .or_else(|| of_another_attribute(&key, known.0))
        .or_else(|| name_as_option(&key, setting, known.0))
        .unwrap_or_else(|| unknown(&key, known));
    errors.at(code, setting, message);
}

fn status_number(key: &str, setting: &Setting) -> Option<(Code, String)> {
    let [TokenTree::Literal(number)] = &setting.value[..] else {
        return None;
    };
    if !STATUS_WORDS.contains(&key) {
        return None;
    }
    let number = number.to_string();
    let answer = match number.trim_matches('"') {
        "401" => "`#[require_auth]` answers 401 to callers without a credential",
        "403" => "`#[require_role(\"admin\")]` answers 403 to callers without the role",
        "404" => "`hide = true` makes a refusal the 404 of a path that does not exist",
        other if other.parse::<u16>().is_ok() => {
            "`#[require_auth]` answers 401, `#[require_role]` 403, and `hide = true` makes it a 404"
        }
        _ => return None,
    };
    Some((
        Code::StatusNumber,
        format!(
            "{} is not an option: the status follows from what was refused\nhelp: {answer}",
            quoted(&setting.to_token_stream())
        ),
    ))
}

fn nothing_to_hide(key: &str, attribute: &str) -> Option<(Code, String)> {
    (key == "hide" && attribute == "allow_anonymous").then(|| {
        (
            Code::NothingToHide,
            "`hide` on `#[allow_anonymous]`: a handler that is open to everybody has nothing to \
             hide\nhelp: remove `hide`, or write `#[require_auth(hide = true)]`"
                .into(),
        )
    })
}

fn of_the_configuration(key: &str, setting: &Setting, attribute: &str) -> Option<(Code, String)> {
    let mut known = OF_THE_CONFIGURATION.iter();
    let (_, scheme, method) = match key {
        "algorithm" if signs(&setting.value) => &("algorithm", "Bearer", "bearer"),
        _ => known.find(|(known, ..)| *known == key)?,
    };
    (attribute == "require_auth").then(|| {
        (
            Code::OptionOfConfiguration,
            format!(
                "`{key}` belongs to the configuration of `{scheme}`, which all handlers \
                 share\nhelp: remove `{key}` here; `{scheme}` is set up by \
                 `Auth::builder().{method}(…)`"
            ),
        )
    })
}

/// Whether it is an algorithm of tokens (RFC 7518 §3.1), and not of Digest.
fn signs(value: &[TokenTree]) -> bool {
    let text: String = value.iter().map(ToString::to_string).collect();
    let families = ["RS", "ES", "PS", "HS", "Ed"];
    families
        .iter()
        .any(|family| text.trim_start_matches('"').starts_with(family))
}

fn of_another_attribute(key: &str, attribute: &str) -> Option<(Code, String)> {
    let has = |table: Table| table.iter().find(|(known, _)| *known == key);
    let (owner, _) = OWNERS.iter().find(|(_, table)| has(table).is_some())?;
    let others = match key {
        "message" | "hide" => " and its like",
        "path" | "scope_path" | "claim" | "unless_role" => " and `#[require_tenant]`",
        _ => "",
    };
    Some((
        Code::OptionOfAnotherAttribute,
        format!(
            "`{key}` is an option of `#[{owner}]`{others}, not of `#[{attribute}]`\nhelp: \
             write it there, as in `#[{owner}(…, {key} = …)]`"
        ),
    ))
}

/// `#[require_auth(role = "admin")]`
fn name_as_option(key: &str, setting: &Setting, attribute: &str) -> Option<(Code, String)> {
    let key = key.to_lowercase();
    let noun = match key.strip_suffix('s').unwrap_or(&key) {
        noun @ ("role" | "scope" | "permission" | "condition" | "owner" | "tenant") => noun,
        "with" | "policy" => "condition",
        _ => return None,
    };
    let value = source(setting.listed());
    let asked = match noun {
        "owner" | "tenant" => format!("`#[require_{noun}(path = {value})]` beside it"),
        "role" if ["require_owner", "require_tenant"].contains(&attribute) => format!(
            "`unless_role = {}` lets those pass too, and `#[require_role({value})]` beside it asks \
             for both",
            source(setting.value.iter().cloned().collect())
        ),
        _ => format!("`#[require_{noun}({value})]` beside it"),
    };
    let article = if noun == "owner" { "an" } else { "a" };
    Some((
        Code::NameAsOption,
        format!(
            "`{}` is not an option of `#[{attribute}]`: {article} {noun} has an attribute of its \
             own\nhelp: {asked}",
            setting.key,
        ),
    ))
}

fn unknown(key: &str, (attribute, table): (&str, Table)) -> (Code, String) {
    let has = |name: &str| table.iter().any(|(known, _)| *known == name);
    let by_another_name = BY_OTHER_NAMES
        .iter()
        .find(|(other, ours)| *other == key && has(ours))
        .map(|(_, ours)| *ours);
    let slip = || closest(key, table.iter().map(|(known, _)| *known));
    let help = match by_another_name.or_else(slip) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("`#[{attribute}]` takes {}", list_of_options(table)),
    };
    (
        Code::UnknownOption,
        format!("unknown option `{key}`\nhelp: {help}"),
    )
}
