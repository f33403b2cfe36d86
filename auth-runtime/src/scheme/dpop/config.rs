//! What an application says about proofs.

use std::time::Duration;

use super::nonce::{Issuer, Nonces};
use super::proof::Window;
use super::target::Public;
use super::verifier::Verifier;
use crate::AuthBuilder;
use crate::jwt::Algorithm;
use crate::policy::Scheme;
use crate::scheme::{Parts, SchemeConfig, SchemeVerifier};

/// Accepts DPoP-bound access tokens (RFC 9449): whoever presents one proves that it holds the key
/// to which the token was issued, so a stolen token is worth nothing.
///
/// The tokens are judged by what [`AuthBuilder::bearer`] or [`AuthBuilder::bearer_with`] was given,
/// and have to name a key ([`Identity::key_thumbprint`](crate::Identity::key_thumbprint)). Presented
/// as a plain Bearer token, such a token is refused.
///
/// ```standalone_crate
/// use auth_runtime::Auth;
/// use auth_runtime::dpop::{DPoP, Nonces};
/// use auth_runtime::jwt::Jwt;
///
/// # let secret = [7; 32];
/// let auth = Auth::builder()
///     .bearer(Jwt::hs256(secret).issuer("https://id.example").audience("api"))
///     .dpop(DPoP::at("https://api.example").nonces(Nonces::new()))
///     .build()?;
/// # Ok::<(), auth_runtime::BuildError>(())
/// ```
///
/// A proof is good once. Its mark is kept in the [`Store`](crate::Store) for as long as the proof
/// would be good, so a [`MemoryStore`](crate::MemoryStore) has to have room for the requests of that
/// time; several machines need a store that they share. Whoever serves pages of other origins lets
/// `WWW-Authenticate` and `DPoP-Nonce` be read and `DPoP` be sent by its CORS rules.
#[derive(Debug)]
#[must_use = "give it to `AuthBuilder::dpop`"]
pub struct DPoP {
    public: String,
    algorithms: Vec<Algorithm>,
    window: Window,
    nonces: Option<Nonces>,
}

impl DPoP {
    /// For an app whose `/` clients reach at this URL: `https://api.example`, or with a path where a
    /// proxy takes one away.
    ///
    /// Proofs name the URL that they are made for, and neither `Host` nor `Forwarded` may say what
    /// that is: whoever holds a proof for another place would choose them to fit.
    ///
    /// Middleware that rewrites paths (`NormalizePath`) does so before a proof is judged: a client has
    /// to ask for the path in the form that the app sees.
    pub fn at(url: impl Into<String>) -> Self {
        Self {
            public: url.into(),
            algorithms: vec![
                Algorithm::ES256,
                Algorithm::EdDSA,
                Algorithm::ES384,
                Algorithm::PS256,
                Algorithm::RS256,
            ],
            window: Window {
                back: Duration::from_secs(60),
                ahead: Duration::from_secs(5),
            },
            nonces: None,
        }
    }

    /// Accepts these algorithms only, the preferred first: ES256, `EdDSA`, ES384, PS256 and RS256
    /// unless said otherwise. Those with a shared secret prove nothing and are refused.
    pub fn algorithms(mut self, algorithms: impl IntoIterator<Item = Algorithm>) -> Self {
        self.algorithms = algorithms.into_iter().collect();
        self
    }

    /// Accepts proofs that are this old, by whole seconds: a minute unless said otherwise.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.window.back = age;
        self
    }

    /// Accepts proofs of clients whose clock goes this much ahead: five seconds unless said
    /// otherwise.
    pub fn leeway(mut self, ahead: Duration) -> Self {
        self.window.ahead = ahead;
        self
    }

    /// Demands a nonce of this server in each proof (RFC 9449 §9), so that proofs cannot be made in
    /// advance. A client without one is told one by a 401; for the next one to come with answers,
    /// wrap the app in [`AuthenticationInfo`](crate::AuthenticationInfo).
    pub fn nonces(mut self, nonces: Nonces) -> Self {
        self.nonces = Some(nonces);
        self
    }
}

impl AuthBuilder {
    /// Accepts tokens under the scheme `DPoP` (RFC 9449).
    ///
    /// ```
    /// use auth_runtime::dpop::DPoP;
    /// use auth_runtime::{Auth, require_auth};
    ///
    /// #[require_auth(scheme = ["Bearer", "DPoP"])]
    /// async fn orders() -> &'static str {
    ///     "with a plain token, or with a bound one and its proof"
    /// }
    ///
    /// let builder = Auth::builder().dpop(DPoP::at("https://api.example"));
    /// ```
    pub fn dpop(self, dpop: DPoP) -> Self {
        self.given_scheme(Scheme::DPoP, dpop)
    }
}

/// A proof that is good for longer is a token.
const LONGEST_WINDOW: Duration = Duration::from_secs(3600);

impl SchemeConfig for DPoP {
    fn build(self: Box<Self>, parts: &Parts) -> Result<Box<dyn SchemeVerifier>, Vec<String>> {
        let mut problems = Vec::new();
        problems.extend(self.weak_algorithms());
        if self.window.back.is_zero()
            || self.window.back > LONGEST_WINDOW
            || self.window.ahead > LONGEST_WINDOW
        {
            problems.push("DPoP: proofs are good for a second to an hour".into());
        }
        let mut keep = |found: String| problems.push(format!("DPoP: {found}"));
        let public = Public::new(&self.public).map_err(&mut keep).ok();
        let nonces = self.nonces.map(Issuer::new).transpose().map_err(&mut keep);
        let tokens = parts.tokens.clone();
        if tokens.is_none() {
            keep("there is nobody to judge the tokens: add `.bearer(Jwt::…)`".into());
        }
        match (public, nonces, tokens) {
            (Some(public), Ok(nonces), Some(tokens)) if problems.is_empty() => {
                Ok(Box::new(Verifier {
                    public,
                    names: names(&self.algorithms),
                    algorithms: self.algorithms,
                    window: self.window,
                    nonces,
                    tokens,
                    store: parts.store.clone(),
                    clock: parts.clock.clone(),
                }))
            }
            _ => Err(problems),
        }
    }
}

impl DPoP {
    fn weak_algorithms(&self) -> Option<String> {
        if self.algorithms.is_empty() {
            return Some("DPoP: no algorithm is accepted: name one, or leave the default".into());
        }
        let mut symmetric = self.algorithms.iter().filter(|it| it.is_symmetric());
        let weak = symmetric.next()?;
        Some(format!(
            "DPoP: {weak} works with a shared secret, which proves nothing: use ES256"
        ))
    }
}

/// The names that a header may have, for the challenge and the metadata.
fn names(algorithms: &[Algorithm]) -> Vec<&'static str> {
    let names = algorithms.iter().flat_map(|algorithm| {
        let other = (*algorithm == Algorithm::EdDSA).then_some("Ed25519");
        [algorithm.name()].into_iter().chain(other)
    });
    names.collect()
}
