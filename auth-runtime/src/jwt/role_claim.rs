//! Where a token's roles and permissions are.

use crate::identity::Texts;
use crate::json::{Json, Object};

/// The claim that holds a caller's roles, or permissions: a path of member names to an array of
/// strings.
///
/// ```
/// use auth_runtime::jwt::{Jwt, RoleClaim};
///
/// let jwt = Jwt::hs256([7; 32]).audience("api").roles(RoleClaim::keycloak_realm());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleClaim {
    path: Vec<String>,
}

impl RoleClaim {
    /// A member of the claims, its name taken literally: dots and slashes in it are part of it.
    ///
    /// `RoleClaim::named("https://shop.example/roles")` is how Auth0 names custom claims.
    pub fn named(name: impl Into<String>) -> Self {
        Self::path([name])
    }

    /// A member within members: `RoleClaim::path(["realm_access", "roles"])`.
    pub fn path<S: Into<String>>(path: impl IntoIterator<Item = S>) -> Self {
        Self {
            path: path.into_iter().map(Into::into).collect(),
        }
    }

    /// `roles`: the default, and that of Entra ID and RFC 9068 §2.2.3.1.
    pub fn roles() -> Self {
        Self::named("roles")
    }

    /// `permissions`: the default for permissions, and that of Auth0.
    pub fn permissions() -> Self {
        Self::named("permissions")
    }

    /// `groups`: RFC 9068 §2.2.3.1, Okta, GitLab.
    pub fn groups() -> Self {
        Self::named("groups")
    }

    /// `realm_access.roles`: the realm roles of Keycloak.
    pub fn keycloak_realm() -> Self {
        Self::path(["realm_access", "roles"])
    }

    /// `resource_access.<client>.roles`: the roles of one client in Keycloak.
    pub fn keycloak_client(client: impl Into<String>) -> Self {
        Self::path(["resource_access".into(), client.into(), "roles".into()])
    }

    /// `cognito:groups`: Amazon Cognito.
    pub fn cognito() -> Self {
        Self::named("cognito:groups")
    }

    pub(crate) fn is_usable(&self) -> bool {
        !self.path.is_empty() && self.path.iter().all(|name| !name.is_empty())
    }

    /// The names: none where the claim is absent, an error of this name where it is not an array of
    /// strings.
    pub(super) fn read(
        &self,
        claims: &Object<'_>,
        error: &'static str,
    ) -> Result<Texts, &'static str> {
        let [parents @ .., name] = &self.path[..] else {
            return Err(error);
        };
        let mut object = claims;
        for parent in parents {
            match object.get(parent) {
                Some(Json::Object(inner)) => object = inner,
                None => return Ok(Box::default()),
                Some(_) => return Err(error),
            }
        }
        match object.get(name) {
            Some(Json::Array(names)) => {
                let mut texts = Vec::with_capacity(names.len());
                for name in names {
                    let Json::Text(name) = name else {
                        return Err(error);
                    };
                    texts.push(Box::from(&**name));
                }
                Ok(texts.into())
            }
            None => Ok(Box::default()),
            Some(_) => Err(error),
        }
    }
}
