//! `#[derive(Role)]`, `#[derive(Scope)]`, `#[derive(Permission)]`: an enum → names and their
//! hierarchy.
//!
//! The same rooms as for attributes: `syntax` judges grammar, `spelling` and `hierarchy` what it
//! means, and `expand` cannot fail.

mod expand;
mod helper;
mod hierarchy;
mod implied;
mod spelling;
mod syntax;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

use crate::syntax::Kind;
use hierarchy::Hierarchy;
use syntax::Declaration;

/// Expands the derive for names of this kind on `item`.
pub(crate) fn derive(kind: Kind, item: TokenStream) -> TokenStream {
    let item = match syn::parse2(item) {
        Ok(item) => item,
        Err(error) => return error.into_compile_error(),
    };
    match read(kind, &item) {
        Ok((declaration, hierarchy)) => expand::derived(kind, &declaration, &hierarchy),
        Err(error) => expand::refused(kind, &item, &error),
    }
}

fn read(kind: Kind, item: &syn::DeriveInput) -> syn::Result<(Declaration, Hierarchy)> {
    let declaration = Declaration::read(kind, item)?;
    let hierarchy = Hierarchy::lower(kind, &declaration)?;
    Ok((declaration, hierarchy))
}
