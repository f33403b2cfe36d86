//! The tokens of a run: one shape for every contender.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use crate::keys::Keys;

pub const ISSUER: &str = "https://id.example";
pub const AUDIENCE: &str = "https://api.example";
pub const KID: &str = "2026-11";

/// The role that the guarded handlers ask for.
pub const ROLE: &str = "admin";

/// A token with the role that is asked for. Two numbers are two callers.
pub fn good(keys: &Keys, number: usize) -> String {
    token(keys, number, now() + 3600, ["editor", ROLE])
}

/// A good signature, and an `exp` a minute ago.
pub fn expired(keys: &Keys) -> String {
    token(keys, 0, now() - 60, ["editor", ROLE])
}

/// A good token without the role that is asked for.
pub fn wrong_role(keys: &Keys) -> String {
    token(keys, 0, now() + 3600, ["editor", "viewer"])
}

/// Like a good token, with a signature of the right length that is none.
pub fn forged(keys: &Keys) -> String {
    let good = good(keys, 0);
    let (message, signature) = good.rsplit_once('.').expect("a token has three parts");
    // The last character may hold bits that mean nothing.
    let other = if signature.starts_with('A') { "B" } else { "A" };
    format!("{message}.{other}{}", &signature[1..])
}

fn token(keys: &Keys, number: usize, exp: u64, roles: [&str; 2]) -> String {
    let header = json!({"typ": "JWT", "alg": keys.algorithm(), "kid": KID});
    let claims = json!({
        "sub": format!("user-{number:08}"),
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": now(),
        "exp": exp,
        "roles": roles,
    });
    let segment = |part: serde_json::Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let message = format!("{}.{}", segment(header), segment(claims));
    let signature = URL_SAFE_NO_PAD.encode(keys.sign(message.as_bytes()));
    format!("{message}.{signature}")
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("it is later than 1970")
        .as_secs()
}
