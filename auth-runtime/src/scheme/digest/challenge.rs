//! How the challenges read (RFC 7616 §3.3).

use super::algorithm::Algorithm;
use crate::challenge::Challenge;

/// One for each algorithm. `qop` and `nonce` are quoted, the others must or may not be.
pub(super) struct Offer<'a> {
    pub(super) realm: &'a str,
    pub(super) algorithm: Algorithm,
    pub(super) nonce: &'a str,
    pub(super) userhash: bool,
    pub(super) stale: bool,
}

impl Offer<'_> {
    pub(super) fn challenge(&self) -> Challenge {
        let mut challenge = Challenge::new("Digest", self.realm)
            .quoted("qop", "auth")
            .token("algorithm", self.algorithm.name())
            .quoted("nonce", self.nonce)
            .token("charset", "UTF-8");
        if self.userhash {
            challenge = challenge.token("userhash", "true");
        }
        if self.stale {
            challenge = challenge.token("stale", "true");
        }
        challenge
    }
}
