//! The header gate (RFC 7515 §4, RFC 8725 §3).

use std::borrow::Cow;

use crate::json::{Json, Object};

/// What a header may say. Everything else in it is ignored, above all the keys that a token
/// brings along (`jwk`, `jku`, `x5c`, `x5u`).
pub(super) struct Header<'a> {
    pub(super) algorithm: Cow<'a, str>,
    pub(super) kid: Option<Cow<'a, str>>,
}

/// Members that change what the rest means and that we do not support: an extension that must be
/// understood, an unencoded payload (RFC 7797), a nested or compressed or encrypted token.
pub(super) const UNSUPPORTED: [&str; 5] = ["crit", "b64", "cty", "zip", "enc"];

/// The types that an access token has (RFC 9068 §2.1), besides having none.
const ACCESS_TOKEN_TYPES: [&str; 2] = ["at+jwt", "application/at+jwt"];
const PLAIN_TYPES: [&str; 2] = ["JWT", "application/jwt"];

/// Longer names of keys are nobody's.
const LONGEST_KID: usize = 256;

impl<'a> Header<'a> {
    pub(super) fn read(
        header: &Object<'a>,
        only_access_tokens: bool,
    ) -> Result<Self, &'static str> {
        if UNSUPPORTED.iter().any(|name| header.get(name).is_some()) {
            return Err("unsupported_header");
        }
        if !is_accepted_type(header.get("typ"), only_access_tokens) {
            return Err("foreign_type");
        }
        let kid = match header.get("kid") {
            None => None,
            Some(Json::Text(kid)) if kid.len() <= LONGEST_KID => Some(kid.clone()),
            Some(_) => return Err("kid"),
        };
        match header.get("alg") {
            Some(Json::Text(algorithm)) => Ok(Self {
                algorithm: algorithm.clone(),
                kid,
            }),
            _ => Err("algorithm"),
        }
    }
}

/// A token made for something else (an ID token, a DPoP proof, a logout token) says so in `typ`.
fn is_accepted_type(typ: Option<&Json<'_>>, only_access_tokens: bool) -> bool {
    let named = |types: &[&str], typ: &str| types.iter().any(|it| it.eq_ignore_ascii_case(typ));
    match typ {
        Some(Json::Text(typ)) => {
            named(&ACCESS_TOKEN_TYPES, typ) || (!only_access_tokens && named(&PLAIN_TYPES, typ))
        }
        Some(_) => false,
        None => !only_access_tokens,
    }
}
