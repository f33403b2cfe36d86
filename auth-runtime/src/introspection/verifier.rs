//! Token → identity, by asking.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::HeaderValue;
use actix_web::rt;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use form_urlencoded::byte_serialize;

use super::questions::{Busy, Questions, Told};
use super::verdict::Verdict;
use crate::clock::{Clock, unix_seconds};
use crate::fetch::{self, Ask, Bounds, Endpoint, FetchError};
use crate::identity::{AuthenticationError, Authenticator, Failure, Identity, Verification};
use crate::jwt::Rules;
use crate::scheme::BearerToken;
use crate::sha256;
use crate::store::{CACHED, Store, StoreError};

/// Asks an authorization server about tokens.
pub(super) struct Introspector(Arc<Settings>);

pub(super) struct Settings {
    pub(super) endpoint: Endpoint,
    pub(super) client: String,
    pub(super) authorization: HeaderValue,
    pub(super) rules: Rules,
    pub(super) bounds: Bounds,
    pub(super) cache_for: Duration,
    pub(super) longest_token: usize,
    pub(super) questions: Arc<Questions>,
    pub(super) store: Arc<dyn Store>,
    pub(super) clock: Arc<dyn Clock>,
}

type Judged = Result<Identity, AuthenticationError>;
type Kept = Result<Option<Vec<u8>>, StoreError>;

impl Introspector {
    pub(super) fn new(settings: Settings) -> Self {
        Self(Arc::new(settings))
    }
}

impl Authenticator for Introspector {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        let token = token.as_str();
        if token.len() > self.0.longest_token {
            return Verification::now(Err(AuthenticationError::rejected("too_long")));
        }
        let settings = self.0.clone();
        if settings.cache_for.is_zero() {
            let token = token.to_owned();
            return Verification::later(async move { settings.ask_alone(&token).await });
        }
        let key = settings.key(token);
        match settings.store.get(&key).split() {
            Ok(Ok(Some(document))) => Verification::now(settings.judge_kept(document)),
            Ok(Err(error)) => Verification::now(Err(AuthenticationError::unavailable(error))),
            Ok(Ok(None)) => {
                let token = token.to_owned();
                Verification::later(async move { settings.ask(&token, &key).await })
            }
            Err(kept) => {
                let token = token.to_owned();
                Verification::later(async move { settings.recall(&token, &key, kept.await).await })
            }
        }
    }
}

impl Settings {
    async fn recall(self: &Arc<Self>, token: &str, key: &str, kept: Kept) -> Judged {
        match kept {
            Ok(Some(document)) => self.judge_kept(document),
            Ok(None) => self.ask(token, key).await,
            Err(error) => Err(AuthenticationError::unavailable(error)),
        }
    }

    /// By the server's verdict of this moment, where none is to be older.
    async fn ask_alone(&self, token: &str) -> Judged {
        let _place = self.questions.place().map_err(busy)?;
        let verdict = self.verdict(token).await;
        verdict
            .map_err(AuthenticationError::unavailable)?
            .judge(&self.rules, self.now()?)
    }

    /// By the server's verdict, which is kept under `key` for the next request and shared by all who
    /// ask meanwhile. The question goes on when this request is given up, and is asked anew when it
    /// ends with its worker.
    async fn ask(self: &Arc<Self>, token: &str, key: &str) -> Judged {
        for _ in 0..2 {
            let (waiting, asking) = self.questions.join(key).map_err(busy)?;
            if let Some(asking) = asking {
                let (settings, token, key) = (self.clone(), token.to_owned(), key.to_owned());
                rt::spawn(async move { asking.tell(settings.learn(&token, &key).await) });
            }
            if let Some(told) = waiting.told().await {
                let verdict = told.map_err(|why| AuthenticationError::unavailable(&*why))?;
                return verdict.judge(&self.rules, self.now()?);
            }
        }
        Err(AuthenticationError::unavailable(
            "the worker that asked ended",
        ))
    }

    async fn learn(&self, token: &str, key: &str) -> Told {
        let verdict = self.verdict(token).await;
        let verdict = verdict.map_err(|error| error.to_string())?;
        // Whoever waits finds out about a clock without a time.
        if let Some(now) = unix_seconds(self.clock.now())
            && let Some((document, keep)) = verdict.kept(self.cache_for, now)
        {
            let kept = self.store.put(key, document, keep).wait().await;
            kept.map_err(|error| error.to_string())?;
        }
        Ok(Arc::new(verdict))
    }

    async fn verdict(&self, token: &str) -> Result<Verdict, FetchError> {
        let token: String = byte_serialize(token.as_bytes()).collect();
        let form = format!("token={token}&token_type_hint=access_token");
        let ask = Ask::Post {
            form: &form,
            authorization: Some(&self.authorization),
        };
        let document = fetch::json(&self.endpoint, ask, self.bounds).await?;
        Verdict::read(document)
            .ok_or_else(|| FetchError::new(&self.endpoint, "its answer is no verdict"))
    }

    /// The claims are judged anew each time, by what time it is.
    fn judge_kept(&self, document: Vec<u8>) -> Judged {
        let verdict = Verdict::read(document).ok_or_else(|| {
            AuthenticationError::unavailable("a verdict in the store cannot be read")
        })?;
        verdict.judge(&self.rules, self.now()?)
    }

    fn now(&self) -> Result<u64, AuthenticationError> {
        unix_seconds(self.clock.now())
            .ok_or_else(|| AuthenticationError::broken("the clock stands before 1970"))
    }

    /// Of this token at this server, as old as may be here: several may share a store. The token itself
    /// is hashed.
    fn key(&self, token: &str) -> String {
        let age = self.cache_for.as_nanos().to_be_bytes();
        let server = self.endpoint.uri().to_string();
        let parts = [
            &age[..],
            server.as_bytes(),
            self.client.as_bytes(),
            token.as_bytes(),
        ];
        let hash = URL_SAFE_NO_PAD.encode(sha256::of_parts(&parts));
        format!("{CACHED}introspection:{hash}")
    }
}

fn busy(_: Busy) -> AuthenticationError {
    AuthenticationError(Failure::Busy)
}

/// Without the secret.
impl fmt::Debug for Introspector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Introspector")
            .field("endpoint", &self.0.endpoint)
            .finish_non_exhaustive()
    }
}
