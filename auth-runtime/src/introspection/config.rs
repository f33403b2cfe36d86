//! Which server is asked, as whom, and what it must say.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::HeaderValue;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use form_urlencoded::byte_serialize;
use tokio::sync::Semaphore;

use super::questions::Questions;
use super::verifier::{Introspector, Settings};
use crate::auth::AuthBuilder;
use crate::clock::Clock;
use crate::fetch::{Bounds, Endpoint, PATIENCE};
use crate::identity::Authenticator;
use crate::jwt::{LONGEST_TOKEN, Profile, RoleClaim, Wanted};
use crate::scheme::{TokenConfig, TokenKind};
use crate::store::Store;

/// Opaque tokens are accepted as the authorization server at this endpoint says.
///
/// A token needs `active: true` and whatever a JWT would need: an audience has to be chosen, `exp`
/// and `nbf` count where they are there, and `sub` has to be. A server that does not answer, or not
/// as RFC 7662 §2.2 has it, makes the request a 503, never a 401.
///
/// Verdicts are kept in the [`Store`] for a while, never beyond `exp`. So long a token that
/// was revoked stays good. Requests with one token that come together share one question.
///
/// Beside [`AuthBuilder::bearer`], a token of three base64url segments is a JWT and judged by it
/// alone; all others are judged here.
///
/// ```standalone_crate
/// use auth_runtime::Auth;
/// use auth_runtime::introspection::Introspection;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let secret = "s3cret";
/// let auth = Auth::builder()
///     .introspection(
///         Introspection::at("https://id.example/introspect")
///             .client("api", secret)
///             .issuer("https://id.example")
///             .audience("https://api.example"),
///     )
///     .build()?;
/// # let _ = auth;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "an `Introspection` takes effect through `AuthBuilder::introspection`"]
pub struct Introspection {
    endpoint: Result<Endpoint, String>,
    client: Option<(String, String)>,
    wanted: Wanted,
    clients_are_subjects: bool,
    cache_for: Duration,
    patience: Duration,
    most_at_once: usize,
}

/// A user who is locked out is out after this.
const CACHE_FOR: Duration = Duration::from_secs(30);

/// A verdict that is older is no verdict.
const LONGEST_CACHE: Duration = Duration::from_secs(10 * 60);

/// A server that answers within a tenth of a second is asked about a thousand tokens in each.
const MOST_AT_ONCE: usize = 128;

/// What a server has to say about one token.
const LONGEST_ANSWER: usize = 64 * 1024;

impl AuthBuilder {
    /// Accepts opaque tokens as Bearer tokens (RFC 6750) that their authorization server calls
    /// active (RFC 7662).
    pub fn introspection(self, introspection: Introspection) -> Self {
        self.given_tokens(introspection)
    }
}

impl Introspection {
    /// At this URL: `https`, or `http` on this machine.
    pub fn at(url: impl AsRef<str>) -> Self {
        Self {
            endpoint: Endpoint::checked(url.as_ref()),
            client: None,
            wanted: Wanted::default(),
            clients_are_subjects: false,
            cache_for: CACHE_FOR,
            patience: PATIENCE,
            most_at_once: MOST_AT_ONCE,
        }
    }

    /// As this client of the server, by `client_secret_basic` (RFC 6749 §2.3.1).
    pub fn client(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.client = Some((id.into(), secret.into()));
        self
    }

    /// Accepts only tokens of this issuer (`iss`). Given twice, of either. Without it, `iss` is not
    /// looked at: the endpoint alone says whose tokens they are.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.wanted.issuers.push(issuer.into());
        self
    }

    /// Accepts only tokens for this audience (`aud`). Given twice, for either.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.wanted.audiences.push(audience.into());
        self
    }

    /// Accepts tokens for any audience, or for none. A token that a user gave to another service
    /// then opens this one too. The server then has to say `token_type`, because it may call a
    /// refresh token active too.
    pub fn dangerous_any_audience(mut self) -> Self {
        self.wanted.any_audience = true;
        self
    }

    /// How far the server's clock may be off, for `exp` and `nbf`: none unless said otherwise, and
    /// at most five minutes.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.wanted.leeway = leeway;
        self
    }

    /// Where the roles are: the member `roles` unless said otherwise.
    pub fn roles(mut self, claim: RoleClaim) -> Self {
        self.wanted.roles = claim;
        self
    }

    /// Where the permissions are: the member `permissions` unless said otherwise.
    pub fn permissions(mut self, claim: RoleClaim) -> Self {
        self.wanted.permissions = claim;
        self
    }

    /// Accepts tokens without `sub`, which a client has for itself, as those of the subject
    /// `client_id`. Only for servers on which no user can have the name of a client (RFC 9068 §5).
    pub fn clients_are_subjects(mut self) -> Self {
        self.clients_are_subjects = true;
        self
    }

    /// Keeps verdicts so long: 30 seconds unless said otherwise, at most ten minutes, and with
    /// `Duration::ZERO` not at all: then each request asks for itself.
    pub fn cache_for(mut self, age: Duration) -> Self {
        self.cache_for = age;
        self
    }

    /// Gives up on the server after this: five seconds unless said otherwise.
    pub fn fetch_timeout(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Asks about so many tokens at a time, of all workers: 128 unless said otherwise. Who comes beyond
    /// that with a token that is not known is answered 503 at once, and may come back.
    pub fn most_at_once(mut self, questions: usize) -> Self {
        self.most_at_once = questions;
        self
    }

    fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if let Err(problem) = &self.endpoint {
            problems.push(problem.clone());
        }
        if self.client.is_none() {
            problems.push(
                "nobody may ask for introspection without a credential (RFC 7662 §2.1): add \
                 `.client(id, secret)`"
                    .into(),
            );
        }
        if self.cache_for > LONGEST_CACHE {
            problems.push(format!(
                "verdicts that are kept for {:?} keep revoked tokens alive: at most {LONGEST_CACHE:?}",
                self.cache_for
            ));
        }
        if self.patience.is_zero() {
            problems.push("introspection has no time: give it some".into());
        }
        if self.most_at_once == 0 || self.most_at_once > Semaphore::MAX_PERMITS {
            problems.push("`.most_at_once(…)` lets nobody ask, or is out of all bounds".into());
        }
        problems
    }
}

impl TokenConfig for Introspection {
    fn build(
        self: Box<Self>,
        clock: &Arc<dyn Clock>,
        store: &Arc<dyn Store>,
    ) -> Result<Arc<dyn Authenticator>, Vec<String>> {
        let mut problems = self.problems();
        let profile = Profile::Introspected {
            clients_are_subjects: self.clients_are_subjects,
        };
        let rules = self.wanted.rules(profile, &mut problems);
        let (Ok(endpoint), Some((id, secret)), true) =
            (self.endpoint, self.client, problems.is_empty())
        else {
            return Err(problems);
        };
        let authorization = client_secret_basic(&id, &secret)
            .ok_or_else(|| vec!["the client cannot stand in a header field".to_owned()])?;
        Ok(Arc::new(Introspector::new(Settings {
            endpoint,
            client: id,
            authorization,
            rules,
            bounds: Bounds {
                bytes: LONGEST_ANSWER,
                patience: self.patience,
            },
            cache_for: self.cache_for,
            longest_token: LONGEST_TOKEN,
            questions: Questions::new(self.most_at_once),
            store: store.clone(),
            clock: clock.clone(),
        })))
    }

    fn kind(&self) -> TokenKind {
        TokenKind::Opaque
    }
}

/// Both are form-urlencoded before they are joined, so that a colon in one is none between them.
fn client_secret_basic(id: &str, secret: &str) -> Option<HeaderValue> {
    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encoded(id), encoded(secret));
    let value = format!("Basic {}", STANDARD.encode(pair));
    let mut value = HeaderValue::try_from(value).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Without the secret.
impl fmt::Debug for Introspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Introspection")
            .field("endpoint", &self.endpoint)
            .field("client", &self.client.as_ref().map(|(id, _)| id))
            .field("issuers", &self.wanted.issuers)
            .field("audiences", &self.wanted.audiences)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::client_secret_basic;

    #[test]
    fn id_and_secret_are_form_encoded_before_they_are_joined() {
        let value = client_secret_basic("a:b c", "s+/%\u{e9}").unwrap();
        assert!(value.is_sensitive());
        // base64 of `a%3Ab+c:s%2B%2F%25%C3%A9`
        assert_eq!(
            value.to_str().unwrap(),
            "Basic YSUzQWIrYzpzJTJCJTJGJTI1JUMzJUE5"
        );
    }
}
