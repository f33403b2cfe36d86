//! What code of the application says of a request.

use quote::ToTokens;
use syn::ExprPath;

use super::name;
use crate::errors::Errors;
use crate::syntax::{self, ConditionArgs, Kind};

/// A condition that a guard asks.
pub(crate) enum Condition {
    /// One that the application registers under this name.
    Registered(String),
    /// An async function of the application.
    Function(ExprPath),
}

/// `None` for one that could not be read.
pub(super) fn lower(args: &ConditionArgs, errors: &mut Errors) -> Option<Condition> {
    match args.condition.as_ref()? {
        syntax::Condition::Registered(text) => {
            name::check(text, Kind::RequireCondition, "attribute", errors);
            Some(Condition::Registered(text.value()))
        }
        syntax::Condition::Function(path) => Some(Condition::Function(path.clone())),
    }
}

/// Two conditions are the same when this is.
pub(super) fn identified(condition: &syntax::Condition) -> (bool, String) {
    match condition {
        syntax::Condition::Registered(text) => (false, text.value()),
        syntax::Condition::Function(path) => (true, path.to_token_stream().to_string()),
    }
}
