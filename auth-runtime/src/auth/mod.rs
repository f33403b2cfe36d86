//! What an application configures once: realm, authentication, and how refusals look.

mod builder;
mod error;
mod misses;
mod startup;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::SystemTime;

use actix_web::dev::RequestHead;
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::future::LocalBoxFuture;

pub use builder::AuthBuilder;
pub use error::BuildError;

pub use misses::resource;
pub(crate) use misses::{is_miss, like_a_miss};

use crate::clock::Clock;
use crate::condition::Conditions;
use crate::metadata::Metadata;
use crate::response::{Bodies, Body, Constants, Refusal};
use crate::scheme::Schemes;
use crate::vocabulary::Vocabularies;

/// The access configuration of an application.
///
/// Build it once, outside of `HttpServer::new`, whose closure runs for each worker: an `Auth` that is
/// built in there has a store of its own in each, and what one notes the others do not know. Give a
/// clone to every worker's `App` with `app_data`, and let it answer the paths that do not exist. Cheap
/// to clone. The nearest scope's `Auth` counts, so that one app can hold several
/// realms.
///
/// ```standalone_crate
/// use actix_web::App;
/// use auth_runtime::{Auth, jwt::Jwt};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let secret = [7; 32];
/// let auth = Auth::builder()
///     .realm("api")
///     .bearer(Jwt::hs256(secret).issuer("https://id.example").audience("api"))
///     .build()?;
///
/// let app = App::new()
///     .app_data(auth.clone())
///     .default_service(auth.not_found());
/// # let _ = app;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Auth(Arc<Configured>);

struct Configured {
    realm: String,
    schemes: Schemes,
    clock: Arc<dyn Clock>,
    body: Option<BodyHook>,
    bodies: Bodies,
    tells_privileges: bool,
    not_found: Option<NotFound>,
    public_misses: bool,
    vocabularies: Vocabularies,
    conditions: Conditions,
    metadata: Option<Metadata>,
    constants: Constants,
    #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
    revocations: Option<crate::revocation::Revocations>,
    #[cfg(feature = "networks")]
    proxies: crate::network::Proxies,
    #[cfg(feature = "networks")]
    networks: Option<crate::network::Networks>,
    #[cfg(feature = "throttle")]
    limits: Option<Arc<crate::throttle::Limits>>,
    /// Whether [`Auth::not_found`] serves this app's misses.
    serves_misses: AtomicBool,
    /// Whether a handler hides what it refuses to known callers, and callers without a credential are to
    /// get of it what a path that does not exist answers.
    hides_refusals: bool,
    /// Whether somebody has been told that misses are served elsewhere.
    told_of_misses: AtomicBool,
}

type BodyHook = Box<dyn Fn(&Refusal, &RequestHead) -> Body + Send + Sync>;
type NotFound = Box<dyn Fn(HttpRequest) -> LocalBoxFuture<'static, HttpResponse> + Send + Sync>;

impl Auth {
    /// Starts a configuration.
    pub fn builder() -> AuthBuilder {
        AuthBuilder::default()
    }

    /// The service for paths that do not exist: `App::new().default_service(auth.not_found())`.
    ///
    /// It tells a caller nothing that a hidden route would not: callers without a usable credential
    /// get the same 401, all others the same 404. See [`AuthBuilder::public_misses`] for apps
    /// whose misses are a 404 for everybody.
    ///
    /// Where a scope has an `Auth` of its own, give the scope that one's `not_found` too: misses in it
    /// would otherwise name another realm than its routes. An `Auth` knows whether its misses are
    /// served, not by which `App`: build one for each kind of `App`.
    ///
    /// A `web::resource` answers a method without a route by itself, with 405: where a guarded route is
    /// hidden in it, [`resource`](crate::resource) stands in its place.
    pub fn not_found(&self) -> actix_web::Route {
        self.0.serves_misses.store(true, Ordering::Relaxed);
        let auth = self.clone();
        web::to(move |request: HttpRequest| misses::answer(auth.clone(), request))
    }

    /// This configuration and its [`not_found`](Self::not_found) at once, so that neither is forgotten:
    /// for an `App`, or for a scope with an `Auth` of its own.
    ///
    /// ```
    /// # use auth_runtime::Auth;
    /// use actix_web::App;
    ///
    /// # fn app(auth: &Auth) {
    /// let app = App::new().configure(auth.install());
    /// # let _ = app;
    /// # }
    /// ```
    pub fn install(&self) -> impl FnOnce(&mut web::ServiceConfig) + use<> {
        let auth = self.clone();
        move |app| {
            app.default_service(auth.not_found()).app_data(auth);
        }
    }

    /// The configuration that counts for a request: the nearest scope's, given as it is or in a
    /// `web::Data`.
    ///
    /// Two that differ, each in its own form, are none: which of them is nearer cannot be told.
    pub(crate) fn of(request: &HttpRequest) -> Option<&Self> {
        let plain = request.app_data::<Self>();
        let data = request
            .app_data::<web::Data<Self>>()
            .map(web::Data::get_ref);
        match (plain, data) {
            (Some(plain), Some(data)) => Arc::ptr_eq(&plain.0, &data.0).then_some(plain),
            (one, other) => one.or(other),
        }
    }

    #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
    pub(crate) fn given_revocations(&self) -> Option<&crate::revocation::Revocations> {
        self.0.revocations.as_ref()
    }

    pub(crate) fn realm(&self) -> &str {
        &self.0.realm
    }

    pub(crate) fn schemes(&self) -> &Schemes {
        &self.0.schemes
    }

    /// Where the metadata of this API stands (RFC 9728 §5.1).
    pub(crate) fn resource_metadata_url(&self) -> Option<&str> {
        self.metadata().map(|metadata| &*metadata.url)
    }

    pub(crate) fn metadata(&self) -> Option<&Metadata> {
        self.0.metadata.as_ref()
    }

    /// Whose word is taken for where a request comes from.
    #[cfg(feature = "networks")]
    pub(crate) fn proxies(&self) -> &crate::network::Proxies {
        &self.0.proxies
    }

    /// From where requests are accepted, if not from everywhere.
    #[cfg(feature = "networks")]
    pub(crate) fn networks(&self) -> Option<&crate::network::Networks> {
        self.0.networks.as_ref()
    }

    /// How many failures are too many.
    #[cfg(feature = "throttle")]
    pub(crate) fn limits(&self) -> Option<&Arc<crate::throttle::Limits>> {
        self.0.limits.as_ref()
    }

    /// The time of the configured clock, unless it panics or stands before 1970: nothing may be found
    /// good by such a time.
    pub(crate) fn told_time(&self) -> Option<SystemTime> {
        let now = catch_unwind(AssertUnwindSafe(|| self.0.clock.now())).ok()?;
        (now >= SystemTime::UNIX_EPOCH).then_some(now)
    }

    /// The time to write into an answer, whatever the clock does.
    pub(crate) fn now(&self) -> SystemTime {
        self.told_time().unwrap_or_else(SystemTime::now)
    }

    pub(crate) fn body_hook(&self) -> Option<&BodyHook> {
        self.0.body.as_ref()
    }

    pub(crate) fn bodies(&self) -> &Bodies {
        &self.0.bodies
    }

    /// What refusals have in common.
    pub(crate) fn constants(&self) -> &Constants {
        &self.0.constants
    }

    /// Whether a 403 says in its header fields what the caller lacks.
    pub(crate) fn tells_privileges(&self) -> bool {
        self.0.tells_privileges
    }

    pub(crate) fn vocabularies(&self) -> &Vocabularies {
        &self.0.vocabularies
    }

    pub(crate) fn conditions(&self) -> &Conditions {
        &self.0.conditions
    }

    pub(crate) fn custom_not_found(
        &self,
        request: &HttpRequest,
    ) -> Option<LocalBoxFuture<'static, HttpResponse>> {
        self.0
            .not_found
            .as_ref()
            .map(|not_found| not_found(request.clone()))
    }

    pub(crate) fn serves_misses(&self) -> bool {
        self.0.serves_misses.load(Ordering::Relaxed)
    }

    /// Says, once, that a handler hides what it refuses and misses may look different.
    pub(crate) fn tell_of_misses(&self) {
        if !self.serves_misses() && !self.0.told_of_misses.swap(true, Ordering::Relaxed) {
            crate::audit::misses_elsewhere();
        }
    }

    /// The same as soon as a guard sees a request, because no app says how it serves before.
    pub(crate) fn check_misses(&self) {
        if self.0.hides_refusals {
            self.tell_of_misses();
        }
    }

    /// Whether a path that does not exist answers 401 to callers without a usable credential.
    pub(crate) fn challenges_misses(&self) -> bool {
        self.serves_misses() && !self.0.public_misses && !self.0.schemes.is_empty()
    }
}

/// Which configuration it was, without keeping it.
pub(crate) struct WeakAuth(Weak<Configured>);

impl WeakAuth {
    pub(crate) fn is(&self, auth: &Auth) -> bool {
        std::ptr::eq(self.0.as_ptr(), Arc::as_ptr(&auth.0))
    }
}

impl Auth {
    pub(crate) fn weak(&self) -> WeakAuth {
        WeakAuth(Arc::downgrade(&self.0))
    }
}

/// Without keys.
impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auth")
            .field("realm", &self.realm())
            .finish_non_exhaustive()
    }
}
