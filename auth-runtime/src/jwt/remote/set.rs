//! The keys of a set that anybody can fetch (RFC 7517 §5).

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::json::{Json, Object, object};
use crate::jwt::algorithm::Algorithm;
use crate::jwt::jwk::{PRIVATE, Unusable, bytes, load, text};
use crate::jwt::verifier::{Fingerprint, VerifyingKey};
use crate::sha256;

/// What a set holds for us.
pub(super) struct Published {
    pub(super) keys: Vec<VerifyingKey>,
    /// Why other keys that are for signatures are not among them, for the log.
    pub(super) left_out: Vec<String>,
}

/// A key, and its public members by which it can be told from another one.
struct Candidate {
    key: VerifyingKey,
    members: Vec<Vec<u8>>,
}

/// The usable keys of the set. One that is not is left out, so that it does not take the others with
/// it; a set without a usable key is an error, and so is one that holds a secret. `rsa` is the
/// algorithm of RSA keys that name none.
pub(super) fn read(
    json: &str,
    rsa: Option<Algorithm>,
    accept_weak: bool,
) -> Result<Published, String> {
    let set = object(json.as_bytes()).ok_or("this JWK set is no JSON object")?;
    let Some(Json::Array(jwks)) = set.get("keys") else {
        return Err("this JWK set has no array `keys`".into());
    };
    let objects = jwks.iter().map(|jwk| match jwk {
        Json::Object(jwk) => Ok(jwk),
        _ => Err("a JWK in the set is no object"),
    });
    let jwks = objects.collect::<Result<Vec<_>, _>>()?;
    if jwks.iter().any(|jwk| is_secret(jwk)) {
        return Err("this JWK set publishes a private key or a shared secret".into());
    }
    let (mut candidates, mut left_out) = (Vec::new(), Vec::new());
    for jwk in jwks {
        match candidate(jwk, rsa, accept_weak) {
            Ok(candidate) => candidates.extend(candidate),
            Err(why) => left_out.push(format!("the JWK {}: {why}", name(jwk))),
        }
    }
    drop_ambiguous(&mut candidates, &mut left_out);
    if candidates.is_empty() {
        let why = match &left_out[..] {
            [] => String::new(),
            some => format!(": {}", some.join("; ")),
        };
        return Err(format!("this JWK set holds no key for signatures{why}"));
    }
    let keys = candidates.into_iter().map(|it| it.key).collect();
    Ok(Published { keys, left_out })
}

/// What must be secret has no place in a public set, whatever it is for: who publishes such a set has
/// lost more than one key.
fn is_secret(jwk: &Object<'_>) -> bool {
    jwk.get("k").is_some()
        || jwk.get("kty") == Some(&Json::Text("oct".into()))
        || PRIVATE.iter().any(|name| jwk.get(name).is_some())
}

/// The key, or nothing for one that is not for us: RFC 7517 §5 has both ignored.
fn candidate(
    jwk: &Object<'_>,
    rsa: Option<Algorithm>,
    accept_weak: bool,
) -> Result<Option<Candidate>, String> {
    let loaded = match load(jwk, rsa) {
        Ok(loaded) => loaded,
        Err(Unusable::Foreign(_)) => return Ok(None),
        Err(Unusable::Broken(why)) => return Err(why),
    };
    if let Some(weakness) = loaded.weakness.filter(|_| !accept_weak) {
        return Err(weakness);
    }
    let Ok(kid) = text(jwk, "kid") else {
        return Err("its `kid` is no text".into());
    };
    if kid == Some("") {
        return Err("its `kid` is empty".into());
    }
    let members = ["n", "e", "x", "y"].map(|name| bytes(jwk, name).unwrap_or_default());
    Ok(Some(Candidate {
        key: VerifyingKey {
            kid: kid.map(Into::into),
            algorithm: loaded.algorithm,
            material: loaded.material,
            fingerprint: fingerprint(kid, loaded.algorithm, &members),
            usual_header: OnceLock::new(),
        },
        members: members.into(),
    }))
}

/// What tells this key from all others, also from one that has its name in the next set.
fn fingerprint(kid: Option<&str>, algorithm: Algorithm, members: &[Vec<u8>]) -> Fingerprint {
    let is_named = [u8::from(kid.is_some())];
    let kid = kid.unwrap_or_default().as_bytes();
    let named = [&is_named[..], kid, algorithm.name().as_bytes()];
    let parts: Vec<_> = named
        .into_iter()
        .chain(members.iter().map(Vec::as_slice))
        .collect();
    sha256::of_parts(&parts)
}

/// Leaves out what no token can mean: all keys that share a name, unless they are one key, and keys
/// without a name beside others.
fn drop_ambiguous(candidates: &mut Vec<Candidate>, left_out: &mut Vec<String>) {
    let mut kept: Vec<Candidate> = Vec::new();
    let (mut places, mut shared) = (HashMap::new(), BTreeSet::new());
    for candidate in candidates.drain(..) {
        let kid = candidate.key.kid.clone();
        match places.get(&kid).map(|place: &usize| &kept[*place]) {
            None => {
                places.insert(kid, kept.len());
                kept.push(candidate);
            }
            Some(same) if same.is(&candidate) => {}
            Some(_) => {
                shared.insert(kid);
            }
        }
    }
    kept.retain(|it| !shared.contains(&it.key.kid));
    left_out.extend(shared.into_iter().map(|kid| match kid {
        Some(kid) => format!("several keys have the `kid` {kid:?}"),
        None => "several keys have no `kid`".into(),
    }));
    if kept.len() > 1 && kept.iter().any(|it| it.key.kid.is_none()) {
        kept.retain(|it| it.key.kid.is_some());
        left_out.push("of several keys, one has no `kid`".into());
    }
    *candidates = kept;
}

impl Candidate {
    fn is(&self, other: &Self) -> bool {
        self.key.algorithm == other.key.algorithm && self.members == other.members
    }
}

fn name(jwk: &Object<'_>) -> String {
    match jwk.get("kid") {
        Some(Json::Text(kid)) => format!("{kid:?}"),
        _ => "without a `kid`".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{fingerprint, read};
    use crate::jwt::Algorithm;

    const ED25519: &str =
        r#""kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#;

    fn left_out(keys: &[&str], rsa: Option<Algorithm>) -> Result<Vec<String>, String> {
        let set = format!(r#"{{"keys":[{}]}}"#, keys.join(","));
        read(&set, rsa, false).map(|it| it.left_out)
    }

    #[test]
    fn another_name_or_algorithm_makes_it_another_key() {
        let numbers = [vec![1], vec![2]];
        let print = |kid, algorithm| fingerprint(kid, algorithm, &numbers);
        let prints = [
            print(None, Algorithm::RS256),
            print(Some(""), Algorithm::RS256),
            print(Some("a"), Algorithm::RS256),
            print(Some("a"), Algorithm::PS256),
            fingerprint(Some("a"), Algorithm::PS256, &[vec![1, 2], vec![]]),
        ];
        for (position, one) in prints.iter().enumerate() {
            assert!(!prints[..position].contains(one), "{position}");
        }
        assert_eq!(print(Some("a"), Algorithm::RS256), prints[2]);
    }

    /// Why each was left out stands in the log; what is for something else is nobody's business.
    #[test]
    fn tells_why_a_key_is_left_out() {
        let good = format!(r#"{{{ED25519},"kid":"good"}}"#);
        let rsa = r#"{"kty":"RSA","kid":"r","n":"AQAB","e":"AQAB"}"#;
        let others = [
            r#"{"kty":"EC","crv":"P-521","kid":"a"}"#,
            r#"{"kty":"AKP","kid":"b"}"#,
            r#"{"kty":"RSA","use":"enc","kid":"c","n":"AQAB","e":"AQAB"}"#,
            r#"{"kty":"OKP","crv":"X25519","kid":"d","x":"AAAA"}"#,
        ];
        let keys: Vec<_> = others.into_iter().chain([&good[..]]).collect();
        assert_eq!(left_out(&keys, None), Ok(Vec::new()));
        for (bad, algorithm, why) in [
            (rsa, None, "`.rsa(Algorithm::RS256)`"),
            (rsa, Some(Algorithm::RS256), "needs 2048"),
            (
                r#"{"kty":"OKP","crv":"Ed25519"}"#,
                None,
                "its `x` is missing",
            ),
            (&good.replace("good", ""), None, "its `kid` is empty"),
            (&format!("{{{ED25519}}}"), None, "has no `kid`"),
        ] {
            let told = left_out(&[&good, bad], algorithm).unwrap();
            assert!(told.len() == 1 && told[0].contains(why), "{bad}: {told:?}");
            if !why.starts_with("has no") {
                let alone = left_out(&[bad], algorithm).unwrap_err();
                assert!(alone.contains(why), "{bad}: {alone}");
            }
        }
    }
}
