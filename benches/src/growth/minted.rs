//! Tokens that are cheap to make by the million, and of any content.

use std::time::{SystemTime, UNIX_EPOCH};

use auth_runtime::jwt::{Algorithm, Jwt, Key};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::tokens::{AUDIENCE, ISSUER, KID};

/// A secret, and what names it in a token.
pub struct Issuer {
    pub kid: String,
    secret: [u8; 64],
    key: hmac::Key,
    header: String,
    until: u64,
}

impl Issuer {
    /// The only one.
    pub fn new() -> Self {
        Self::named(KID.to_owned(), 7)
    }

    /// One of many.
    pub fn number(number: usize) -> Self {
        Self::named(format!("key-{number:04}"), number)
    }

    fn named(kid: String, number: usize) -> Self {
        let mut secret = [7; 64];
        secret[..8].copy_from_slice(&number.to_be_bytes());
        let header = json!({"typ": "JWT", "alg": "HS256", "kid": kid}).to_string();
        Self {
            kid,
            secret,
            key: hmac::Key::new(hmac::HMAC_SHA256, &secret),
            header: URL_SAFE_NO_PAD.encode(header),
            until: now() + 24 * 3600,
        }
    }

    /// What verifies its tokens.
    pub fn jwt(&self) -> Jwt {
        accepting([self])
    }

    /// A caller with the role that is asked for. Two numbers are two callers.
    pub fn token(&self, number: usize) -> String {
        let until = self.until;
        self.sign(&format!(
            r#"{{"sub":"user-{number:08}","iss":"{ISSUER}","aud":"{AUDIENCE}","iat":{},"exp":{until},"jti":"6f1c2e9a-{number:08}","roles":["editor","admin"]}}"#,
            until - 24 * 3600
        ))
    }

    /// The same caller with these claims besides.
    pub fn token_with(&self, claims: &Value) -> String {
        let mut all = json!({
            "sub": "user-00000000",
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": self.until - 24 * 3600,
            "exp": self.until,
            "jti": "6f1c2e9a-00000000",
            "roles": ["editor", "admin"],
        });
        for (name, value) in claims.as_object().expect("claims are an object") {
            all[name] = value.clone();
        }
        self.sign(&all.to_string())
    }

    fn sign(&self, claims: &str) -> String {
        let mut token = self.header.clone();
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        let signature = hmac::sign(&self.key, token.as_bytes());
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature.as_ref(), &mut token);
        token
    }
}

impl Default for Issuer {
    fn default() -> Self {
        Self::new()
    }
}

/// What verifies the tokens of each of these.
pub fn accepting<'a>(issuers: impl IntoIterator<Item = &'a Issuer>) -> Jwt {
    let key = |it: &Issuer| Key::secret(Algorithm::HS256, it.secret).kid(&it.kid);
    named(Jwt::keys(issuers.into_iter().map(key)))
}

/// With issuer and audience.
pub fn named(jwt: Jwt) -> Jwt {
    jwt.issuer(ISSUER).audience(AUDIENCE)
}

/// The token, with a signature of the right length that is none.
pub fn forged(token: &str) -> String {
    let (message, signature) = token.rsplit_once('.').expect("a token has three parts");
    let other = if signature.starts_with('A') { "B" } else { "A" };
    format!("{message}.{other}{}", &signature[1..])
}

pub fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.expect("it is later than 1970").as_secs()
}
