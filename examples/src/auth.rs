//! Which schemes there are, and who knows their callers: all that the guards are told.

use std::sync::Arc;

use auth_runtime::api_key::{ApiKeys, MemoryKeys};
use auth_runtime::basic::Basic;
use auth_runtime::dpop::DPoP;
use auth_runtime::jwt::Jwt;
use auth_runtime::{Auth, Bodies, BuildError, Clock, Networks, ProtectedResource, Throttle};

use crate::partners::Scope;
use crate::store::Store;
use crate::users::Role;
use crate::{account, till};

const REALM: &str = "bookshop";

/// Who may come, by each scheme that has them elsewhere.
pub(crate) struct Callers {
    pub(crate) tokens: Jwt,
    pub(crate) users: Store,
    pub(crate) partner_keys: MemoryKeys,
}

/// The configuration, for a shop that clients reach at this address. It does not start if a handler
/// declares what it cannot serve.
pub(crate) fn auth(
    address: &str,
    clock: Arc<dyn Clock>,
    callers: Callers,
) -> Result<Auth, BuildError> {
    Auth::builder()
        .realm(REALM)
        .clock(move || clock.now())
        // Tokens of the login, until they are revoked.
        .bearer(callers.tokens)
        .revocable()
        // The same tokens, bound to a key. Its proofs are made for a URL, and what that is must not
        // come from the request.
        .dpop(DPoP::at(address))
        .basic(Basic::new(callers.users))
        .digest(till::digest(REALM))
        .api_keys(ApiKeys::new(callers.partner_keys))
        .sessions(account::sessions())
        // What attributes ask by this name. The demo's shop is this machine; where a proxy stands in
        // front, `.trusted_proxies([…])` says so, or every client has the proxy's address.
        .condition("in the shop", Networks::only(["127.0.0.0/8", "::1"])?)
        // 429 for whoever guesses.
        .throttle(Throttle::new())
        // What clients have to know, at /.well-known/oauth-protected-resource. A shop whose tokens
        // come from an authorization server names it: `.authorization_server("https://…")`.
        .resource(ProtectedResource::at(address).name("The bookshop"))
        // Refusals as pages for browsers, as JSON for everybody else.
        .bodies(Bodies::json().pages())
        // A role or scope that an attribute gives as text has to be one of these.
        .roles::<Role>()
        .scopes::<Scope>()
        // Strangers get a plain 404 for paths that do not exist, as in any public shop. An API
        // that nobody uses without a token leaves this out: strangers then get 401 everywhere.
        .public_misses()
        .build()
}
