//! Real tokens for the tests of an application (feature `testing`).
//!
//! There is no switch that lets a test past a guard: a test presents a token that the app under
//! test verifies like any other.
//!
//! ```standalone_crate
//! use actix_web::{App, test};
//! use auth_runtime::testing::TestIssuer;
//! # use auth_runtime::{Identity, require_auth};
//! # use actix_web::get;
//! # #[get("/me")]
//! # #[require_auth]
//! # async fn me(who: Identity) -> String { who.subject().to_owned() }
//!
//! # #[actix_web::main]
//! # async fn main() {
//! let issuer = TestIssuer::new();
//! let app = test::init_service(App::new().app_data(issuer.auth()).service(me)).await;
//! let request = test::TestRequest::get().uri("/me").insert_header(issuer.token("alice").bearer());
//! assert_eq!(test::call_and_read_body(&app, request.to_request()).await, "alice");
//! # }
//! ```

// Nobody serves requests with this module, and a test wants to know at once.
#![allow(
    clippy::expect_used,
    reason = "a test that cannot make its token has failed"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use actix_web::http::header::{AUTHORIZATION, HeaderName};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::EncodingKey;
use serde_json::{Map, Value, json};

#[cfg(feature = "dpop")]
pub use crate::scheme::dpop::test_key::{TestKey, TestProof};

use crate::clock::{Clock, unix_seconds};
use crate::jwt::{self, Algorithm, Jwt};
use crate::{Auth, AuthBuilder};

/// Issues tokens, and configures an [`Auth`] that accepts them.
///
/// The secret is random, so its tokens are good for nothing else.
#[derive(Clone)]
pub struct TestIssuer {
    secret: Vec<u8>,
    name: String,
    audience: String,
    clock: TestClock,
}

impl TestIssuer {
    /// An issuer with a random secret and the system's time.
    ///
    /// # Panics
    ///
    /// When the system gives no random bytes.
    pub fn new() -> Self {
        Self::with_secret(random_secret())
    }

    /// An issuer with the HS256 secret that the app under test is configured with.
    pub fn with_secret(secret: impl Into<Vec<u8>>) -> Self {
        Self {
            secret: secret.into(),
            name: "https://issuer.test".into(),
            audience: "test".into(),
            clock: TestClock::default(),
        }
    }

    /// Names the issuer (`iss`): `https://issuer.test` unless said otherwise.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Issues for this audience (`aud`): `test` unless said otherwise.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = audience.into();
        self
    }

    /// Issues by this clock, and configures [`auth_builder`](Self::auth_builder) with it.
    #[must_use]
    pub fn clock(mut self, clock: TestClock) -> Self {
        self.clock = clock;
        self
    }

    /// The verification of this issuer's tokens.
    pub fn jwt(&self) -> Jwt {
        Jwt::hs256(&self.secret)
            .issuer(&self.name)
            .audience(&self.audience)
    }

    /// A configuration that accepts this issuer's tokens, to be completed.
    pub fn auth_builder(&self) -> AuthBuilder {
        Auth::builder().bearer(self.jwt()).clock(self.clock.clone())
    }

    /// A configuration that accepts this issuer's tokens.
    ///
    /// # Panics
    ///
    /// When the start-up check refuses a handler of the test binary.
    pub fn auth(&self) -> Auth {
        self.auth_builder()
            .build()
            .expect("the test configuration serves every handler")
    }

    /// A token for `subject`, good for an hour unless changed.
    pub fn token(&self, subject: impl Into<String>) -> TestToken {
        let now = unix_seconds(self.clock.now()).unwrap_or_default();
        let mut claims = Map::new();
        for (name, value) in [
            ("sub", Value::from(subject.into())),
            ("iss", Value::from(self.name.clone())),
            ("aud", Value::from(self.audience.clone())),
            ("iat", Value::from(now)),
            ("exp", Value::from(now + 3600)),
        ] {
            claims.insert(name.into(), value);
        }
        let header = Map::from_iter([
            ("alg".to_owned(), json!("HS256")),
            ("typ".to_owned(), json!("at+jwt")),
        ]);
        TestToken {
            header,
            claims,
            now,
            secret: self.secret.clone(),
        }
    }
}

impl Default for TestIssuer {
    fn default() -> Self {
        Self::new()
    }
}

/// Without the secret.
impl std::fmt::Debug for TestIssuer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestIssuer")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A token in the making.
#[derive(Clone)]
#[must_use = "a token is made by `mint` or `bearer`"]
pub struct TestToken {
    header: Map<String, Value>,
    claims: Map<String, Value>,
    now: u64,
    secret: Vec<u8>,
}

impl TestToken {
    /// Adds a role, in the claim `roles`.
    pub fn role(self, role: impl Into<String>) -> Self {
        self.roles([role])
    }

    /// Adds roles, in the claim `roles`. For another claim, see [`claim`](Self::claim).
    pub fn roles<S: Into<String>>(self, roles: impl IntoIterator<Item = S>) -> Self {
        self.array("roles", roles)
    }

    /// Adds a permission, in the claim `permissions`.
    pub fn permission(self, permission: impl Into<String>) -> Self {
        self.permissions([permission])
    }

    /// Adds permissions, in the claim `permissions`.
    pub fn permissions<S: Into<String>>(self, permissions: impl IntoIterator<Item = S>) -> Self {
        self.array("permissions", permissions)
    }

    fn array<S: Into<String>>(mut self, claim: &str, names: impl IntoIterator<Item = S>) -> Self {
        let more = names.into_iter().map(|name| Value::from(name.into()));
        match self.claims.entry(claim).or_insert_with(|| json!([])) {
            Value::Array(held) => held.extend(more),
            other => *other = more.collect(),
        }
        self
    }

    /// Adds an OAuth scope, in the claim `scope`.
    pub fn scope(self, scope: impl Into<String>) -> Self {
        self.scopes([scope])
    }

    /// Adds OAuth scopes, in the claim `scope`: text, with a space between two (RFC 8693 §4.2).
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        let held = self.claims.get("scope").and_then(Value::as_str);
        let held = held.map(str::to_owned).into_iter();
        let all: Vec<String> = held.chain(scopes.into_iter().map(Into::into)).collect();
        self.claims.insert("scope".into(), all.join(" ").into());
        self
    }

    /// Sets a claim.
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.claims.insert(name.into(), value.into());
        self
    }

    /// Leaves a claim out.
    pub fn without(mut self, name: &str) -> Self {
        self.claims.remove(name);
        self
    }

    /// Sets a member of the header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.header.insert(name.into(), value.into());
        self
    }

    /// Makes the token expire after this time.
    pub fn expires_in(self, time: Duration) -> Self {
        let expires = self.now + time.as_secs();
        self.claim("exp", expires)
    }

    /// Makes the token one that expired a minute ago.
    pub fn expired(self) -> Self {
        let expired = self.now.saturating_sub(60);
        self.claim("exp", expired)
    }

    /// Makes the token one that is good only in an hour.
    pub fn not_yet_valid(self) -> Self {
        let ahead = self.now + 3600;
        self.claim("nbf", ahead).claim("exp", ahead + 3600)
    }

    /// Signs with another secret than the issuer's, as a forger would.
    ///
    /// # Panics
    ///
    /// When the system gives no random bytes.
    pub fn signed_with_another_key(mut self) -> Self {
        self.secret = random_secret();
        self
    }

    /// The token.
    ///
    /// # Panics
    ///
    /// When the backend cannot sign.
    pub fn mint(self) -> String {
        let segment =
            |part: Map<String, Value>| URL_SAFE_NO_PAD.encode(Value::from(part).to_string());
        let message = format!("{}.{}", segment(self.header), segment(self.claims));
        let key = EncodingKey::from_secret(&self.secret);
        let signature = jwt::sign(Algorithm::HS256, &key, message.as_bytes()).expect("HMAC signs");
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// The token in an `Authorization` field, for
    /// [`TestRequest::insert_header`](actix_web::test::TestRequest::insert_header).
    ///
    /// # Panics
    ///
    /// When the backend cannot sign.
    pub fn bearer(self) -> (HeaderName, String) {
        (AUTHORIZATION, format!("Bearer {}", self.mint()))
    }
}

/// Without secret and claims.
impl std::fmt::Debug for TestToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestToken").finish_non_exhaustive()
    }
}

fn random_secret() -> Vec<u8> {
    let mut secret = vec![0; 64];
    getrandom::fill(&mut secret).expect("the system gives random bytes");
    secret
}

/// The system's time, until it is set; then it stands still, and moves when told to.
#[derive(Debug, Clone, Default)]
pub struct TestClock(Arc<AtomicU64>);

impl TestClock {
    /// A clock that stands at this many seconds since 1970.
    pub fn at(seconds: u64) -> Self {
        Self(Arc::new(AtomicU64::new(seconds)))
    }

    /// Moves a clock that stands still. Clones move along.
    pub fn advance(&self, time: Duration) {
        self.0.fetch_add(time.as_secs(), Ordering::Relaxed);
    }
}

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        match self.0.load(Ordering::Relaxed) {
            0 => SystemTime::now(),
            seconds => SystemTime::UNIX_EPOCH + Duration::from_secs(seconds),
        }
    }
}
