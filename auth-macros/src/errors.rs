//! Collects every mistake, so that one compile reports them all.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Error;

/// The mistakes found so far.
///
/// Each phase of the pipeline ends with [`Errors::finish`]; a phase that went wrong
/// hands nothing to the next one.
#[must_use = "mistakes that are not finished would be lost"]
#[derive(Default)]
pub(crate) struct Errors {
    found: Option<Error>,
}

impl Errors {
    /// Records a mistake at the whole of `tokens`.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.push(Error::new_spanned(tokens, message));
    }

    /// Records a mistake that needs two places: what is wrong, and what it clashes with.
    pub(crate) fn clash(
        &mut self,
        (tokens, message): (impl ToTokens, impl std::fmt::Display),
        (other, note): (impl ToTokens, impl std::fmt::Display),
    ) {
        self.at(tokens, message);
        self.at(other, note);
    }

    pub(crate) fn push(&mut self, error: Error) {
        match &mut self.found {
            Some(found) => found.combine(error),
            None => self.found = Some(error),
        }
    }

    /// Ends a phase: its value, or every mistake.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, Error> {
        self.found.map_or(Ok(value), Err)
    }

    /// Ends a phase that cannot go on after `last`.
    pub(crate) fn stop(mut self, last: Error) -> Error {
        self.push(last);
        self.found
            .unwrap_or_else(|| Error::new(proc_macro2::Span::call_site(), "no error"))
    }
}

/// Backticks around the user's own words, spaced as in source.
pub(crate) fn quoted(tokens: &impl ToTokens) -> String {
    let tokens: TokenStream = tokens.to_token_stream();
    format!("`{tokens}`")
}
