//! What stands where one condition is named, and is not one: what to write instead.

use proc_macro2::{Group, TokenStream, TokenTree};

use super::arguments::{Setting, nothing_after};
use crate::code::Code;
use crate::errors::{Errors, quoted, source};

const FOR_BOTH: &str = "one `#[require_condition(…)]` for each asks for both; for either, write one \
                        function";
const ALL_OF_THEM: &str = "one `#[require_condition(…)]` for each asks for all of them";
const ANY_OF_THEM: &str = "write one `async fn` that asks for either, and name it: \
                           `#[require_condition(is_near)]`";

/// An attribute without a condition.
pub(super) fn none(place: &TokenStream, errors: &mut Errors) {
    errors.at(
        Code::NothingRequired,
        place,
        "`#[require_condition]` names no condition\nhelp: `#[require_condition(\"office\")]`, or a \
         function of yours: `#[require_condition(is_author)]`",
    );
}

/// A condition behind another one.
pub(super) fn second(tokens: &[TokenTree], errors: &mut Errors) {
    let written: TokenStream = tokens.iter().cloned().collect();
    let message = format!(
        "{} is a second condition\nhelp: {FOR_BOTH}",
        quoted(&written)
    );
    errors.at(Code::ConditionNotOne, &written, message);
}

/// Whether one of the values is a closure, which is reported: the commas within its bars have cut it
/// into pieces.
pub(super) fn closure(values: &[Vec<TokenTree>], errors: &mut Errors) -> bool {
    let Some(at) = values.iter().position(|it| starts_closure(it)) else {
        return false;
    };
    let closure: TokenStream = values[at..].iter().flatten().cloned().collect();
    errors.at(
        Code::ConditionNotOne,
        closure,
        "a closure stands where a function is named\nhelp: write it as an `async fn`, and name it: \
         `#[require_condition(is_author)]`",
    );
    true
}

fn starts_closure(tokens: &[TokenTree]) -> bool {
    match tokens {
        [TokenTree::Ident(word), ..] => word == "move" || word == "async",
        [TokenTree::Punct(bar), ..] => bar.as_char() == '|',
        _ => false,
    }
}

/// `any("office", "vpn")`, `is_author(order)`
pub(super) fn call<T>(
    tokens: &[TokenTree],
    path: &TokenStream,
    list: &Group,
    errors: &mut Errors,
) -> Option<T> {
    let whole: TokenStream = tokens.iter().cloned().collect();
    if let Some(help) = super::foreign::call(&path.to_string(), list.stream()) {
        let message = format!(
            "{} is how other frameworks write it\nhelp: {help}",
            quoted(&whole)
        );
        errors.at(Code::ForeignExpression, &whole, message);
        return None;
    }
    let message = match path.to_string().as_str() {
        "all" => several(&whole, ALL_OF_THEM),
        "any" => several(&whole, ANY_OF_THEM),
        "not" => opposite(&whole),
        _ => format!(
            "{} is a call, where a function is named\nhelp: without arguments, which come from \
             the request: {}; a value is registered by `.condition(\"office\", …)`, and named \
             `\"office\"`",
            quoted(&whole),
            quoted(path)
        ),
    };
    errors.at(Code::ConditionNotOne, &whole, message);
    None
}

fn several(written: &TokenStream, help: &str) -> String {
    format!(
        "{} is several conditions, and one attribute names one\nhelp: {help}",
        quoted(written)
    )
}

fn opposite(written: &TokenStream) -> String {
    format!(
        "{} is the opposite of a condition, and none itself\nhelp: write an `async fn` that says the \
         opposite, and name it: `#[require_condition(is_elsewhere)]`",
        quoted(written)
    )
}

/// Something that is no condition, and nothing like one.
pub(super) fn other<T>(tokens: &[TokenTree], errors: &mut Errors) -> Option<T> {
    let written: TokenStream = tokens.iter().cloned().collect();
    let message = match tokens {
        [TokenTree::Group(_)] => several(&written, FOR_BOTH),
        [TokenTree::Punct(not), ..] if not.as_char() == '!' => opposite(&written),
        _ => format!(
            "{} is not a condition\nhelp: a condition is text in quotes, or the path of an `async fn`: \
             `#[require_condition(\"office\")]`, `#[require_condition(is_author)]`",
            quoted(&written)
        ),
    };
    errors.at(Code::ConditionNotOne, &written, message);
    None
}

/// Conditions joined as Rust joins them get what says the same.
pub(super) fn after(rest: &[TokenTree], errors: &mut Errors) {
    let (code, help) = match rest {
        [TokenTree::Literal(_), ..] => (Code::ConditionNotOne, FOR_BOTH),
        [TokenTree::Punct(or), ..] if or.as_char() == '|' => (Code::JoinedByOperator, ANY_OF_THEM),
        [TokenTree::Punct(and), ..] if and.as_char() == '&' => {
            (Code::JoinedByOperator, ALL_OF_THEM)
        }
        _ => return nothing_after(rest, errors),
    };
    let stream: TokenStream = rest.iter().cloned().collect();
    let is_punct = |it: &&TokenTree| matches!(it, TokenTree::Punct(_));
    let operator: TokenStream = rest.iter().take_while(is_punct).cloned().collect();
    let message = match code {
        Code::JoinedByOperator => {
            format!("{} is not how conditions are combined", quoted(&operator))
        }
        _ => format!("{} is a second condition", quoted(&stream)),
    };
    errors.at(code, stream, format!("{message}\nhelp: {help}"));
}

/// How people call the option that it is not.
const OPTION_NAMES: [&str; 7] = [
    "condition",
    "with",
    "policy",
    "function",
    "when",
    "name",
    "by",
];

/// `with = is_author`
pub(super) fn is_named(setting: &Setting) -> bool {
    OPTION_NAMES.iter().any(|name| setting.key == name)
}

pub(super) fn as_option(setting: &Setting, errors: &mut Errors) {
    errors.at(
        Code::NameAsOption,
        setting,
        format!(
            "`{}` is not an option: a condition stands alone\nhelp: `#[require_condition({})]`",
            setting.key,
            source(setting.listed())
        ),
    );
}
