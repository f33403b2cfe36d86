//! A collected configuration → one that serves, or everything that is wrong with it.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use actix_web::HttpRequest;

use super::AuthBuilder;
use crate::auth::{Auth, BuildError, Configured, startup};
use crate::challenge::{Asking, Fields, is_realm};
use crate::identity::{AuthenticationError, Verification};
use crate::inventory::declared_handlers;
use crate::metadata::Metadata;
#[cfg(feature = "networks")]
use crate::network::Proxies;
use crate::policy::Scheme;
use crate::response::Constants;
#[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
use crate::revocation::Revocation;
use crate::scheme::{Bearer, Parts, SchemeConfig, SchemeVerifier, Schemes};
use crate::store::MemoryStore;

impl AuthBuilder {
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
        let in_process = || Arc::new(MemoryStore::new().shared_clock(self.clock.clone())) as _;
        let store = self.store.unwrap_or_else(in_process);
        #[cfg(feature = "networks")]
        let proxies = Proxies::read(&self.trusted_proxies);
        #[cfg(feature = "networks")]
        let proxies = sound(Some(proxies), &mut problems).unwrap_or_default();
        #[cfg(feature = "throttle")]
        let limits = sound(
            self.throttle
                .map(|it| it.build(&self.realm, store.clone(), proxies.clone())),
            &mut problems,
        );
        let tokens = self.tokens.map(|it| it.build(&self.clock, &store));
        #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
        let (tokens, revocations) =
            Revocation::watch(self.revocation, tokens, &store, &self.clock, &mut problems);
        let accepts_tokens = tokens.is_some();
        let parts = Parts {
            realm: self.realm.clone(),
            clock: self.clock.clone(),
            store,
            tokens: sound(tokens, &mut problems),
        };
        let schemes = schemes(&parts, accepts_tokens, self.schemes, &mut problems);
        let covered: Vec<_> = declared_handlers()
            .into_iter()
            .filter(|it| self.scope.covers(it))
            .collect();
        problems.extend(startup::check(
            &covered,
            &schemes,
            self.public_misses,
            &self.vocabularies,
            &self.conditions,
        ));
        let metadata = self.resource;
        let metadata = metadata.map(|resource| Metadata::new(&resource, &covered, &schemes));
        let metadata = sound(metadata, &mut problems);
        let constants = Constants::new(&schemes, &self.bodies, self.body.is_some());
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
            conditions: self.conditions,
            metadata,
            constants,
            #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
            revocations,
            #[cfg(feature = "networks")]
            proxies,
            #[cfg(feature = "networks")]
            networks: self.networks,
            #[cfg(feature = "throttle")]
            limits: limits.map(Arc::new),
            serves_misses: AtomicBool::new(false),
            hides_refusals: covered.iter().any(|it| it.hides_refusal()),
            told_of_misses: AtomicBool::new(false),
        };
        BuildError::unless_none(problems, Auth(Arc::new(configured)))
    }
}

/// What was given, if it is sound; what is wrong with it otherwise joins the problems.
fn sound<T>(given: Option<Result<T, Vec<String>>>, problems: &mut Vec<String>) -> Option<T> {
    given.transpose().unwrap_or_else(|found| {
        problems.extend(found);
        None
    })
}

/// The schemes in working order. One that is wrong is reported for itself, not once more for each
/// handler that declares it.
fn schemes(
    parts: &Parts,
    accepts_tokens: bool,
    configs: Vec<(Scheme, Box<dyn SchemeConfig>)>,
    problems: &mut Vec<String>,
) -> Schemes {
    let mut schemes = Schemes::default();
    match &parts.tokens {
        Some(tokens) => schemes.set(Scheme::Bearer, Box::new(Bearer(tokens.clone()))),
        None if accepts_tokens => schemes.set(Scheme::Bearer, Box::new(Broken)),
        None => {}
    }
    for (scheme, config) in configs {
        let verifier = sound(Some(config.build(parts)), problems);
        schemes.set(scheme, verifier.unwrap_or_else(|| Box::new(Broken)));
    }
    schemes
}

/// Stands for a scheme whose configuration is wrong, in an `Auth` that will not be built.
struct Broken;

impl SchemeVerifier for Broken {
    fn verify(&self, _: &HttpRequest, _: &[u8]) -> Verification {
        Verification::now(Err(AuthenticationError::broken("never built")))
    }

    fn challenge(&self, _: &Asking<'_>, _: &mut Fields) {}
}
