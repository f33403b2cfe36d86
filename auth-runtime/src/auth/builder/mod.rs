//! Collects the configuration of an [`Auth`](super::Auth).

mod build;
mod conditions;
#[cfg(feature = "networks")]
mod networks;
mod refusals;
mod tokens;

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

#[cfg(not(all(
    feature = "introspection",
    any(feature = "aws_lc_rs", feature = "rust_crypto")
)))]
use self::tokens::join;
use super::startup::Scope;
use super::{BodyHook, NotFound};
use crate::clock::Clock;
use crate::condition::Conditions;
use crate::metadata::ProtectedResource;
use crate::policy::Scheme;
use crate::response::Bodies;
#[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
use crate::revocation::Revocation;
#[cfg(all(
    feature = "introspection",
    any(feature = "aws_lc_rs", feature = "rust_crypto")
))]
use crate::scheme::join;
use crate::scheme::{SchemeConfig, TokenConfig};
use crate::store::Store;
use crate::vocabulary::{Form, PermissionName, RoleName, ScopeName, Vocabularies, Vocabulary};

/// Collects a configuration; [`build`](Self::build) checks it.
#[must_use = "nothing is configured until `build` is called"]
pub struct AuthBuilder {
    realm: String,
    tokens: Option<Box<dyn TokenConfig>>,
    schemes: Vec<(Scheme, Box<dyn SchemeConfig>)>,
    store: Option<Arc<dyn Store>>,
    #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
    revocation: Option<Revocation>,
    #[cfg(feature = "networks")]
    trusted_proxies: Vec<String>,
    #[cfg(feature = "networks")]
    networks: Option<crate::network::Networks>,
    #[cfg(feature = "throttle")]
    throttle: Option<crate::throttle::Throttle>,
    clock: Arc<dyn Clock>,
    body: Option<BodyHook>,
    bodies: Bodies,
    tells_privileges: bool,
    not_found: Option<NotFound>,
    public_misses: bool,
    vocabularies: Vocabularies,
    conditions: Conditions,
    scope: Scope,
    resource: Option<ProtectedResource>,
    problems: Vec<String>,
}

impl Default for AuthBuilder {
    fn default() -> Self {
        Self {
            realm: "api".into(),
            tokens: None,
            schemes: Vec::new(),
            store: None,
            #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
            revocation: None,
            #[cfg(feature = "networks")]
            trusted_proxies: Vec::new(),
            #[cfg(feature = "networks")]
            networks: None,
            #[cfg(feature = "throttle")]
            throttle: None,
            clock: Arc::new(SystemTime::now),
            body: None,
            bodies: Bodies::default(),
            tells_privileges: false,
            not_found: None,
            public_misses: false,
            vocabularies: Vocabularies::default(),
            conditions: Conditions::default(),
            scope: Scope::Binary,
            resource: None,
            problems: Vec::new(),
        }
    }
}

impl AuthBuilder {
    /// The realm that challenges name (RFC 9110 §11.5), `api` unless said otherwise.
    pub fn realm(mut self, realm: impl Into<String>) -> Self {
        self.realm = realm.into();
        self
    }

    pub(crate) fn given_tokens(mut self, tokens: impl TokenConfig + 'static) -> Self {
        let tokens: Box<dyn TokenConfig> = Box::new(tokens);
        self.tokens = Some(match self.tokens.take() {
            None => tokens,
            Some(known) => join(known, tokens).unwrap_or_else(|last| {
                self.problems.push(
                    "Bearer tokens are configured twice: keep one of `.bearer(…)`, \
                     `.introspection(…)` and `.bearer_with(…)`, or the first two; or give one \
                     `Jwt` several keys"
                        .into(),
                );
                last
            }),
        });
        self
    }

    #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
    pub(crate) fn given_revocation(mut self, revocation: Revocation) -> Self {
        if self.revocation.is_some() {
            self.problems.push(
                "revocation is configured twice: keep one of `.revocable()` and \
                 `.revocation_list(…)`"
                    .into(),
            );
        }
        self.revocation = Some(revocation);
        self
    }

    #[cfg_attr(
        not(any(
            feature = "basic",
            feature = "digest",
            feature = "api_key",
            feature = "session",
            all(feature = "dpop", any(feature = "aws_lc_rs", feature = "rust_crypto"))
        )),
        expect(dead_code, reason = "each of these features has a scheme to give")
    )]
    pub(crate) fn given_scheme(
        mut self,
        scheme: Scheme,
        config: impl SchemeConfig + 'static,
    ) -> Self {
        if self.schemes.iter().any(|(known, _)| *known == scheme) {
            self.problems
                .push(format!("the scheme {scheme} is configured twice: keep one"));
        }
        self.schemes.push((scheme, Box::new(config)));
        self
    }

    pub(crate) fn given_resource(mut self, resource: ProtectedResource) -> Self {
        if self.resource.is_some() {
            self.problems
                .push("the resource is configured twice: keep one".into());
        }
        self.resource = Some(resource);
        self
    }

    /// Keeps what several machines must agree on (revocations, replays, failures) in this store:
    /// within the process unless said otherwise.
    pub fn store(mut self, store: impl Store) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Answers 429 to clients with too many failures behind them (RFC 6585 §4).
    #[cfg(feature = "throttle")]
    pub fn throttle(mut self, throttle: crate::throttle::Throttle) -> Self {
        self.throttle = Some(throttle);
        self
    }

    /// Replaces the system's clock, for tests.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Makes an enum's hierarchy count for roles that attributes give as text: `"viewer"` then passes
    /// for whoever has a role that implies it. Paths (`#[require_role(Role::Viewer)]`) need no
    /// registration.
    ///
    /// A handler that asks for a role as text that no registered enum has does not start.
    ///
    /// ```
    /// # use auth_runtime::{Auth, Role};
    /// #[derive(Role, Clone, Copy)]
    /// enum Role {
    ///     Viewer,
    ///     #[role(implies(Viewer))]
    ///     Editor,
    /// }
    ///
    /// let builder = Auth::builder().roles::<Role>();
    /// ```
    pub fn roles<R: RoleName>(mut self) -> Self
    where
        <R::Form as Form>::Of: Vocabulary,
    {
        self.vocabularies.roles.register::<<R::Form as Form>::Of>();
        self
    }

    /// The same for scopes.
    pub fn scopes<S: ScopeName>(mut self) -> Self
    where
        <S::Form as Form>::Of: Vocabulary,
    {
        self.vocabularies.scopes.register::<<S::Form as Form>::Of>();
        self
    }

    /// The same for permissions.
    pub fn permissions<P: PermissionName>(mut self) -> Self
    where
        <P::Form as Form>::Of: Vocabulary,
    {
        self.vocabularies
            .permissions
            .register::<<P::Form as Form>::Of>();
        self
    }

    /// Checks only handlers in these modules, and below them, at start-up: for a binary in which
    /// several `Auth` serve different handlers. A path as `module_path!()` gives it:
    /// `my_app::admin`.
    pub fn only_modules<S: Into<String>>(mut self, modules: impl IntoIterator<Item = S>) -> Self {
        self.scope = Scope::Modules(modules.into_iter().map(Into::into).collect());
        self
    }
}

impl fmt::Debug for AuthBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthBuilder")
            .field("realm", &self.realm)
            .finish_non_exhaustive()
    }
}
