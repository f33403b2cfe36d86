//! Nonces of the server (RFC 9449 §8, §9): a time, and a MAC that only we can make.
//!
//! Nothing is stored: which nonces are good is computed, and that a proof is used once is the
//! business of its `jti`.

use std::fmt;
use std::time::Duration;

use actix_web::http::header::HeaderValue;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How proofs get their nonces.
///
/// The secret is random, and another one in each process. Machines that serve the same clients share
/// one:
///
/// ```
/// use std::time::Duration;
/// use auth_runtime::dpop::{DPoP, Nonces};
///
/// # let secret = [7; 32];
/// let nonces = Nonces::shared(secret).lifetime(Duration::from_secs(120));
/// let dpop = DPoP::at("https://api.example").nonces(nonces);
/// # let _ = dpop;
/// ```
#[must_use = "give them to `DPoP::nonces`"]
pub struct Nonces {
    secret: Option<Vec<u8>>,
    lifetime: Duration,
}

impl Nonces {
    /// Nonces of this process, each good for five minutes.
    pub fn new() -> Self {
        Self {
            secret: None,
            lifetime: Duration::from_secs(300),
        }
    }

    /// Nonces of all machines that have this secret of at least 32 bytes.
    pub fn shared(secret: impl AsRef<[u8]>) -> Self {
        Self {
            secret: Some(secret.as_ref().to_vec()),
            ..Self::new()
        }
    }

    /// How long a nonce is good, by whole seconds. When half of it is over, answers hold the next one.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }
}

impl Default for Nonces {
    fn default() -> Self {
        Self::new()
    }
}

/// Without the secret.
impl fmt::Debug for Nonces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Nonces")
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}

/// Makes nonces and knows its own.
pub(super) struct Issuer {
    mac: Hmac<Sha256>,
    lifetime: u64,
}

/// What a nonce is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Worth {
    Good,
    /// Good, and to be replaced.
    Ageing,
    Nothing,
}

const SHORTEST_SECRET: usize = 32;
/// The seconds since 1970, big-endian.
const TIME: usize = 8;
/// Half of a SHA-256 (RFC 2104 §5).
const TAG: usize = 16;
/// How far the clocks of machines that share a secret may differ.
const LEEWAY: u64 = 30;

impl Issuer {
    /// The issuer, or what is wrong with the configuration.
    pub(super) fn new(nonces: Nonces) -> Result<Self, String> {
        let secret = match nonces.secret {
            Some(secret) if secret.len() < SHORTEST_SECRET => {
                return Err(format!(
                    "the secret of the nonces has {} bytes and needs {SHORTEST_SECRET}: make one \
                     with `openssl rand -base64 {SHORTEST_SECRET}`",
                    secret.len()
                ));
            }
            Some(secret) => secret,
            None => {
                let mut secret = vec![0; SHORTEST_SECRET];
                getrandom::fill(&mut secret)
                    .map_err(|cause| format!("there are no random bytes for nonces: {cause}"))?;
                secret
            }
        };
        if nonces.lifetime < Duration::from_secs(2) {
            return Err("a nonce that is good for less than two seconds reaches nobody".into());
        }
        let mac = Hmac::new_from_slice(&secret).map_err(|_| "the secret makes no MAC")?;
        Ok(Self {
            mac,
            lifetime: nonces.lifetime.as_secs(),
        })
    }

    /// A nonce, of characters that RFC 9449 §8.1 allows.
    pub(super) fn issue(&self, now: u64) -> Option<HeaderValue> {
        let time = now.to_be_bytes();
        let tag = self.mac_of(time).finalize().into_bytes();
        let nonce = [&time[..], &tag[..TAG]].concat();
        HeaderValue::try_from(URL_SAFE_NO_PAD.encode(nonce)).ok()
    }

    pub(super) fn judge(&self, nonce: &str, now: u64) -> Worth {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(nonce) else {
            return Worth::Nothing;
        };
        let Some((time, tag)) = bytes.split_first_chunk::<TIME>() else {
            return Worth::Nothing;
        };
        // The library compares any length of tag, the empty one too.
        if tag.len() != TAG || self.mac_of(*time).verify_truncated_left(tag).is_err() {
            return Worth::Nothing;
        }
        let issued = u64::from_be_bytes(*time);
        let age = now.saturating_sub(issued);
        if age > self.lifetime || issued > now.saturating_add(LEEWAY) {
            Worth::Nothing
        } else if age > self.lifetime / 2 {
            Worth::Ageing
        } else {
            Worth::Good
        }
    }

    fn mac_of(&self, time: [u8; TIME]) -> Hmac<Sha256> {
        self.mac
            .clone()
            .chain_update(b"DPoP-Nonce")
            .chain_update(time)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::{Issuer, Nonces, Worth};

    fn issuer(secret: u8) -> Issuer {
        let nonces = Nonces::shared([secret; 32]).lifetime(Duration::from_secs(100));
        Issuer::new(nonces).ok().unwrap()
    }

    fn nonce(issuer: &Issuer, now: u64) -> String {
        issuer.issue(now).unwrap().to_str().unwrap().to_owned()
    }

    #[test]
    fn a_nonce_ages_and_ends() {
        let issuer = issuer(1);
        let nonce = nonce(&issuer, 1000);
        for (now, worth) in [
            (969, Worth::Nothing),
            (970, Worth::Good),
            (1000, Worth::Good),
            (1050, Worth::Good),
            (1051, Worth::Ageing),
            (1100, Worth::Ageing),
            (1101, Worth::Nothing),
        ] {
            assert_eq!(issuer.judge(&nonce, now), worth, "at {now}");
        }
    }

    #[test]
    fn nobody_else_makes_a_nonce() {
        let (ours, other) = (issuer(1), issuer(2));
        let good = nonce(&ours, 1000);
        assert_eq!(issuer(1).judge(&good, 1000), Worth::Good, "a shared secret");
        assert_eq!(other.judge(&good, 1000), Worth::Nothing);
        let bytes = URL_SAFE_NO_PAD.decode(&good).unwrap();
        let forged = (0..bytes.len() * 8).map(|bit| {
            let mut forged = bytes.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            forged
        });
        let short = (0..bytes.len()).map(|length| bytes[..length].to_vec());
        let long = [bytes.clone(), vec![0]].concat();
        for forged in forged.chain(short).chain([long]) {
            let text = URL_SAFE_NO_PAD.encode(forged);
            assert_eq!(ours.judge(&text, 1000), Worth::Nothing, "{text}");
        }
        for text in ["", "\u{e4}", "="] {
            assert_eq!(ours.judge(text, 1000), Worth::Nothing, "{text}");
        }
    }

    #[test]
    fn each_process_has_its_own_secret_unless_one_is_shared() {
        let make = || Issuer::new(Nonces::new()).ok().unwrap();
        let nonce = nonce(&make(), 1000);
        assert_eq!(make().judge(&nonce, 1000), Worth::Nothing);
        assert!(Issuer::new(Nonces::shared([1; 31])).is_err());
        let blink = Nonces::new().lifetime(Duration::from_secs(1));
        assert!(Issuer::new(blink).is_err());
    }

    #[test]
    fn a_nonce_is_of_allowed_characters() {
        let nonce = nonce(&issuer(1), u64::MAX);
        let is_nqchar = |c: char| matches!(c, '!' | '#'..='[' | ']'..='~');
        assert!(nonce.chars().all(is_nqchar), "{nonce}");
    }
}
