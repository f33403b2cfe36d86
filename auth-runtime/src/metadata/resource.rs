//! What an application says about itself.

use crate::AuthBuilder;

/// This API as clients of OAuth know it (RFC 9728), for a client that knows nothing but its URL.
///
/// Challenges of Bearer and `DPoP` then say where the metadata stands, and
/// [`Auth::resource_metadata`](crate::Auth::resource_metadata) serves it. Nothing in it comes from the
/// request, so `Host` changes nothing.
///
/// ```standalone_crate
/// use actix_web::App;
/// use auth_runtime::{Auth, ProtectedResource, jwt::Jwt};
///
/// # let secret = [7; 32];
/// let auth = Auth::builder()
///     .bearer(Jwt::hs256(secret).issuer("https://id.example").audience("https://api.example/v1"))
///     .resource(
///         ProtectedResource::at("https://api.example/v1")
///             .authorization_server("https://id.example")
///             .name("Orders"),
///     )
///     .build()?;
///
/// // At /.well-known/oauth-protected-resource/v1, for everybody.
/// let app = App::new().app_data(auth.clone()).service(auth.resource_metadata());
/// # let _ = app;
/// # Ok::<(), auth_runtime::BuildError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "give it to `AuthBuilder::resource`"]
pub struct ProtectedResource {
    pub(super) identifier: String,
    pub(super) authorization_servers: Vec<String>,
    pub(super) name: Option<String>,
    pub(super) documentation: Option<String>,
}

impl ProtectedResource {
    /// The API with this identifier: an `https` URL without query and fragment, which is what tokens
    /// for it name as their audience (RFC 8707). `http` is for tests, within this machine.
    pub fn at(identifier: impl Into<String>) -> Self {
        Self {
            identifier: identifier.into(),
            authorization_servers: Vec::new(),
            name: None,
            documentation: None,
        }
    }

    /// Names an authorization server, by its issuer identifier, whose tokens are accepted. May be
    /// called several times.
    pub fn authorization_server(mut self, issuer: impl Into<String>) -> Self {
        self.authorization_servers.push(issuer.into());
        self
    }

    /// What people call the API.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Where developers read about the API.
    pub fn documentation(mut self, url: impl Into<String>) -> Self {
        self.documentation = Some(url.into());
        self
    }
}

impl AuthBuilder {
    /// Publishes what clients need to know to get a token (RFC 9728).
    ///
    /// ```
    /// use auth_runtime::{Auth, ProtectedResource};
    ///
    /// let resource = ProtectedResource::at("https://api.example").authorization_server("https://id.example");
    /// let builder = Auth::builder().resource(resource);
    /// ```
    pub fn resource(self, resource: ProtectedResource) -> Self {
        self.given_resource(resource)
    }
}
