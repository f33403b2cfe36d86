//! Whether the credentials of a handler's schemes can carry what its requirements ask for.

use super::Required;
use super::scheme::{Scheme, Schemes};
use crate::code::Code;
use crate::errors::Errors;
use crate::syntax::{Kind, NamesArgs, Rule};

/// A scope is what a token, or an API key, was given for. A password and a session stand for all that
/// their user may do.
pub(super) fn check(schemes: &Schemes, required: &[Required], errors: &mut Errors) {
    if !schemes.are_known || schemes.find(Scheme::carries_scopes).is_some() {
        return;
    }
    for required in required {
        if let Required::Names(args) = required
            && args.kind == Kind::RequireScope
        {
            report(schemes, args, errors);
        }
    }
}

fn report(schemes: &Schemes, args: &NamesArgs, errors: &mut Errors) {
    errors.at(
        Code::ScopeWithoutCarrier,
        &args.place,
        format!(
            "no caller could have a scope: {} credentials carry none\nhelp: \
             `#[require_permission({})]`; scopes come with `Bearer`, `DPoP` and `ApiKey`",
            schemes.in_words(),
            as_written(&args.rules)
        ),
    );
}

fn as_written(rules: &[Rule]) -> String {
    crate::errors::source(quote::quote!(#(#rules),*))
}
