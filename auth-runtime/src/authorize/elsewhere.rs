//! A request from where none are accepted → refusal.

use actix_web::{Error, HttpRequest};

use crate::audit;
use crate::auth::Auth;
use crate::policy::Access;
use crate::response::{self, Refusal};

/// The answer to a request from outside of the app's networks, or from nobody knows where. The same for
/// every path and every credential, for nothing of either has been looked at.
pub(crate) fn elsewhere(auth: &Auth, request: &HttpRequest, access: &Access) -> Option<Error> {
    let networks = auth.networks()?;
    let client = auth.proxies().client(request);
    if client.is_some_and(|address| networks.accept(address)) {
        return None;
    }
    audit::elsewhere(access, client);
    Some(response::refused(auth, request, Refusal::elsewhere()))
}
