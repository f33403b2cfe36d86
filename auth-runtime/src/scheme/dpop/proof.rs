//! Request and token → proof: whether it is one for these two, and for now (RFC 9449 §4.3).

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderName;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::claims::Claims;
use super::target::{Public, normal};
use crate::json::object;
use crate::jwt::{Algorithm, SelfSigned};

const FIELD: HeaderName = HeaderName::from_static("dpop");

/// Room for RSA keys and long URLs. What is longer is not looked at.
const LONGEST: usize = 8 * 1024;

/// How old a proof may be, and how far in the future.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub(super) back: Duration,
    pub(super) ahead: Duration,
}

impl Window {
    /// By whole seconds, as `iat` counts them; at the boundary a proof is good.
    fn holds(self, issued: u64, now: u64) -> bool {
        issued <= now.saturating_add(self.ahead.as_secs())
            && now <= issued.saturating_add(self.back.as_secs())
    }

    /// For how long a proof that is good now could be good: from the first moment to the last, a
    /// second for the fractions, and `ahead` again for machines whose clocks differ.
    pub(super) fn keep(self) -> Duration {
        self.back + self.ahead * 2 + Duration::from_secs(1)
    }
}

/// What a request has to be compared with.
pub(super) struct Expected<'a> {
    pub(super) public: &'a Public,
    pub(super) algorithms: &'a [Algorithm],
    pub(super) window: Window,
    pub(super) now: u64,
}

/// A good proof, whose nonce and first use are still to be judged.
pub(super) struct Proof {
    pub(super) thumbprint: String,
    pub(super) nonce: Option<String>,
    /// The mark of its use: of key, URL and `jti`, so that clients do not meet.
    pub(super) mark: String,
}

/// The proof of a request that presents this token. The reason of a refusal is for logs.
pub(super) fn judge(
    request: &HttpRequest,
    token: &str,
    expected: &Expected<'_>,
) -> Result<Proof, &'static str> {
    let jwt = field(request)?;
    let SelfSigned { claims, thumbprint } = SelfSigned::read(jwt, "dpop+jwt", expected.algorithms)?;
    let claims = object(&claims).ok_or("proof_claims")?;
    let claims = Claims::read(&claims)?;
    if claims.method != request.method().as_str() {
        return Err("proof_for_another_method");
    }
    let url = expected
        .public
        .url(request.uri().path())
        .filter(|url| normal(claims.url).as_ref() == Some(url))
        .ok_or("proof_for_another_url")?;
    if !expected.window.holds(claims.issued, expected.now) {
        return Err("proof_out_of_time");
    }
    if claims.token_hash != URL_SAFE_NO_PAD.encode(Sha256::digest(token)) {
        return Err("proof_for_another_token");
    }
    Ok(Proof {
        mark: mark(&thumbprint, &url, claims.id),
        nonce: claims.nonce.map(ToOwned::to_owned),
        thumbprint,
    })
}

/// Exactly one field. Two proofs in one field are no JWT: a comma is not base64url.
fn field(request: &HttpRequest) -> Result<&str, &'static str> {
    let mut fields = request.headers().get_all(FIELD);
    let (Some(field), None) = (fields.next(), fields.next()) else {
        return Err("not_one_proof");
    };
    match field.to_str() {
        Ok(jwt) if jwt.len() <= LONGEST => Ok(jwt),
        Ok(_) => Err("proof_too_long"),
        Err(_) => Err("proof_shape"),
    }
}

/// A thumbprint has always the same length, and no URL has a NUL: no two triples are one text.
fn mark(thumbprint: &str, url: &str, id: &str) -> String {
    let hash = Sha256::new()
        .chain_update(thumbprint)
        .chain_update(url)
        .chain_update([0])
        .chain_update(id)
        .finalize();
    format!("dpop:{}", URL_SAFE_NO_PAD.encode(hash))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Window;

    #[test]
    fn a_proof_is_good_from_the_first_second_to_the_last() {
        let window = Window {
            back: Duration::from_secs(60),
            ahead: Duration::from_secs(5),
        };
        for (issued, holds) in [
            (0, false),
            (939, false),
            (940, true),
            (1000, true),
            (1005, true),
            (1006, false),
            (u64::MAX, false),
        ] {
            assert_eq!(window.holds(issued, 1000), holds, "{issued}");
        }
        let (first, last) = (1000 - 5, 1000 + 60);
        assert!(window.holds(1000, first) && window.holds(1000, last));
        assert!(window.keep().as_secs() > last - first);
    }
}
