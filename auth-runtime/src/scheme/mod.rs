//! One room per authentication scheme: where its credentials stand, whom they name, and how its
//! challenge reads.

#[cfg(feature = "api_key")]
pub mod api_key;
#[cfg(feature = "basic")]
pub mod basic;
mod bearer;
mod bearer_token;
#[cfg(any(feature = "basic", feature = "digest", feature = "session"))]
mod cross_site;
#[cfg(feature = "digest")]
pub mod digest;
#[cfg(all(feature = "dpop", any(feature = "aws_lc_rs", feature = "rust_crypto")))]
pub mod dpop;
#[cfg(all(
    feature = "introspection",
    any(feature = "aws_lc_rs", feature = "rust_crypto")
))]
mod jwt_or_opaque;
mod oauth;
#[cfg(any(feature = "api_key", feature = "basic"))]
mod remembered;
#[cfg(feature = "session")]
pub mod session;
#[cfg(any(feature = "basic", feature = "digest", feature = "throttle"))]
pub(crate) mod user_text;

use std::fmt;
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderValue;

pub use bearer_token::BearerToken;

pub(crate) use bearer::Bearer;
#[cfg(all(
    feature = "introspection",
    any(feature = "aws_lc_rs", feature = "rust_crypto")
))]
pub(crate) use jwt_or_opaque::{TokenKind, join};

use crate::challenge::{Asking, Fields};
use crate::clock::Clock;
use crate::credential::Malformed;
use crate::identity::{AuthenticationError, Authenticator, Verification};
use crate::policy::Scheme;
use crate::store::Store;

/// One scheme, as an application configured it.
pub(crate) trait SchemeVerifier: Send + Sync + 'static {
    /// Whether what it needs of the app is there, for handlers that declare it. An error is one of
    /// ours.
    fn ready(&self, request: &HttpRequest) -> Result<(), AuthenticationError> {
        let _ = request;
        Ok(())
    }

    /// The credentials of a scheme that does not stand in `Authorization`.
    fn find<'r>(&self, request: &'r HttpRequest) -> Found<'r> {
        let _ = request;
        Found::Missing
    }

    /// Whom the credentials name: what stands behind the scheme's name in `Authorization`, spaces
    /// included, or what [`find`](Self::find) found.
    fn verify(&self, request: &HttpRequest, credentials: &[u8]) -> Verification;

    /// Writes the challenge, and the fields that belong to it. An error stands in it only if
    /// `asking.why` gives a reason.
    fn challenge(&self, asking: &Asking<'_>, fields: &mut Fields);

    /// Whether a handler gives the same challenge to whoever is refused for the same reason.
    fn challenges_alike(&self) -> bool {
        false
    }

    /// The algorithms of the proofs that callers make, for the metadata (RFC 9728 §2).
    fn proof_algorithms(&self) -> &[&'static str] {
        &[]
    }

    /// The field of the request in which its credentials stand, if that is not `Authorization`.
    fn field(&self) -> Option<&str> {
        None
    }

    /// Where a caller without credentials makes itself known, if it is to be sent there: `redirect` is
    /// what the handler says about it.
    fn login_page(&self, request: &HttpRequest, redirect: Option<bool>) -> Option<HeaderValue> {
        let _ = (request, redirect);
        None
    }

    #[cfg(feature = "session")]
    fn sessions(&self) -> Option<&session::Verifier> {
        None
    }

    /// The account that the credentials claim, by which failures are counted. Need not exist.
    #[cfg_attr(
        not(feature = "throttle"),
        expect(dead_code, reason = "only failures are counted by account")
    )]
    fn account(&self, credentials: &[u8]) -> Option<String> {
        let _ = credentials;
        None
    }
}

/// What a request presents of a scheme.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Found<'r> {
    Missing,
    #[cfg_attr(
        not(any(feature = "api_key", feature = "session")),
        expect(dead_code, reason = "the others stand in `Authorization`")
    )]
    Malformed(Malformed),
    Present(&'r [u8]),
}

/// A scheme's configuration, before it is known to be sound.
pub(crate) trait SchemeConfig {
    /// The scheme in working order, or everything that is wrong.
    fn build(self: Box<Self>, parts: &Parts) -> Result<Box<dyn SchemeVerifier>, Vec<String>>;
}

/// Who says what an access token is worth, before it is known to be sound.
pub(crate) trait TokenConfig {
    /// The authenticator, or everything that is wrong.
    fn build(
        self: Box<Self>,
        clock: &Arc<dyn Clock>,
        store: &Arc<dyn Store>,
    ) -> Result<Arc<dyn Authenticator>, Vec<String>>;

    /// Which tokens it is about.
    #[cfg(all(
        feature = "introspection",
        any(feature = "aws_lc_rs", feature = "rust_crypto")
    ))]
    fn kind(&self) -> TokenKind {
        TokenKind::Any
    }
}

/// What schemes share.
#[allow(dead_code, reason = "not every scheme needs every part")]
pub(crate) struct Parts {
    pub(crate) realm: String,
    pub(crate) clock: Arc<dyn Clock>,
    /// What several machines must agree on: replays, revocations, failures.
    pub(crate) store: Arc<dyn Store>,
    /// Who says what an access token is worth, for Bearer and DPoP.
    pub(crate) tokens: Option<Arc<dyn Authenticator>>,
}

/// The schemes that an application configured.
#[derive(Default)]
pub(crate) struct Schemes([Option<Box<dyn SchemeVerifier>>; Scheme::ALL.len()]);

impl Schemes {
    pub(crate) fn set(&mut self, scheme: Scheme, verifier: Box<dyn SchemeVerifier>) {
        self.0[scheme as usize] = Some(verifier);
    }

    pub(crate) fn get(&self, scheme: Scheme) -> Option<&dyn SchemeVerifier> {
        self.0[scheme as usize].as_deref()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// Those that are configured, in the order in which challenges offer them.
    pub(crate) fn configured(&self) -> impl Iterator<Item = Scheme> {
        Scheme::ALL
            .into_iter()
            .filter(|scheme| self.get(*scheme).is_some())
    }
}

impl fmt::Debug for Schemes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.configured()).finish()
    }
}
