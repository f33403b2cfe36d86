//! The secret that nonces and decoys come from.

use hmac::digest::CtOutput;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A key for MACs. No `Debug`.
pub(super) struct Secret(Hmac<Sha256>);

/// What a MAC is for, so that one for the first is none for the second.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Nonce = 1,
    NonceNumber = 2,
    Decoy = 3,
}

impl Secret {
    /// None for a key that HMAC does not take; it takes all.
    pub(super) fn new(key: &[u8]) -> Option<Self> {
        Hmac::new_from_slice(key).ok().map(Self)
    }

    /// The MAC over these parts, each with its length in front. Compares in constant time.
    pub(super) fn tag(&self, purpose: Purpose, parts: &[&[u8]]) -> CtOutput<Hmac<Sha256>> {
        let mut mac = self.0.clone();
        mac.update(&[purpose as u8]);
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize()
    }
}
