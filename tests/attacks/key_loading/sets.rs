//! JWK sets.

use auth_runtime::jwt::Jwt;
use serde_json::{Value, json};

use super::{Row, jwk};
use crate::kit::{TestKey, keys};

pub(super) fn rows() -> Vec<Row> {
    let keys = keys();
    let load = |jwks: &[Value]| Jwt::jwk_set(json!({ "keys": jwks }).to_string()).audience("api");
    let named = |key: &TestKey, kid: &str| jwk(key, json!({"kid": kid}));
    let secret = jwk(&keys.secret, json!({"alg": "HS256", "kid": "s"}));
    vec![
        (
            "one kid twice",
            load(&[named(&keys.p256, "a"), named(&keys.others_p256, "a")]),
            &["two keys have the `kid` \"a\"", "name them apart"],
        ),
        (
            "the same key twice",
            load(&[named(&keys.p256, "a"), named(&keys.p256, "a")]),
            &["two keys have the `kid` \"a\""],
        ),
        (
            "several, one without kid",
            load(&[named(&keys.p256, "a"), keys.others_p256.jwk()]),
            &["has no `kid`", "Key::kid"],
        ),
        (
            "secret beside a public key",
            load(&[named(&keys.p256, "a"), secret]),
            &["mixed", "two `Auth`"],
        ),
        (
            "a private key in it",
            load(&[jwk(&keys.p256, json!({"d": "AAAA", "kid": "a"}))]),
            &["\"a\"", "private key"],
        ),
        (
            "RSA without alg",
            load(&[named(&keys.rsa, "a")]),
            &["\"a\"", "names no `alg`", "jwk_set_for"],
        ),
        (
            "coordinates cut",
            load(&[jwk(&keys.p256, json!({"x": "AAAA"}))]),
            &["`x` and `y` have 32 bytes"],
        ),
        (
            "only encryption keys",
            load(&[jwk(&keys.p256, json!({"use": "enc"}))]),
            &["no key for signatures"],
        ),
        (
            "only unknown kinds",
            load(&[jwk(&keys.p256, json!({"kty": "AKP"}))]),
            &["no key for signatures"],
        ),
        ("empty", load(&[]), &["no key for signatures"]),
        (
            "a kid of no text",
            load(&[jwk(&keys.p256, json!({"kid": 1}))]),
            &["`kid`", "no text"],
        ),
        ("a key of no object", load(&[json!("key")]), &["no object"]),
        (
            "no keys",
            Jwt::jwk_set("{}").audience("api"),
            &["no array `keys`"],
        ),
        (
            "keys of no array",
            Jwt::jwk_set(r#"{"keys":{}}"#).audience("api"),
            &["no array `keys`"],
        ),
        (
            "a JWK, no set",
            Jwt::jwk_set(keys.p256.jwk().to_string()).audience("api"),
            &["no array `keys`"],
        ),
        (
            "no JSON",
            Jwt::jwk_set("<html>").audience("api"),
            &["no JSON object"],
        ),
    ]
}
