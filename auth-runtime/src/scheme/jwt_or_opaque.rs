//! JWTs and opaque tokens in one `Auth`, told apart by their shape.

use std::sync::Arc;

use super::{BearerToken, TokenConfig};
use crate::clock::Clock;
use crate::identity::{Authenticator, Verification};
use crate::store::Store;

/// Which tokens a configuration is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Jwt,
    Opaque,
    /// All, or those of both kinds.
    Any,
}

/// The two as one, or the latter where they do not go together.
pub(crate) fn join(
    one: Box<dyn TokenConfig>,
    other: Box<dyn TokenConfig>,
) -> Result<Box<dyn TokenConfig>, Box<dyn TokenConfig>> {
    match (one.kind(), other.kind()) {
        (TokenKind::Jwt, TokenKind::Opaque) => Ok(Box::new(Both {
            jwts: one,
            opaque: other,
        })),
        (TokenKind::Opaque, TokenKind::Jwt) => Ok(Box::new(Both {
            jwts: other,
            opaque: one,
        })),
        _ => Err(other),
    }
}

/// Judges each token by its shape.
struct Both<T> {
    jwts: T,
    opaque: T,
}

impl TokenConfig for Both<Box<dyn TokenConfig>> {
    fn build(
        self: Box<Self>,
        clock: &Arc<dyn Clock>,
        store: &Arc<dyn Store>,
    ) -> Result<Arc<dyn Authenticator>, Vec<String>> {
        match (
            self.jwts.build(clock, store),
            self.opaque.build(clock, store),
        ) {
            (Ok(jwts), Ok(opaque)) => Ok(Arc::new(Both { jwts, opaque })),
            (jwts, opaque) => {
                let problems = [jwts.err(), opaque.err()];
                Err(problems.into_iter().flatten().flatten().collect())
            }
        }
    }
}

impl Authenticator for Both<Arc<dyn Authenticator>> {
    /// The verdict on a JWT is final: whoever could have a refused one judged anew would choose its
    /// judge.
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        if has_shape_of_jwt(token.as_str()) {
            self.jwts.authenticate(token)
        } else {
            self.opaque.authenticate(token)
        }
    }

    fn recall(&self, token: &[u8]) -> Option<Verification> {
        self.jwts.recall(token)
    }
}

/// Three segments of base64url (RFC 7515 §7.1). The signature may be empty, as that of a token
/// without one is, and padding does not make it something else: whoever reads leniently would skip it.
fn has_shape_of_jwt(token: &str) -> bool {
    let token = token.trim_end_matches('=');
    let mut segments = token.split('.');
    let (Some(header), Some(claims), Some(signature), None) = (
        segments.next(),
        segments.next(),
        segments.next(),
        segments.next(),
    ) else {
        return false;
    };
    let is_base64url = |segment: &str| {
        let mut bytes = segment.bytes();
        bytes.all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    !header.is_empty()
        && !claims.is_empty()
        && [header, claims, signature].into_iter().all(is_base64url)
}

#[cfg(test)]
mod tests {
    use super::has_shape_of_jwt;

    #[test]
    fn a_jwt_has_three_segments_of_base64url() {
        for jwt in [
            "a.b.c",
            "e30.e30.c2ln",
            "a-_.B9.",
            "e30.e30.",
            "a.b.c=",
            "a.b.==",
        ] {
            assert!(has_shape_of_jwt(jwt), "{jwt}");
        }
        for opaque in [
            "",
            "a",
            "a.b",
            "a.b.c.d",
            "a.b.c.d.e",
            "..",
            "a..c",
            ".b.c",
            "a.b+.c",
            "a/.b.c",
            "a.b.~",
        ] {
            assert!(!has_shape_of_jwt(opaque), "{opaque}");
        }
    }
}
