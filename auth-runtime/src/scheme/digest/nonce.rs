//! Nonces (RFC 7616 §3.3, §5.4): a time, a number that no other has, and a MAC over both and over
//! what the nonce is for. None is kept, so that asking for them fills no memory.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use super::algorithm::Algorithm;
use super::secret::{Purpose, Secret};

/// Makes nonces and knows them again, as do others with the same secret.
pub(super) struct Nonces {
    /// In seconds.
    lifetime: u64,
    /// Random, so that two processes with one secret make different numbers.
    process: [u8; 16],
    made: AtomicU64,
}

/// By how much the clocks of machines may differ.
pub(super) const CLOCKS_DIFFER: Duration = Duration::from_secs(60);

const TIME: usize = 8;
const NUMBER: usize = 16;
const TAG: usize = 32;

/// A nonce that was made here, or where the secret is the same: when, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Issued(u64);

impl Nonces {
    pub(super) fn new(lifetime: Duration, process: [u8; 16]) -> Self {
        Self {
            lifetime: lifetime.as_secs(),
            process,
            made: AtomicU64::new(0),
        }
    }

    /// For responses with this algorithm in this realm, and no others (§3.6: no downgrade).
    pub(super) fn make(
        &self,
        secret: &Secret,
        (realm, algorithm): (&str, Algorithm),
        now: u64,
    ) -> String {
        let time = now.to_be_bytes();
        let count = self.made.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let number = secret.tag(Purpose::NonceNumber, &[&self.process, &count]);
        let number = &number.as_bytes()[..NUMBER];
        let mut nonce = [&time[..], number].concat();
        let tag = tag(secret, (realm, algorithm), &nonce);
        nonce.extend_from_slice(&tag);
        URL_SAFE_NO_PAD.encode(nonce)
    }

    /// How much of its life a nonce has before it; None when it is over. One from the future was
    /// made by a machine whose clock is ahead, if it is not from too far: then a clock was wrong, and
    /// the nonce would live on for as long.
    pub(super) fn left(&self, Issued(then): Issued, now: u64) -> Option<Duration> {
        if then > now.saturating_add(CLOCKS_DIFFER.as_secs()) {
            return None;
        }
        let left = then.saturating_add(self.lifetime).saturating_sub(now);
        (left > 0).then(|| Duration::from_secs(left))
    }

    /// Whether a client should be told the next nonce before this one ends.
    pub(super) fn is_ending(&self, left: Duration) -> bool {
        left.as_secs() <= self.lifetime / 4
    }
}

/// None for a nonce that is not ours, or is for something else.
pub(super) fn known(secret: &Secret, purpose: (&str, Algorithm), nonce: &str) -> Option<Issued> {
    let mut bytes = [0; TIME + NUMBER + TAG];
    let length = URL_SAFE_NO_PAD.decode_slice(nonce, &mut bytes).ok()?;
    let (signed, presented) = bytes.split_at(TIME + NUMBER);
    let expected = tag(secret, purpose, signed);
    if length != bytes.len() || !bool::from(expected.as_slice().ct_eq(presented)) {
        return None;
    }
    let (time, _) = signed.split_first_chunk()?;
    Some(Issued(u64::from_be_bytes(*time)))
}

fn tag(secret: &Secret, (realm, algorithm): (&str, Algorithm), signed: &[u8]) -> Vec<u8> {
    let parts = [signed, algorithm.name().as_bytes(), realm.as_bytes()];
    secret.tag(Purpose::Nonce, &parts).as_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::time::Duration;

    use super::{Algorithm, Issued, Nonces, known};
    use crate::scheme::digest::secret::Secret;

    const PURPOSE: (&str, Algorithm) = ("office", Algorithm::Sha256);

    fn secret(byte: u8) -> Secret {
        Secret::new(&[byte; 32]).unwrap()
    }

    fn nonces() -> Nonces {
        Nonces::new(Duration::from_secs(300), [7; 16])
    }

    #[test]
    fn whoever_has_the_secret_knows_a_nonce_again() {
        let nonce = nonces().make(&secret(1), PURPOSE, 1000);
        assert_eq!(known(&secret(1), PURPOSE, &nonce), Some(Issued(1000)));
        assert_eq!(known(&secret(2), PURPOSE, &nonce), None);
    }

    #[test]
    fn a_nonce_is_for_one_realm_and_one_algorithm() {
        let nonce = nonces().make(&secret(1), PURPOSE, 1000);
        for other in [("office", Algorithm::Md5), ("home", Algorithm::Sha256)] {
            assert_eq!(known(&secret(1), other, &nonce), None, "{other:?}");
        }
    }

    #[test]
    fn a_nonce_cannot_be_changed() {
        let nonce = nonces().make(&secret(1), PURPOSE, 1000);
        for at in 0..nonce.len() {
            let other = if nonce.as_bytes()[at] == b'A' {
                "B"
            } else {
                "A"
            };
            let mut changed = nonce.clone();
            changed.replace_range(at..=at, other);
            assert_eq!(known(&secret(1), PURPOSE, &changed), None, "{at}");
        }
        for text in [
            "",
            "x",
            &nonce[1..],
            &nonce[..nonce.len() - 1],
            &format!("{nonce}A"),
            &format!("{nonce}="),
            &format!("{nonce}{nonce}"),
            &"A".repeat(nonce.len()),
        ] {
            assert_eq!(known(&secret(1), PURPOSE, text), None, "{text}");
        }
    }

    #[test]
    fn no_nonce_is_made_twice() {
        let (ours, theirs) = (nonces(), Nonces::new(Duration::from_secs(300), [8; 16]));
        let made = (0..1000)
            .flat_map(|_| [&ours, &theirs].map(|nonces| nonces.make(&secret(1), PURPOSE, 1000)));
        assert_eq!(made.collect::<HashSet<_>>().len(), 2000);
    }

    #[test]
    fn a_nonce_ends() {
        let (nonces, issued) = (nonces(), Issued(1000));
        let left = |now| nonces.left(issued, now).map(|left| left.as_secs());
        assert_eq!(left(1000), Some(300));
        assert_eq!(left(1299), Some(1));
        assert_eq!(left(1300), None);
        assert_eq!(left(u64::MAX), None);
        assert_eq!(left(990), Some(310));
        assert_eq!(left(940), Some(360));
        assert_eq!(left(939), None);
        assert_eq!(left(0), None);
        assert!(!nonces.is_ending(Duration::from_secs(76)));
        assert!(nonces.is_ending(Duration::from_secs(75)));
    }
}
