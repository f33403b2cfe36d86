//! Builds an [`Auth`], or says everything that is wrong with it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::SystemTime;

use actix_web::dev::RequestHead;
use actix_web::{HttpRequest, Responder};

use super::startup::{self, Scope};
use super::{Auth, BodyHook, BuildError, Configured, NotFound};
use crate::challenge::{Asking, Fields, is_realm};
use crate::clock::Clock;
use crate::identity::{AuthenticationError, Authenticator, Verification};
#[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
use crate::jwt::Jwt;
use crate::inventory::declared_handlers;
use crate::metadata::{Metadata, Resource};
use crate::policy::Scheme;
use crate::response::{Bodies, Body, Refusal};
#[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
use crate::revocation::Revocation;
use crate::scheme::{Bearer, Parts, SchemeConfig, SchemeVerifier, Schemes, TokenConfig};
use crate::store::{MemoryStore, Store};
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
    #[cfg(feature = "throttle")]
    throttle: Option<crate::throttle::Throttle>,
    clock: Arc<dyn Clock>,
    body: Option<BodyHook>,
    bodies: Bodies,
    tells_privileges: bool,
    not_found: Option<NotFound>,
    public_misses: bool,
    vocabularies: Vocabularies,
    scope: Scope,
    resource: Option<Resource>,
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
            #[cfg(feature = "throttle")]
            throttle: None,
            clock: Arc::new(SystemTime::now),
            body: None,
            bodies: Bodies::default(),
            tells_privileges: false,
            not_found: None,
            public_misses: false,
            vocabularies: Vocabularies::default(),
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

    /// Accepts JWTs as Bearer tokens (RFC 6750).
    #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
    pub fn bearer(self, jwt: Jwt) -> Self {
        self.given_tokens(jwt)
    }

    /// Accepts Bearer tokens that an authenticator of yours verifies.
    pub fn bearer_with(self, authenticator: impl Authenticator) -> Self {
        self.given_tokens(Custom(Arc::new(authenticator)))
    }

    pub(crate) fn given_tokens(mut self, tokens: impl TokenConfig + 'static) -> Self {
        if self.tokens.is_some() {
            self.problems.push(
                "Bearer tokens are configured twice: keep one of `.bearer(…)`, \
                 `.introspection(…)` and `.bearer_with(…)`, or give one `Jwt` several keys"
                    .into(),
            );
        }
        self.tokens = Some(Box::new(tokens));
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
            feature = "dpop"
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

    pub(crate) fn given_resource(mut self, resource: Resource) -> Self {
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

    /// Chooses among the bodies that are built in: JSON, problem details (RFC 9457), pages for
    /// browsers, with links to documentation.
    pub fn bodies(mut self, bodies: Bodies) -> Self {
        self.bodies = bodies;
        self
    }

    /// Adds to a 403 what it was that the caller lacks: `X-Permission-Required` for a role or a
    /// permission, `X-API-Scope` for a scope. Not where the refusal is hidden.
    pub fn permission_headers(mut self) -> Self {
        self.tells_privileges = true;
        self
    }

    /// Makes the body of every refusal of the app. Status, challenge and caching stay as they are.
    ///
    /// For a hidden refusal it is called with the same [`Refusal`] as for a path that does not
    /// exist; what it reads from the request's head beyond that is its own responsibility.
    ///
    /// ```
    /// # use auth_runtime::{Auth, Body};
    /// let builder = Auth::builder().body(|refusal, head| {
    ///     Body::text(format!("{} {}", refusal.status().as_u16(), refusal.message()))
    /// });
    /// ```
    ///
    /// The place to speak the client's language: [`Refusal::error`] is a code that does not change,
    /// and the head tells what the client understands.
    ///
    /// ```
    /// # use auth_runtime::{Auth, Body};
    /// use actix_web::http::header::ACCEPT_LANGUAGE;
    ///
    /// let builder = Auth::builder().body(|refusal, head| {
    ///     let languages = head.headers().get(ACCEPT_LANGUAGE);
    ///     let languages = languages.and_then(|it| it.to_str().ok()).unwrap_or_default();
    ///     let text = match (languages.starts_with("de"), refusal.error()) {
    ///         (true, "unauthorized") => "Bitte melden Sie sich an.",
    ///         (true, "forbidden") => "Das d\u{fc}rfen Sie nicht.",
    ///         _ => refusal.message(),
    ///     };
    ///     Body::text(text)
    /// });
    /// ```
    pub fn body(
        mut self,
        body: impl Fn(&Refusal, &RequestHead) -> Body + Send + Sync + 'static,
    ) -> Self {
        self.body = Some(Box::new(body));
        self
    }

    /// Makes the app's 404, for paths that do not exist and hidden refusals alike. Where it is
    /// not given, the 404 is a [`Refusal`] like the others.
    ///
    /// For a hidden refusal it is called with the hidden route's request: what it reads of the
    /// route (`match_pattern`, `match_info`, a scope's `app_data`) would tell it from a miss.
    ///
    /// ```
    /// # use actix_web::{HttpRequest, HttpResponse};
    /// # use auth_runtime::Auth;
    /// let builder = Auth::builder().not_found(|request: HttpRequest| async move {
    ///     HttpResponse::NotFound().body(format!("no page at {}", request.path()))
    /// });
    /// ```
    pub fn not_found<F, Fut>(mut self, handler: F) -> Self
    where
        F: Fn(HttpRequest) -> Fut + Send + Sync + 'static,
        Fut: Future + 'static,
        Fut::Output: Responder,
    {
        self.not_found = Some(Box::new(move |request| {
            let responder = handler(request.clone());
            Box::pin(async move { responder.await.respond_to(&request).map_into_boxed_body() })
        }));
        self
    }

    /// Answers paths that do not exist with 404 to everybody, also to callers without a credential,
    /// who otherwise get the 401 that they would get of most routes.
    ///
    /// A route then stays hidden only under `#[require_auth(hide = true)]`; the start-up check
    /// names handlers that hide a refusal and reveal themselves by a 401.
    pub fn public_misses(mut self) -> Self {
        self.public_misses = true;
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

    /// The configuration, if it can serve every handler of the binary.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with what to do: a handler whose scheme is not configured, a
    /// weak or contradictory key, no audience, a realm that no challenge can carry.
    pub fn build(self) -> Result<Auth, BuildError> {
        let mut problems = self.problems;
        problems.extend(self.bodies.problems());
        if !is_realm(&self.realm) {
            problems.push(format!(
                "the realm {:?} cannot stand in a challenge: use printable ASCII",
                self.realm
            ));
        }
        let store = self.store.unwrap_or_else(|| {
            Arc::new(MemoryStore::new().shared_clock(self.clock.clone()))
        });
        #[cfg(feature = "throttle")]
        let throttle = self.throttle.map(|it| it.build(&self.realm, store.clone()));
        #[cfg(feature = "throttle")]
        let limits = throttle.transpose().unwrap_or_else(|found| {
            problems.extend(found);
            None
        });
        let tokens = self.tokens.map(|it| it.build(&self.clock, &store));
        #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
        let (tokens, revocations) =
            Revocation::watch(self.revocation, tokens, &store, &self.clock, &mut problems);
        let (schemes, found) = assemble(
            self.realm.clone(),
            self.clock.clone(),
            store,
            tokens,
            self.schemes,
        );
        problems.extend(found);
        problems.extend(startup::check(
            &self.scope,
            &schemes,
            self.public_misses,
            &self.vocabularies,
        ));
        let metadata = self.resource.map(|resource| {
            let handlers = declared_handlers().into_iter();
            let handlers: Vec<_> = handlers.filter(|it| self.scope.covers(it)).collect();
            Metadata::new(&resource, &handlers, &schemes)
        });
        let metadata = metadata.transpose().unwrap_or_else(|found| {
            problems.extend(found);
            None
        });
        let configured = Configured {
            realm: self.realm,
            schemes,
            clock: self.clock,
            body: self.body,
            bodies: self.bodies,
            tells_privileges: self.tells_privileges,
            not_found: self.not_found,
            public_misses: self.public_misses,
            vocabularies: self.vocabularies,
            metadata,
            #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
            revocations,
            #[cfg(feature = "throttle")]
            limits: limits.map(Arc::new),
            serves_misses: AtomicBool::new(false),
        };
        BuildError::unless_none(problems, Auth(Arc::new(configured)))
    }
}

/// The application's own authenticator, with which nothing can be wrong.
struct Custom(Arc<dyn Authenticator>);

impl TokenConfig for Custom {
    fn build(
        self: Box<Self>,
        _: &Arc<dyn Clock>,
        _: &Arc<dyn Store>,
    ) -> Result<Arc<dyn Authenticator>, Vec<String>> {
        Ok(self.0)
    }
}

/// The schemes in working order, and what is wrong with the others. One that is wrong is reported
/// for itself, not once more for each handler that declares it.
fn assemble(
    realm: String,
    clock: Arc<dyn Clock>,
    store: Arc<dyn Store>,
    tokens: Option<Result<Arc<dyn Authenticator>, Vec<String>>>,
    configs: Vec<(Scheme, Box<dyn SchemeConfig>)>,
) -> (Schemes, Vec<String>) {
    let mut problems = Vec::new();
    let mut schemes = Schemes::default();
    let is_bearer = tokens.is_some();
    let tokens = tokens.transpose().unwrap_or_else(|found| {
        problems.extend(found);
        None
    });
    match &tokens {
        Some(tokens) => schemes.set(Scheme::Bearer, Box::new(Bearer(tokens.clone()))),
        None if is_bearer => schemes.set(Scheme::Bearer, Box::new(Broken)),
        None => {}
    }
    let parts = Parts {
        realm,
        clock,
        store,
        tokens,
    };
    for (scheme, config) in configs {
        let verifier = config.build(&parts).unwrap_or_else(|found| {
            problems.extend(found);
            Box::new(Broken)
        });
        schemes.set(scheme, verifier);
    }
    (schemes, problems)
}

/// Stands for a scheme whose configuration is wrong, in an `Auth` that will not be built.
struct Broken;

impl SchemeVerifier for Broken {
    fn verify(&self, _: &HttpRequest, _: &[u8]) -> Verification {
        Verification::now(Err(AuthenticationError::broken("never built")))
    }

    fn challenge(&self, _: &Asking<'_>, _: &mut Fields) {}
}

impl fmt::Debug for AuthBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthBuilder")
            .field("realm", &self.realm)
            .finish_non_exhaustive()
    }
}
