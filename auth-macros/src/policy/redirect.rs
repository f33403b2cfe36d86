//! Whether a caller without a session can be sent to the login page and back.

use super::Required;
use super::scheme::{Scheme, Schemes};
use crate::code::Code;
use crate::errors::Errors;
use crate::syntax::{AuthArgs, Route};

pub(super) fn lower(args: &AuthArgs, schemes: &Schemes, errors: &mut Errors) -> Option<bool> {
    let redirect = args.redirect.as_ref()?;
    let has_session = schemes.find(|it| it == Scheme::Session).is_some();
    if schemes.are_known && !has_session {
        let mut all: Vec<_> = schemes.named.iter().map(|it| it.scheme).collect();
        all.push(Scheme::Session);
        errors.at(
            Code::RedirectWithoutSession,
            &redirect.tokens,
            format!(
                "`redirect` beside {}: a login page starts a session, and this handler takes \
                 none\nhelp: `{}`, or remove `redirect`",
                schemes.in_words(),
                super::scheme::as_option(&all)
            ),
        );
    }
    Some(redirect.value)
}

/// Whether a module's `redirect = true`, which is for all of its handlers as far as each can do it,
/// is none of this one's business.
pub(super) fn is_left_out(args: &AuthArgs, routes: &[Route], required: &[Required]) -> bool {
    let sends = args.redirect.as_ref().is_some_and(|it| it.value);
    args.is_default && sends && (loses_body(routes) || required.iter().any(Required::hides))
}

/// Whether routes are in sight, and none to which a browser could come back.
fn loses_body(routes: &[Route]) -> bool {
    let returns = |method: &String| matches!(method.as_str(), "GET" | "HEAD");
    let survives = |it: &Route| it.methods.is_empty() || it.methods.iter().any(returns);
    !routes.is_empty() && !routes.iter().any(survives)
}

/// A browser comes back from the login page by GET, without the body that it sent.
pub(super) fn check_routes(args: &AuthArgs, routes: &[Route], errors: &mut Errors) {
    let Some(redirect) = args.redirect.as_ref().filter(|it| it.value) else {
        return;
    };
    if args.is_default || !loses_body(routes) {
        return;
    }
    let Some(first) = routes.first() else { return };
    let mut methods: Vec<_> = routes.iter().flat_map(|it| &it.methods).cloned().collect();
    methods.dedup();
    let methods = methods.join(" and ");
    errors.clash(
        Code::RedirectLosesBody,
        (
            &redirect.tokens,
            format!(
                "`redirect = true` on a route that serves {methods}: a browser comes back from the \
                 login page by GET, and what it sent is lost\nhelp: remove `redirect` here; the \
                 page with the form can have it"
            ),
        ),
        (&first.path, format!("this route serves {methods}")),
    );
}
