//! One name: text that a token can hold, or a path that the compiler looks up.

use quote::ToTokens;
use syn::LitStr;

use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::syntax::{self, Combinator, Kind, foreign_expression};

/// A role, scope or permission.
pub(crate) enum Name {
    Text(String),
    /// A constant, or a variant of an enum: checked where it is looked up.
    Path(syn::Path),
}

/// Longer names are pasted by mistake: the name of a directory's group stays below.
const LONGEST_NAME: usize = 512;

pub(super) fn lower(written: &syntax::Name, kind: Kind, errors: &mut Errors) -> Name {
    match written {
        syntax::Name::Text(text) => {
            check(text, kind, "text", errors);
            Name::Text(text.value())
        }
        syntax::Name::Path(path) => Name::Path(path.clone()),
    }
}

/// Reports text that no token could hold as a name of this kind. `each` is what holds one name.
pub(crate) fn check(text: &LitStr, kind: Kind, each: &str, errors: &mut Errors) {
    if let Some((code, message)) = problem(text, kind, each) {
        errors.at(code, text, message);
    }
}

/// The first thing that is wrong with it.
fn problem(text: &LitStr, kind: Kind, each: &str) -> Option<(Code, String)> {
    blank_or_padded(text, kind)
        .or_else(|| another_language(text, kind, each))
        .or_else(|| not_a_scope_token(text, kind))
        .or_else(|| scope_of_the_server(text, kind))
        .or_else(|| unreadable(text, kind))
}

fn blank_or_padded(text: &LitStr, kind: Kind) -> Option<(Code, String)> {
    let noun = kind.noun();
    let name = text.value();
    let trimmed = name.trim();
    if trimmed.is_empty() {
        let message = format!("a {noun} without a name\nhelp: name it, or remove it");
        return Some((Code::NameEmpty, message));
    }
    (trimmed != name).then(|| {
        let message = format!(
            "the {noun} {} has spaces around its name\nhelp: `{trimmed:?}`",
            quoted(text)
        );
        (Code::NamePadded, message)
    })
}

/// Expressions and lists in one text, as other frameworks read them.
fn another_language(text: &LitStr, kind: Kind, each: &str) -> Option<(Code, String)> {
    if let Some(help) = foreign_expression(text) {
        let message = format!(
            "{} is how other frameworks write it\nhelp: {help}",
            quoted(text)
        );
        return Some((Code::ForeignExpression, message));
    }
    let name = text.value();
    // An equals sign makes it a directory's name: `cn=admins,dc=example`.
    let separator = match kind {
        Kind::RequireScope => [',', ' '].into_iter().find(|it| name.contains(*it)),
        _ => Some(',').filter(|it| name.contains(*it) && !name.contains('=')),
    }?;
    let names = name.split(separator).map(str::trim);
    let names: Vec<_> = names
        .filter(|name| !name.is_empty())
        .map(|name| format!("{name:?}"))
        .collect();
    let noun = kind.noun();
    let message = format!(
        "{} is one {noun}, with `{separator}` in its name\nhelp: one {each} for each {noun}: `{}`",
        quoted(text),
        names.join(", ")
    );
    Some((Code::NamesInOneText, message))
}

/// `1*( %x21 / %x23-5B / %x5D-7E )`, RFC 6749 §3.3.
fn not_a_scope_token(text: &LitStr, kind: Kind) -> Option<(Code, String)> {
    let is_token = |c: &char| matches!(c, '!' | '#'..='[' | ']'..='~');
    let foreign = text.value().chars().find(|c| !is_token(c))?;
    (kind == Kind::RequireScope).then(|| {
        let message = format!(
            "the scope {} holds {foreign:?}, which no token can carry\nhelp: use printable ASCII \
             without spaces, quotes and backslashes: `\"orders:read\"`",
            quoted(text)
        );
        (Code::NotAScopeToken, message)
    })
}

/// It asks the authorization server for a refresh token (`OpenID` Connect Core §11), and says nothing
/// about what may be done here.
fn scope_of_the_server(text: &LitStr, kind: Kind) -> Option<(Code, String)> {
    (kind == Kind::RequireScope && text.value() == "offline_access").then(|| {
        let message = "the scope `\"offline_access\"` asks for a refresh token, and allows nothing \
                       here\nhelp: name what the caller is to do: `\"orders:read\"`";
        (Code::ScopeOfTheServer, message.to_owned())
    })
}

fn unreadable(text: &LitStr, kind: Kind) -> Option<(Code, String)> {
    let noun = kind.noun();
    let name = text.value();
    if let Some(character) = name.chars().find(|c| c.is_control()) {
        let message = format!(
            "the {noun} {} holds {character:?}\nhelp: remove it",
            quoted(text)
        );
        return Some((Code::ControlCharacter, message));
    }
    if name.len() > LONGEST_NAME {
        let message = format!(
            "a {noun} of {} bytes\nhelp: at most {LONGEST_NAME}; was something else pasted here?",
            name.len()
        );
        return Some((Code::TooLong, message));
    }
    let (stranger, why) = stranger(&name)?;
    let consequence = match kind {
        Kind::RequireCondition => "which makes it another name than it looks",
        _ => "which no token will have",
    };
    let message = format!(
        "the {noun} {} holds {stranger:?} (U+{:04X}){why}, {consequence}\nhelp: type the {noun} \
         anew",
        quoted(text),
        u32::from(stranger)
    );
    Some((Code::MixedScripts, message))
}

/// A Greek, Cyrillic or full-width letter in a word of Latin ones (UTS 39 §5.1), or a character that
/// nobody sees. `auth_runtime` checks constants by the same ranges.
pub(super) fn stranger(name: &str) -> Option<(char, &'static str)> {
    let looks_latin = |c: &char| matches!(c, '\u{370}'..='\u{52f}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}');
    let words = name.split(|c: char| !c.is_alphanumeric());
    let mut latin = words.filter(|word| word.chars().any(|c| c.is_ascii_alphabetic()));
    latin
        .find_map(|word| word.chars().find(looks_latin))
        .map(|letter| (letter, " among Latin letters"))
        .or_else(|| Some((invisible(name)?, ", unseen")))
}

fn invisible(name: &str) -> Option<char> {
    let characters: Vec<_> = name.chars().collect();
    let is_latin = |at: Option<usize>| {
        at.and_then(|at| characters.get(at))
            .is_some_and(char::is_ascii_alphanumeric)
    };
    let found = characters.iter().enumerate().find(|(at, c)| match c {
        // Persian and emoji join by these.
        '\u{200c}' | '\u{200d}' => is_latin(at.checked_sub(1)) || is_latin(Some(at + 1)),
        '\u{ad}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => true,
        _ => false,
    });
    found.map(|(_, character)| *character)
}

/// Two names are the same when this is.
pub(super) fn identified(name: &syntax::Name) -> (bool, String) {
    match name {
        syntax::Name::Text(text) => (false, text.value()),
        syntax::Name::Path(path) => (true, path.to_token_stream().to_string()),
    }
}

/// How several names in one attribute combine.
pub(super) fn combinator_of(kind: Kind) -> Combinator {
    match kind {
        Kind::RequireScope | Kind::RequirePermission => Combinator::All,
        _ => Combinator::Any,
    }
}
