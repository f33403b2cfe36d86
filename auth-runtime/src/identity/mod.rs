//! Credential → identity: who a caller is, once its credential has been verified.

mod argument;
mod authenticator;
mod claim;
mod outcome;

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use serde::de::DeserializeOwned;

pub(crate) use authenticator::{Answer, BoxError, Failure};
pub use authenticator::{AuthenticationError, Authenticator, Verification};
pub(crate) use outcome::{Attempt, Outcome};

use crate::policy::Scheme;
use crate::vocabulary::{Named, PermissionName, RoleName, ScopeName};

/// Who the caller is.
///
/// An argument of type `Identity` is a proof: only a handler under `#[require_auth]` can have one,
/// and it runs only after the credential was verified. Cheap to clone.
///
/// ```
/// use auth_runtime::{Identity, require_auth};
///
/// #[require_auth(scheme = "Bearer")]
/// async fn me(who: Identity) -> String {
///     format!("hello, {}", who.subject())
/// }
/// ```
#[derive(Clone)]
pub struct Identity {
    known: Arc<Known>,
    /// By which scheme it was proven. Beside what is shared, so that a remembered identity is not copied
    /// for it.
    scheme: Option<Scheme>,
}

#[derive(Clone, Default)]
struct Known {
    subject: Box<str>,
    issuer: Option<Box<str>>,
    roles: Texts,
    scopes: Texts,
    permissions: Texts,
    expires: Option<SystemTime>,
    /// Whether the expiry has been judged already, with what leeway that was due.
    is_in_time: bool,
    authenticated_at: Option<SystemTime>,
    acr: Option<Box<str>>,
    /// Of the key without which the credential is worth nothing.
    key_thumbprint: Option<Box<str>>,
    /// The name and the time of issue of the token, in seconds since 1970, where it has both.
    #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
    issue: Option<(Box<str>, u64)>,
    /// The verified claims as JSON.
    claims: Option<Vec<u8>>,
}

impl Identity {
    /// An identity for an [`Authenticator`] of your own.
    pub fn new(subject: impl Into<String>) -> Self {
        Self {
            known: Arc::new(Known {
                subject: subject.into().into(),
                ..Known::default()
            }),
            scheme: None,
        }
    }

    #[cfg(feature = "api_key")]
    pub(crate) fn with_subject(self, subject: impl Into<String>) -> Self {
        self.with(|known| known.subject = subject.into().into())
    }

    /// The same identity with these roles.
    #[must_use]
    pub fn with_roles<S: Into<String>>(self, roles: impl IntoIterator<Item = S>) -> Self {
        self.with(|known| known.roles = texts(roles))
    }

    /// The same identity with these OAuth scopes.
    #[must_use]
    pub fn with_scopes<S: Into<String>>(self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.with(|known| known.scopes = texts(scopes))
    }

    /// The same identity with these permissions.
    #[must_use]
    pub fn with_permissions<S: Into<String>>(
        self,
        permissions: impl IntoIterator<Item = S>,
    ) -> Self {
        self.with(|known| known.permissions = texts(permissions))
    }

    /// The same identity, named by this issuer.
    #[must_use]
    pub fn with_issuer(self, issuer: impl Into<String>) -> Self {
        self.with(|known| known.issuer = Some(issuer.into().into()))
    }

    /// The same identity, known until then: from then on it is refused like an expired token.
    #[must_use]
    pub fn with_expiry(self, expires: SystemTime) -> Self {
        self.with(|known| known.expires = Some(expires))
    }

    /// The same identity with an expiry, in seconds since 1970, that has been found good.
    #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
    pub(crate) fn with_good_expiry(self, expires: u64) -> Self {
        let expires = SystemTime::UNIX_EPOCH.checked_add(std::time::Duration::from_secs(expires));
        self.with(|known| (known.expires, known.is_in_time) = (expires, true))
    }

    /// Whether its expiry is still to be judged.
    pub(crate) fn may_expire(&self) -> bool {
        !self.known.is_in_time && self.known.expires.is_some()
    }

    /// Whether it must not be accepted any more.
    pub(crate) fn is_expired(&self, now: SystemTime) -> bool {
        self.may_expire() && self.known.expires.is_some_and(|expires| expires <= now)
    }

    /// The same identity with a JSON document of claims for [`claims`](Self::claims).
    #[must_use]
    pub fn with_claims(self, json: impl Into<Vec<u8>>) -> Self {
        self.with(|known| known.claims = Some(json.into()))
    }

    /// The same identity, whose holder authenticated then: what `max_age` is measured against.
    #[must_use]
    pub fn with_authentication_time(self, then: SystemTime) -> Self {
        self.with(|known| known.authenticated_at = Some(then))
    }

    /// The same identity, authenticated in this context (`acr`, RFC 9470 §3).
    #[must_use]
    pub fn with_acr(self, acr: impl Into<String>) -> Self {
        self.with(|known| known.acr = Some(acr.into().into()))
    }

    /// The same identity, whose credential is bound to the key with this JWK SHA-256 thumbprint
    /// (RFC 7638): good only together with a proof of that key, which `DPoP` asks for, and refused
    /// as a plain Bearer token (RFC 9449 §7.2).
    ///
    /// ```
    /// use auth_runtime::Identity;
    ///
    /// let jkt = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
    /// let identity = Identity::new("alice").with_key_thumbprint(jkt);
    /// assert_eq!(identity.key_thumbprint(), Some(jkt));
    /// ```
    #[must_use]
    pub fn with_key_thumbprint(self, jkt: impl Into<String>) -> Self {
        self.with(|known| known.key_thumbprint = Some(jkt.into().into()))
    }

    /// The same identity with these roles, scopes and permissions, as they were read.
    #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
    pub(crate) fn with_privileges(self, [roles, scopes, permissions]: [Texts; 3]) -> Self {
        self.with(|known| {
            (known.roles, known.scopes, known.permissions) = (roles, scopes, permissions);
        })
    }

    /// The same identity, of the token of this name (`jti`), issued then (`iat`).
    #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
    pub(crate) fn with_issue(self, jti: &str, iat: u64) -> Self {
        self.with(|known| known.issue = Some((jti.into(), iat)))
    }

    /// By what its token can be revoked: `jti` and `iat`.
    #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
    pub(crate) fn issue(&self) -> Option<(&str, u64)> {
        let (jti, iat) = self.known.issue.as_ref()?;
        Some((jti, *iat))
    }

    pub(crate) fn proven_by(self, scheme: Scheme) -> Self {
        Self {
            scheme: Some(scheme),
            ..self
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Known)) -> Self {
        change(Arc::make_mut(&mut self.known));
        self
    }

    /// About how many bytes its texts take.
    #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
    pub(crate) fn size(&self) -> usize {
        let Known {
            subject,
            issuer,
            acr,
            key_thumbprint,
            ..
        } = &*self.known;
        let text = |text: &Option<Box<str>>| text.as_deref().map_or(0, str::len);
        // An allocation is a multiple of 16 bytes, 32 at least, of which 8 are the allocator's.
        let allocated = |text: &str| ((text.len() + 23) / 16 * 16).max(32);
        let list = |texts: &[Box<str>]| -> usize {
            let sizes = texts.iter().map(|text| size_of_val(text) + allocated(text));
            sizes.sum()
        };
        let lists = [
            &self.known.roles,
            &self.known.scopes,
            &self.known.permissions,
        ];
        let jti = self.known.issue.as_ref().map_or(0, |(jti, _)| jti.len());
        subject.len()
            + jti
            + [issuer, acr, key_thumbprint]
                .map(text)
                .iter()
                .sum::<usize>()
            + lists.map(|it| list(it)).iter().sum::<usize>()
            + self.known.claims.as_ref().map_or(0, Vec::len)
    }

    /// Who it is, unique within the issuer: the `sub` claim.
    pub fn subject(&self) -> &str {
        &self.known.subject
    }

    /// Who says so: the `iss` claim.
    pub fn issuer(&self) -> Option<&str> {
        self.known.issuer.as_deref()
    }

    /// The roles, from where [`RoleClaim`](crate::jwt::RoleClaim) says.
    pub fn roles(&self) -> impl ExactSizeIterator<Item = &str> {
        self.known.roles.iter().map(AsRef::as_ref)
    }

    /// Whether the identity has this role: as text exactly this one, as a variant of an enum that
    /// derives [`Role`](derive@crate::Role) also one that implies it. For a decision within a
    /// handler; whether the handler runs at all is what `#[require_role]` declares.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "names are small, and `Role::Admin` reads well"
    )]
    pub fn has_role(&self, role: impl RoleName) -> bool {
        has(&role, self.roles())
    }

    /// The OAuth scopes: the `scope` claim (RFC 8693 §4.2).
    pub fn scopes(&self) -> impl ExactSizeIterator<Item = &str> {
        self.known.scopes.iter().map(AsRef::as_ref)
    }

    /// Whether the identity has this scope, or one that implies it, as for roles.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "names are small, and `Role::Admin` reads well"
    )]
    pub fn has_scope(&self, scope: impl ScopeName) -> bool {
        has(&scope, self.scopes())
    }

    /// The permissions: the `permissions` claim, unless
    /// [`Jwt::permissions`](crate::jwt::Jwt::permissions) names another.
    pub fn permissions(&self) -> impl ExactSizeIterator<Item = &str> {
        self.known.permissions.iter().map(AsRef::as_ref)
    }

    /// Whether the identity has this permission, or one that implies it, as for roles.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "names are small, and `Role::Admin` reads well"
    )]
    pub fn has_permission(&self, permission: impl PermissionName) -> bool {
        has(&permission, self.permissions())
    }

    /// By which scheme the caller made itself known.
    pub fn scheme(&self) -> Option<Scheme> {
        self.scheme
    }

    /// When the caller authenticated, not when the credential was issued: the `auth_time` claim.
    pub fn authenticated_at(&self) -> Option<SystemTime> {
        self.known.authenticated_at
    }

    /// How the caller authenticated: the `acr` claim, the authentication context class.
    pub fn acr(&self) -> Option<&str> {
        self.known.acr.as_deref()
    }

    /// The JWK SHA-256 thumbprint of the key that the credential is bound to: the `jkt` member of
    /// the `cnf` claim (RFC 9449 §6).
    pub fn key_thumbprint(&self) -> Option<&str> {
        self.known.key_thumbprint.as_deref()
    }

    /// When the credential expires: the `exp` claim.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.known.expires
    }

    /// Whether a claim of this name is this text: a string, a whole number that is not negative, in decimal
    /// digits, or an array that has such an element. The name is taken literally, and stands at the top of
    /// the claims. What `claim = "…"` of [`require_owner`](macro@crate::require_owner) and
    /// [`require_tenant`](macro@crate::require_tenant) asks.
    ///
    /// ```
    /// # use auth_runtime::Identity;
    /// let who = Identity::new("alice").with_claims(r#"{"tenant_id":"acme","shops":[3,5]}"#);
    /// assert!(who.has_claim("tenant_id", "acme"));
    /// assert!(who.has_claim("shops", "5"));
    /// ```
    pub fn has_claim(&self, name: &str, value: &str) -> bool {
        let claims = self.known.claims.as_deref();
        claims.is_some_and(|json| claim::holds(json, name, value))
    }

    /// Any other claims, as a type of yours. Read anew at each call.
    ///
    /// ```
    /// # use auth_runtime::Identity;
    /// #[derive(serde::Deserialize)]
    /// struct Tenant {
    ///     tenant: String,
    /// }
    ///
    /// # let who = Identity::new("alice").with_claims(r#"{"tenant":"acme"}"#);
    /// let Tenant { tenant } = who.claims()?;
    /// # assert_eq!(tenant, "acme");
    /// # Ok::<(), auth_runtime::ClaimsError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the identity carries no claims, or they do not fit `T`.
    pub fn claims<T: DeserializeOwned>(&self) -> Result<T, ClaimsError> {
        let claims = self.known.claims.as_deref();
        claims
            .and_then(|json| serde_json::from_slice(json).ok())
            .ok_or(ClaimsError {
                wanted: std::any::type_name::<T>(),
                has_claims: claims.is_some(),
            })
    }
}

fn has<'a>(wanted: &impl Named, mut held: impl Iterator<Item = &'a str>) -> bool {
    let (name, grants) = wanted.name_and_grants();
    held.any(|held| grants.map_or(held == name, |grants| grants.contains(&held)))
}

/// Names of one kind.
pub(crate) type Texts = Box<[Box<str>]>;

fn texts<S: Into<String>>(texts: impl IntoIterator<Item = S>) -> Texts {
    texts.into_iter().map(|text| text.into().into()).collect()
}

/// Without the claims, which may hold personal data.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("subject", &self.subject())
            .field("issuer", &self.issuer())
            .field("roles", &self.known.roles)
            .field("scopes", &self.known.scopes)
            .field("permissions", &self.known.permissions)
            .finish_non_exhaustive()
    }
}

/// The claims of an identity do not fit the type that was asked for.
///
/// Says nothing of where they do not fit: that would quote the claims.
#[derive(Debug)]
pub struct ClaimsError {
    #[expect(dead_code, reason = "for `Debug`")]
    wanted: &'static str,
    has_claims: bool,
}

/// A client may see this text, so it does not name the type; `Debug` does.
impl fmt::Display for ClaimsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.has_claims {
            "the claims do not fit the type"
        } else {
            "this identity carries no claims"
        })
    }
}

impl std::error::Error for ClaimsError {}

/// The claims come from the credential; that they do not fit is the application's mistake: 500.
impl actix_web::ResponseError for ClaimsError {}
