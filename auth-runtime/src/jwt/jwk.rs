//! JSON Web Keys and sets of them (RFC 7517, RFC 7518 §6, RFC 8037 §2).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::algorithm::{Algorithm, Family};
use super::key::{Key, Loaded, ec, ed25519, hmac, rsa};
use crate::json::{Json, Object, object};

/// Why a JWK is not a key for us.
pub(super) enum Unusable {
    /// Made for something else, or of a kind that we do not know: left out of a set, as RFC 7517
    /// §5 advises.
    Foreign(String),
    /// Contradicts itself, or must not be where it is.
    Broken(String),
}

/// Members that only a private key has (RFC 7518 §6.2.2, §6.3.2).
pub(super) const PRIVATE: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "oth"];

/// One JWK, which has to be usable.
pub(super) fn key(json: &str) -> Key {
    let Some(jwk) = object(json.as_bytes()) else {
        return Key {
            kid: None,
            loaded: Err("this JWK is no JSON object".into()),
        };
    };
    let (kid, problem) = match text(&jwk, "kid") {
        Ok(kid) => (kid.map(Into::into), None),
        Err(problem) => (None, Some(problem)),
    };
    let loaded = problem.map_or_else(|| load(&jwk, None), Err);
    let loaded = loaded.map_err(|(Unusable::Foreign(why) | Unusable::Broken(why))| why);
    Key { kid, loaded }
}

/// The keys of a set that are made for signatures. `rsa` is the algorithm of RSA keys that name
/// none.
pub(super) fn set(json: &str, rsa: Option<Algorithm>) -> Result<Vec<Key>, String> {
    let set = object(json.as_bytes()).ok_or("this JWK set is no JSON object")?;
    let Some(Json::Array(jwks)) = set.get("keys") else {
        return Err("this JWK set has no array `keys`".into());
    };
    let mut keys = Vec::new();
    for jwk in jwks {
        let Json::Object(jwk) = jwk else {
            return Err("a JWK in the set is no object".into());
        };
        let kid = text(jwk, "kid").map_err(|_| "a JWK has a `kid` that is no text")?;
        match load(jwk, rsa) {
            Ok(loaded) => keys.push(Key {
                kid: kid.map(Into::into),
                loaded: Ok(loaded),
            }),
            Err(Unusable::Foreign(_)) => {}
            Err(Unusable::Broken(why)) => {
                return Err(format!(
                    "the JWK {:?}: {why}",
                    kid.unwrap_or("without a `kid`")
                ));
            }
        }
    }
    if keys.is_empty() {
        return Err("this JWK set holds no key for signatures".into());
    }
    Ok(keys)
}

pub(super) fn load(jwk: &Object<'_>, rsa_default: Option<Algorithm>) -> Result<Loaded, Unusable> {
    check_purpose(jwk)?;
    if PRIVATE.iter().any(|name| jwk.get(name).is_some()) {
        return Err(Unusable::Broken(
            "it holds a private key: give the public one, and keep this one secret".into(),
        ));
    }
    let named = match text(jwk, "alg")? {
        None => None,
        Some(name) => Some(
            Algorithm::named(name)
                .ok_or_else(|| Unusable::Foreign(format!("its `alg` {name:?} is unknown")))?,
        ),
    };
    let loaded = match text(jwk, "kty")? {
        Some("RSA") => {
            let algorithm = named.or(rsa_default).ok_or_else(|| {
                Unusable::Broken(
                    "it names no `alg`: say which one with `Jwt::jwk_set_for(json, \
                     Algorithm::RS256)`, or with `.rsa(Algorithm::RS256)` for keys by URL"
                        .into(),
                )
            })?;
            rsa(algorithm, &bytes(jwk, "n")?, &bytes(jwk, "e")?)
        }
        Some("EC") => load_ec(jwk, named)?,
        Some("OKP") => match text(jwk, "crv")? {
            Some("Ed25519") => ed25519(named.unwrap_or(Algorithm::EdDSA), &bytes(jwk, "x")?),
            other => return Err(Unusable::Foreign(format!("its `crv` {other:?} is unknown"))),
        },
        Some("oct") => {
            let algorithm = named.ok_or_else(|| {
                Unusable::Broken("a secret names its `alg`: HS256, HS384 or HS512".into())
            })?;
            hmac(algorithm, &bytes(jwk, "k")?)
        }
        other => return Err(Unusable::Foreign(format!("its `kty` {other:?} is unknown"))),
    };
    loaded.map_err(Unusable::Broken)
}

fn load_ec(jwk: &Object<'_>, named: Option<Algorithm>) -> Result<Result<Loaded, String>, Unusable> {
    let (curve, implied, size) = match text(jwk, "crv")? {
        Some("P-256") => (Family::P256, Algorithm::ES256, 32),
        Some("P-384") => (Family::P384, Algorithm::ES384, 48),
        other => return Err(Unusable::Foreign(format!("its `crv` {other:?} is unknown"))),
    };
    let (x, y) = (bytes(jwk, "x")?, bytes(jwk, "y")?);
    if x.len() != size || y.len() != size {
        return Err(Unusable::Broken(format!(
            "`x` and `y` have {size} bytes each"
        )));
    }
    Ok(ec(
        named.unwrap_or(implied),
        curve,
        &[&[4], &x[..], &y[..]].concat(),
    ))
}

/// `use` and `key_ops`, RFC 7517 §4.2 and §4.3.
fn check_purpose(jwk: &Object<'_>) -> Result<(), Unusable> {
    if let Some(purpose) = text(jwk, "use")?.filter(|purpose| *purpose != "sig") {
        return Err(Unusable::Foreign(format!(
            "its `use` is {purpose:?}, not \"sig\""
        )));
    }
    match jwk.get("key_ops") {
        None => Ok(()),
        Some(Json::Array(operations))
            if operations
                .iter()
                .any(|it| *it == Json::Text("verify".into())) =>
        {
            Ok(())
        }
        Some(_) => Err(Unusable::Foreign(
            "its `key_ops` do not name \"verify\"".into(),
        )),
    }
}

pub(super) fn text<'a>(jwk: &'a Object<'_>, name: &str) -> Result<Option<&'a str>, Unusable> {
    match jwk.get(name) {
        None => Ok(None),
        Some(Json::Text(text)) => Ok(Some(text)),
        Some(_) => Err(Unusable::Broken(format!("its `{name}` is no text"))),
    }
}

pub(super) fn bytes(jwk: &Object<'_>, name: &str) -> Result<Vec<u8>, Unusable> {
    text(jwk, name)?
        .and_then(|text| URL_SAFE_NO_PAD.decode(text).ok())
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(|| Unusable::Broken(format!("its `{name}` is missing or no base64url")))
}
