//! The address of a request's client.

use std::fmt;
use std::net::IpAddr;

use actix_web::HttpRequest;

use crate::auth::Auth;
use crate::head::FromHead;
use crate::identity::Identity;
use crate::obstacle::AuthorizationError;

/// The address from which a request comes.
///
/// The connection says it. Where that comes from one of
/// [`AuthBuilder::trusted_proxies`](crate::AuthBuilder::trusted_proxies), the proxy's `X-Forwarded-For`
/// does: never what a client wrote into it. IPv4 is always IPv4, also on a socket of IPv6.
///
/// It is an argument of conditions and records. Where nobody knows the address (a Unix socket, or a
/// proxy that does not say whom it serves), the request is answered with 403, and a condition with
/// `hide = true` hides; take an `Option<ClientAddress>` to decide yourself.
///
/// # A country
///
/// Which country an address belongs to is in a database of your choice. A condition is a function:
///
/// ```
/// use std::collections::HashMap;
/// use std::net::IpAddr;
///
/// use actix_web::{get, web};
/// use auth_runtime::{ClientAddress, Verdict, require_auth, require_condition};
///
/// /// Stands for your database.
/// struct Countries(HashMap<IpAddr, &'static str>);
///
/// /// We have the rights for these.
/// const LICENSED: [&str; 2] = ["AT", "CH"];
///
/// async fn is_licensed(client: ClientAddress, countries: web::Data<Countries>) -> Verdict {
///     match countries.0.get(&client.ip()) {
///         Some(country) if LICENSED.contains(country) => Verdict::Allow,
///         Some(country) => Verdict::forbid(format!("comes from {country}")),
///         None => Verdict::forbid("comes from nobody knows where"),
///     }
/// }
///
/// #[get("/films/{id}")]
/// #[require_auth]
/// #[require_condition(is_licensed, message = "This film is not available where you are.")]
/// async fn film(id: web::Path<u64>) -> String {
///     format!("film {id}")
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    /// Of this request, under the `Auth` that counts for it. None where nobody knows, and in an app
    /// without an `Auth`.
    pub fn of(request: &HttpRequest) -> Option<Self> {
        let auth = Auth::of(request)?;
        auth.proxies().client(request).map(Self)
    }

    /// The address.
    pub fn ip(&self) -> IpAddr {
        self.0
    }
}

impl fmt::Display for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromHead for ClientAddress {
    fn from_head(request: &HttpRequest, _: &Identity) -> Result<Self, AuthorizationError> {
        Self::of(request).ok_or_else(AuthorizationError::unplaced)
    }
}
