//! From where requests come.

use super::AuthBuilder;
use crate::network::Networks;

impl AuthBuilder {
    /// The proxies in front of this server, as addresses (`10.0.7.1`) or networks (`10.0.7.0/24`): of
    /// these, and of no one else, `X-Forwarded-For` is believed. The client is the last address in it
    /// that is not one of them.
    ///
    /// For [`ClientAddress`](crate::ClientAddress), [`Networks`], and whatever counts clients. Name
    /// nothing but proxies that set or extend this field: every other host in such a network could pass
    /// for any client. A connection over a Unix socket counts as one of them, once there are any.
    ///
    /// A proxy is never the client itself. Where it does not say whom it serves, as in its own health
    /// checks, nobody knows the client, and [`Networks`] refuse the request.
    ///
    /// ```
    /// let builder = auth_runtime::Auth::builder().trusted_proxies(["10.0.7.0/24", "2001:db8:7::1"]);
    /// ```
    pub fn trusted_proxies<S: Into<String>>(
        mut self,
        networks: impl IntoIterator<Item = S>,
    ) -> Self {
        let networks = networks.into_iter().map(Into::into);
        self.trusted_proxies.extend(networks);
        self
    }

    /// Accepts requests from these networks alone. All others get 403, with the error
    /// `address_not_allowed`, at every guarded handler, those under `#[allow_anonymous]` too, and at
    /// every path that [`Auth::not_found`](crate::Auth::not_found) answers. Before anybody looks at
    /// a credential, and the same everywhere: whoever is outside learns nothing of what is inside.
    ///
    /// What no guard sees stays open: handlers without an attribute of this crate, files, middleware
    /// that answers itself, and the metadata of
    /// [`Auth::resource_metadata`](crate::Auth::resource_metadata).
    ///
    /// ```standalone_crate
    /// use auth_runtime::{Auth, BuildError, Networks};
    ///
    /// fn auth() -> Result<Auth, BuildError> {
    ///     Auth::builder()
    ///         .trusted_proxies(["10.0.7.0/24"])
    ///         .networks(Networks::only(["192.0.2.0/24", "2001:db8::/32"])?)
    ///         .build()
    /// }
    /// # assert!(auth().is_ok());
    /// ```
    pub fn networks(mut self, networks: Networks) -> Self {
        if self.networks.is_some() {
            self.problems.push(
                "the networks are configured twice: give one list, and what it is `.without(…)`"
                    .into(),
            );
        }
        self.networks = Some(networks);
        self
    }
}
