//! JWTs that bring the key along which they are signed with: proofs that somebody holds it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::algorithm::{Algorithm, Family};
use super::header::UNSUPPORTED;
use super::jwk::{PRIVATE, Unusable, bytes, load};
use super::key::{Loaded, without_zeros};
use super::provider;
use crate::json::{Json, Object, object};

/// What such a JWT says, and the key that says it.
pub(crate) struct SelfSigned {
    /// The payload. Not yet known to be JSON.
    pub(crate) claims: Vec<u8>,
    /// The key's JWK SHA-256 thumbprint (RFC 7638 §3).
    pub(crate) thumbprint: String,
}

impl SelfSigned {
    /// The JWT, if it is of this type, and signed by one of these algorithms with the key in its own
    /// header. The reason of a refusal is for logs.
    pub(crate) fn read(
        jwt: &str,
        typ: &str,
        algorithms: &[Algorithm],
    ) -> Result<Self, &'static str> {
        let (message, signature) = jwt.rsplit_once('.').ok_or("proof_shape")?;
        let (header, claims) = message.split_once('.').ok_or("proof_shape")?;
        let header = decode(header)?;
        let header = object(&header).ok_or("proof_header")?;
        check_header(&header, typ)?;
        let algorithm = algorithm(&header, algorithms)?;
        let Some(Json::Object(jwk)) = header.get("jwk") else {
            return Err("proof_without_key");
        };
        let key = public_key(jwk, algorithm)?;
        let thumbprint = thumbprint(jwk, algorithm).map_err(|_| "proof_key")?;
        let (claims, signature) = (decode(claims)?, decode(signature)?);
        if provider::verify(algorithm, &key.material, message.as_bytes(), &signature) {
            Ok(Self { claims, thumbprint })
        } else {
            Err("proof_signature")
        }
    }
}

fn check_header(header: &Object<'_>, typ: &str) -> Result<(), &'static str> {
    if UNSUPPORTED.iter().any(|name| header.get(name).is_some()) {
        return Err("unsupported_proof_header");
    }
    let Some(Json::Text(given)) = header.get("typ") else {
        return Err("proof_type");
    };
    // RFC 7515 §4.1.9: the prefix may be left out.
    let given = match given.split_once('/') {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case("application") => rest,
        _ => given,
    };
    if given.eq_ignore_ascii_case(typ) {
        Ok(())
    } else {
        Err("proof_type")
    }
}

fn algorithm(header: &Object<'_>, accepted: &[Algorithm]) -> Result<Algorithm, &'static str> {
    match header.get("alg") {
        Some(Json::Text(name)) => accepted
            .iter()
            .copied()
            .find(|algorithm| algorithm.is_named(name) && !algorithm.is_symmetric())
            .ok_or("proof_algorithm"),
        _ => Err("proof_algorithm"),
    }
}

/// The sender's key, checked before a backend sees it: one of them panics on a short Ed25519 key.
fn public_key(jwk: &Object<'_>, algorithm: Algorithm) -> Result<Loaded, &'static str> {
    let mut private = PRIVATE.iter().chain(&["k"]);
    if private.any(|name| jwk.get(name).is_some()) {
        return Err("private_key_in_proof");
    }
    let key = load(jwk, Some(algorithm)).map_err(|_| "proof_key")?;
    if key.algorithm == algorithm && key.weakness.is_none() {
        Ok(key)
    } else {
        Err("proof_key")
    }
}

/// Of the key's bytes as we would write them, whatever the sender's spelling is.
fn thumbprint(jwk: &Object<'_>, algorithm: Algorithm) -> Result<String, Unusable> {
    let member = |name: &str| {
        let bytes = bytes(jwk, name)?;
        Ok::<_, Unusable>(URL_SAFE_NO_PAD.encode(match algorithm.family() {
            Family::Rsa => without_zeros(&bytes),
            _ => &bytes,
        }))
    };
    let point = |curve: &str| {
        let (x, y) = (member("x")?, member("y")?);
        Ok::<_, Unusable>(format!(
            r#"{{"crv":"{curve}","kty":"EC","x":"{x}","y":"{y}"}}"#
        ))
    };
    let canonical = match algorithm.family() {
        Family::Rsa => {
            let (e, n) = (member("e")?, member("n")?);
            format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#)
        }
        Family::P256 => point("P-256")?,
        Family::P384 => point("P-384")?,
        Family::Ed25519 => format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, member("x")?),
        Family::Hmac => return Err(Unusable::Foreign("a secret proves nothing".into())),
    };
    Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(canonical)))
}

impl Algorithm {
    /// Whether whoever can verify can also sign, which proves nothing about a client.
    pub(crate) fn is_symmetric(self) -> bool {
        self.family() == Family::Hmac
    }
}

/// base64url without padding, and only the one spelling that an encoder writes.
fn decode(segment: &str) -> Result<Vec<u8>, &'static str> {
    URL_SAFE_NO_PAD
        .decode(segment)
        .map_err(|_| "proof_base64url")
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::{SelfSigned, object, thumbprint};
    use crate::jwt::Algorithm;

    const ACCEPTED: [Algorithm; 5] = [
        Algorithm::ES256,
        Algorithm::ES384,
        Algorithm::EdDSA,
        Algorithm::PS256,
        Algorithm::RS256,
    ];

    /// Why a proof with this key is refused. Nobody signed it, so a key that is taken for one ends as
    /// a bad signature.
    fn refusal(algorithm: &str, jwk: &str) -> Option<&'static str> {
        let header = format!(r#"{{"typ":"dpop+jwt","alg":"{algorithm}","jwk":{jwk}}}"#);
        let header = URL_SAFE_NO_PAD.encode(header);
        let jwt = format!("{header}.e30.{}", URL_SAFE_NO_PAD.encode([1; 64]));
        SelfSigned::read(&jwt, "dpop+jwt", &ACCEPTED).err()
    }

    /// In whichever backend: one of them panics on a short Ed25519 key.
    #[test]
    fn a_bad_key_is_refused_before_a_backend_sees_it() {
        let number = |byte: u8, length: usize| URL_SAFE_NO_PAD.encode(vec![byte; length]);
        let okp = |x: String| format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}"}}"#);
        let ec =
            |x: String, y: String| format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}"}}"#);
        let rsa = |n: String, e: &str| format!(r#"{{"kty":"RSA","n":"{n}","e":"{e}"}}"#);
        for length in [0, 1, 31, 33] {
            let key = okp(number(1, length));
            assert_eq!(refusal("EdDSA", &key), Some("proof_key"), "{key}");
        }
        for (algorithm, key) in [
            ("EdDSA", okp(number(0, 32))),
            ("ES256", okp(number(1, 32))),
            ("ES256", ec(number(1, 32), number(1, 32))),
            ("ES256", ec(number(0, 32), number(0, 32))),
            ("ES256", ec(number(1, 31), number(1, 33))),
            ("ES384", ec(number(1, 32), number(1, 32))),
            ("RS256", rsa(number(255, 128), "AQAB")),
            ("RS256", rsa(number(254, 256), "AQAB")),
            ("RS256", rsa(number(255, 256), "AQ")),
            ("RS256", rsa(number(255, 256), "Ag")),
            ("RS256", rsa(number(255, 2048), "AQAB")),
            ("RS256", r#"{"kty":"oct","k":"AAAA"}"#.into()),
        ] {
            let refusal = refusal(algorithm, &key);
            let is_before = matches!(refusal, Some("proof_key" | "private_key_in_proof"));
            assert!(is_before, "{refusal:?} {key}");
        }
        let good =
            r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
        assert_eq!(refusal("EdDSA", good), Some("proof_signature"));
    }

    fn of(jwk: &str, algorithm: Algorithm) -> String {
        let jwk = object(jwk.as_bytes()).unwrap();
        thumbprint(&jwk, algorithm).ok().unwrap()
    }

    /// RFC 7638 §3.1, RFC 8037 §A.3, RFC 9449 §6.1.
    #[test]
    fn the_published_thumbprints_agree() {
        let rsa = r#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#;
        assert_eq!(
            of(rsa, Algorithm::RS256),
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
        );
        let ed25519 =
            r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
        assert_eq!(
            of(ed25519, Algorithm::EdDSA),
            "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
        );
        let p256 = r#"{"kty":"EC","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA","crv":"P-256"}"#;
        assert_eq!(
            of(p256, Algorithm::ES256),
            "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"
        );
    }

    #[test]
    fn a_thumbprint_is_the_keys_and_not_the_spellings() {
        let plain = r#"{"kty":"RSA","n":"9Q","e":"AQAB"}"#;
        let padded = r#"{"n":"APU","e":"AAEAAQ","kty":"RSA","use":"sig"}"#;
        assert_eq!(of(plain, Algorithm::RS256), of(padded, Algorithm::PS256));
    }
}
