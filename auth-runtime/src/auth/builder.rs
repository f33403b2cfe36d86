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
use crate::policy::Scheme;
use crate::response::{Body, Refusal};
use crate::scheme::{Bearer, Parts, SchemeConfig, SchemeVerifier, Schemes};
use crate::store::{MemoryStore, Store};
use crate::vocabulary::{Form, PermissionName, RoleName, ScopeName, Vocabularies, Vocabulary};

/// Collects a configuration; [`build`](Self::build) checks it.
#[must_use = "nothing is configured until `build` is called"]
pub struct AuthBuilder {
    realm: String,
    tokens: Tokens,
    schemes: Vec<(Scheme, Box<dyn SchemeConfig>)>,
    store: Option<Arc<dyn Store>>,
    clock: Arc<dyn Clock>,
    body: Option<BodyHook>,
    not_found: Option<NotFound>,
    public_misses: bool,
    vocabularies: Vocabularies,
    scope: Scope,
    problems: Vec<String>,
}

/// Who says what an access token is worth.
enum Tokens {
    None,
    #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
    Jwt(Box<Jwt>),
    Custom(Arc<dyn Authenticator>),
}

impl Default for AuthBuilder {
    fn default() -> Self {
        Self {
            realm: "api".into(),
            tokens: Tokens::None,
            schemes: Vec::new(),
            store: None,
            clock: Arc::new(SystemTime::now),
            body: None,
            not_found: None,
            public_misses: false,
            vocabularies: Vocabularies::default(),
            scope: Scope::Binary,
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
        self.given_tokens(Tokens::Jwt(Box::new(jwt)))
    }

    /// Accepts Bearer tokens that an authenticator of yours verifies.
    pub fn bearer_with(self, authenticator: impl Authenticator) -> Self {
        self.given_tokens(Tokens::Custom(Arc::new(authenticator)))
    }

    fn given_tokens(mut self, tokens: Tokens) -> Self {
        if !matches!(self.tokens, Tokens::None) {
            self.problems.push(
                "Bearer tokens are configured twice: keep one of `.bearer(…)` and \
                 `.bearer_with(…)`, or give one `Jwt` several keys"
                    .into(),
            );
        }
        self.tokens = tokens;
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

    /// Keeps what several machines must agree on (revocations, replays, failures) in this store:
    /// within the process unless said otherwise.
    pub fn store(mut self, store: impl Store) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Replaces the system's clock, for tests.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
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
        if !is_realm(&self.realm) {
            problems.push(format!(
                "the realm {:?} cannot stand in a challenge: use printable ASCII",
                self.realm
            ));
        }
        let (schemes, found) = assemble(
            self.realm.clone(),
            self.clock.clone(),
            self.store,
            self.tokens,
            self.schemes,
        );
        problems.extend(found);
        problems.extend(startup::check(
            &self.scope,
            &schemes,
            self.public_misses,
            &self.vocabularies,
        ));
        let configured = Configured {
            realm: self.realm,
            schemes,
            clock: self.clock,
            body: self.body,
            not_found: self.not_found,
            public_misses: self.public_misses,
            vocabularies: self.vocabularies,
            serves_misses: AtomicBool::new(false),
        };
        BuildError::unless_none(problems, Auth(Arc::new(configured)))
    }
}

impl Tokens {
    /// The authenticator, if there is one, or what is wrong with its configuration.
    #[cfg_attr(
        not(any(feature = "aws_lc_rs", feature = "rust_crypto")),
        expect(
            unused_variables,
            clippy::unnecessary_wraps,
            reason = "only JWTs can be wrong"
        )
    )]
    fn authenticator(
        self,
        clock: &Arc<dyn Clock>,
    ) -> Result<Option<Arc<dyn Authenticator>>, Vec<String>> {
        match self {
            Self::None => Ok(None),
            #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
            Self::Jwt(jwt) => jwt
                .build(clock.clone())
                .map(|verifier| Some(Arc::new(verifier) as _)),
            Self::Custom(authenticator) => Ok(Some(authenticator)),
        }
    }
}

/// The schemes in working order, and what is wrong with the others. One that is wrong is reported
/// for itself, not once more for each handler that declares it.
fn assemble(
    realm: String,
    clock: Arc<dyn Clock>,
    store: Option<Arc<dyn Store>>,
    tokens: Tokens,
    configs: Vec<(Scheme, Box<dyn SchemeConfig>)>,
) -> (Schemes, Vec<String>) {
    let mut problems = Vec::new();
    let mut schemes = Schemes::default();
    let is_bearer = !matches!(tokens, Tokens::None);
    let tokens = tokens.authenticator(&clock).unwrap_or_else(|found| {
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
        store: store.unwrap_or_else(|| Arc::new(MemoryStore::new().shared_clock(clock.clone()))),
        clock,
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
