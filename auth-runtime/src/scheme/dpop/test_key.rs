//! Proofs for the tests of an application.

// Nobody serves requests with this module, and a test wants to know at once.
#![allow(
    clippy::expect_used,
    reason = "a test that cannot make its proof has failed"
)]

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::EncodingKey;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::clock::{Clock, unix_seconds};
use crate::jwt::{self, Algorithm};
use crate::testing::{TestClock, TestToken};

/// A client's key, to which tokens are bound, and of which it makes proofs (RFC 9449).
///
/// ```standalone_crate
/// use actix_web::{App, get, test};
/// use auth_runtime::dpop::DPoP;
/// use auth_runtime::testing::{TestIssuer, TestKey};
/// # use auth_runtime::{Identity, require_auth};
/// # #[get("/me")]
/// # #[require_auth(scheme = "DPoP")]
/// # async fn me(who: Identity) -> String { who.subject().to_owned() }
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (issuer, key) = (TestIssuer::new(), TestKey::new());
/// let auth = issuer.auth_builder().dpop(DPoP::at("https://api.example")).build()?;
/// let app = test::init_service(App::new().app_data(auth).service(me)).await;
///
/// let token = issuer.token("alice").bound_to(&key).mint();
/// let proof = key.proof("GET", "https://api.example/me", &token).mint();
/// let request = test::TestRequest::get()
///     .uri("/me")
///     .insert_header(("Authorization", format!("DPoP {token}")))
///     .insert_header(("DPoP", proof));
/// assert_eq!(test::call_and_read_body(&app, request.to_request()).await, "alice");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct TestKey {
    key: EncodingKey,
    x: String,
    y: String,
    clock: TestClock,
}

/// A private key on P-256 in PKCS #8 (RFC 5208, RFC 5915), up to the number.
const PKCS8: [u8; 35] = [
    0x30, 0x41, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x04, 0x27, 0x30, 0x25, 0x02, 0x01,
    0x01, 0x04, 0x20,
];

impl TestKey {
    /// A new key for ES256, and the system's time.
    ///
    /// # Panics
    ///
    /// When the system gives no random bytes.
    pub fn new() -> Self {
        let mut number = [0; 32];
        getrandom::fill(&mut number).expect("the system gives random bytes");
        // A key is less than the order of the curve, which begins with 0xff.
        number[0] = 0;
        let key = EncodingKey::from_ec_der(&[&PKCS8[..], &number].concat());
        let (x, y) = jwt::public_point(&key).expect("the number is a key");
        Self {
            key,
            x: URL_SAFE_NO_PAD.encode(x),
            y: URL_SAFE_NO_PAD.encode(y),
            clock: TestClock::default(),
        }
    }

    /// Makes proofs by this clock.
    #[must_use]
    pub fn clock(mut self, clock: TestClock) -> Self {
        self.clock = clock;
        self
    }

    /// The key's JWK SHA-256 thumbprint (RFC 7638).
    pub fn thumbprint(&self) -> String {
        let Self { x, y, .. } = self;
        let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        URL_SAFE_NO_PAD.encode(Sha256::digest(canonical))
    }

    /// A proof for a request with this method and URL that presents this token. Good once.
    pub fn proof(&self, method: &str, url: &str, token: &str) -> TestProof {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let mut claims = Map::new();
        for (name, value) in [
            (
                "jti",
                Value::from(NEXT.fetch_add(1, Ordering::Relaxed).to_string()),
            ),
            ("htm", method.into()),
            ("htu", url.into()),
            (
                "iat",
                unix_seconds(self.clock.now()).unwrap_or_default().into(),
            ),
            ("ath", URL_SAFE_NO_PAD.encode(Sha256::digest(token)).into()),
        ] {
            claims.insert(name.into(), value);
        }
        TestProof {
            key: self.clone(),
            claims,
        }
    }
}

impl Default for TestKey {
    fn default() -> Self {
        Self::new()
    }
}

/// Without the key.
impl fmt::Debug for TestKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestKey")
            .field("thumbprint", &self.thumbprint())
            .finish_non_exhaustive()
    }
}

impl TestToken {
    /// Binds the token to this key: it is then good together with a proof of it, and refused as a
    /// plain Bearer token.
    pub fn bound_to(self, key: &TestKey) -> Self {
        self.claim("cnf", json!({ "jkt": key.thumbprint() }))
    }
}

/// A proof in the making.
#[derive(Debug, Clone)]
#[must_use = "a proof is made by `mint`"]
pub struct TestProof {
    key: TestKey,
    claims: Map<String, Value>,
}

impl TestProof {
    /// Answers a demand for this nonce.
    pub fn nonce(self, nonce: impl Into<String>) -> Self {
        self.claim("nonce", nonce.into())
    }

    /// Sets a claim.
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.claims.insert(name.into(), value.into());
        self
    }

    /// The proof, for the field `DPoP`.
    ///
    /// # Panics
    ///
    /// When the backend cannot sign.
    pub fn mint(self) -> String {
        let TestKey { key, x, y, .. } = &self.key;
        let jwk = json!({"kty": "EC", "crv": "P-256", "x": x, "y": y});
        let header = json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": jwk});
        let segment = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let message = format!("{}.{}", segment(&header), segment(&self.claims.into()));
        let signature = jwt::sign(Algorithm::ES256, key, message.as_bytes()).expect("ECDSA signs");
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}
