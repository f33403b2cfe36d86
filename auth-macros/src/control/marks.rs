//! What the attributes of a function say about it: ours, and those that make it serve a route.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Attribute, LitStr, Meta};

use crate::syntax::{Kind, is_route};

/// What was found on one function.
#[derive(Default)]
pub(super) struct Marks<'a> {
    /// Our attributes.
    pub(super) ours: Vec<(Kind, &'a Attribute)>,
    /// One that holds ours in a `cfg_attr`.
    pub(super) conditional: Option<(Kind, &'a Attribute)>,
    /// A route attribute, also one under another name that says so by its path.
    pub(super) route: Option<&'a Attribute>,
    /// Perhaps a route attribute under another name.
    pub(super) perhaps_route: Option<&'a Attribute>,
}

impl<'a> Marks<'a> {
    pub(super) fn of(attributes: &'a [Attribute]) -> Self {
        let mut marks = Self::default();
        for attribute in attributes {
            for word in words(attribute) {
                marks.note(attribute, &word);
            }
        }
        marks
    }

    fn note(&mut self, attribute: &'a Attribute, word: &Word) {
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == word.name);
        match (kind, word.serves()) {
            (Some(kind), _) if word.is_conditional => self.conditional = Some((kind, attribute)),
            (Some(kind), _) => self.ours.push((kind, attribute)),
            (None, Serves::Surely) => self.route = Some(attribute),
            (None, Serves::Perhaps) => self.perhaps_route = Some(attribute),
            (None, Serves::No) => {}
        }
    }

    pub(super) fn kinds(&self) -> Vec<Kind> {
        self.ours.iter().map(|(kind, _)| *kind).collect()
    }
}

/// Whether an attribute of this name is among them.
pub(super) fn has(attributes: &[Attribute], name: &str) -> bool {
    let mut words = attributes.iter().flat_map(words);
    words.any(|word| !word.is_conditional && word.name == name)
}

/// `#[cfg(test)]`
pub(super) fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    })
}

/// The `cfg`s of an item, also those in its `cfg_attr`s, as attributes for another item.
pub(super) fn conditions(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::List(list) if list.path.is_ident("cfg") => Some(attribute.clone()),
            Meta::List(list) if list.path.is_ident("cfg_attr") => {
                let mut parts = split(&list.tokens).into_iter();
                let condition = parts.next()?;
                let cfgs: Vec<_> = parts
                    .filter(|part| matches!(part.first(), Some(it) if it.to_string() == "cfg"))
                    .map(|part| part.into_iter().collect::<TokenStream>())
                    .collect();
                let condition: TokenStream = condition.into_iter().collect();
                (!cfgs.is_empty()).then(|| syn::parse_quote!(#[cfg_attr(#condition, #(#cfgs),*)]))
            }
            _ => None,
        })
        .collect()
}

/// One attribute, also one of several in a `cfg_attr`.
struct Word {
    name: String,
    /// The first word of a path in front of it.
    root: Option<String>,
    /// The first argument, if it is text.
    text: Option<String>,
    /// The first argument is yet to be filled in by a macro: `#[get($path)]`.
    is_template: bool,
    is_conditional: bool,
}

/// Whether an attribute makes a function serve a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Serves {
    Surely,
    Perhaps,
    No,
}

/// Names of route attributes that attributes for other purposes have as well.
const OTHER_MEANINGS: [&str; 4] = ["connect", "options", "query", "trace"];

/// Attributes of the language.
const BUILTIN: [&str; 10] = [
    "allow",
    "cfg",
    "deny",
    "derive",
    "doc",
    "expect",
    "forbid",
    "inline",
    "target_feature",
    "warn",
];

impl Word {
    fn serves(&self) -> Serves {
        let name = self.name.trim_start_matches("r#");
        let is_route = is_route(name);
        let is_word = self.root.is_none();
        let is_ours_or_theirs = matches!(self.root.as_deref(), Some("actix_web" | "auth_runtime"));
        let is_known = is_word || is_ours_or_theirs;
        let Some(text) = &self.text else {
            let is_complete = name == "routes" || is_route && self.is_template;
            return match self.is_template && is_word && !BUILTIN.contains(&name) {
                _ if is_complete && is_known => Serves::Surely,
                true => Serves::Perhaps,
                false => Serves::No,
            };
        };
        let is_path = text.is_empty() || text.starts_with('/');
        // Somebody else's may mean anything by its text: the name has to speak for it, too.
        if is_route && is_known || is_path && (is_route || is_word) {
            Serves::Surely
        } else if is_word || is_route && !OTHER_MEANINGS.contains(&name) {
            Serves::Perhaps
        } else {
            Serves::No
        }
    }
}

fn words(attribute: &Attribute) -> Vec<Word> {
    let mut words = Vec::new();
    let tokens: Vec<_> = attribute.meta.to_token_stream().into_iter().collect();
    read(&tokens, false, &mut words);
    words
}

fn read(tokens: &[TokenTree], is_conditional: bool, words: &mut Vec<Word>) {
    let is_path = |token: &&TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(colon) => colon.as_char() == ':',
        _ => false,
    };
    let length = tokens.iter().take_while(is_path).count();
    let Some(TokenTree::Ident(name)) = tokens[..length].last() else {
        return;
    };
    let arguments = match tokens.get(length) {
        Some(TokenTree::Group(list)) => list.stream(),
        _ => TokenStream::new(),
    };
    if name == "cfg_attr" {
        for part in split(&arguments).into_iter().skip(1) {
            read(&part, true, words);
        }
        return;
    }
    let first = arguments.into_iter().next();
    let is_template =
        |token: &TokenTree| matches!(token, TokenTree::Punct(it) if it.as_char() == '$');
    let segments: Vec<_> = tokens[..length]
        .iter()
        .filter_map(|token| match token {
            TokenTree::Ident(segment) => Some(segment.unraw().to_string()),
            _ => None,
        })
        .collect();
    words.push(Word {
        name: name.to_string(),
        root: segments.first().filter(|_| segments.len() > 1).cloned(),
        is_template: first.as_ref().is_some_and(is_template),
        text: first
            .and_then(|first| syn::parse2::<LitStr>(first.into()).ok())
            .map(|text| text.value()),
        is_conditional,
    });
}

/// The parts of a list between its commas.
fn split(list: &TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    for token in list.clone() {
        match (&token, parts.last_mut()) {
            (TokenTree::Punct(comma), _) if comma.as_char() == ',' => parts.push(Vec::new()),
            (_, Some(part)) => part.push(token),
            (_, None) => {}
        }
    }
    parts
}

/// What has an attribute of its own, and what is no part of the program.
pub(super) fn is_left_alone(attributes: &[Attribute]) -> bool {
    has(attributes, "access_control") || is_for_tests(attributes)
}
