//! Keys, each checked when it is loaded and good for one algorithm.

use std::fmt;

use jsonwebtoken::DecodingKey;

use super::algorithm::{Algorithm, Family};
use super::provider::{self, Material};
use super::{jwk, pem};
use crate::json;

/// A key that signatures are verified with.
///
/// What is wrong with it is kept until [`AuthBuilder::build`](crate::AuthBuilder::build) reports
/// it, so that a configuration reads as one sentence.
#[derive(Clone)]
pub struct Key {
    pub(super) kid: Option<String>,
    pub(super) loaded: Result<Loaded, String>,
}

/// A key that a signature can be checked against.
#[derive(Clone)]
pub(super) struct Loaded {
    pub(super) algorithm: Algorithm,
    pub(super) material: Material,
    /// Why it must not be used, unless weak keys are accepted.
    pub(super) weakness: Option<String>,
}

impl Key {
    /// A shared secret for `HS256`, `HS384` or `HS512`, at least as long as the hash: 32, 48 or 64
    /// bytes (RFC 7518 §3.2).
    pub fn secret(algorithm: Algorithm, secret: impl AsRef<[u8]>) -> Self {
        Self::of(hmac(algorithm, secret.as_ref()))
    }

    /// A public key in PEM: `PUBLIC KEY` (SPKI) or `RSA PUBLIC KEY` (PKCS #1).
    pub fn pem(algorithm: Algorithm, pem: impl AsRef<str>) -> Self {
        Self::of(pem::read(algorithm, pem.as_ref()))
    }

    /// A public key in DER: SPKI, as `openssl pkey -pubout -outform der` writes it.
    pub fn der(algorithm: Algorithm, der: impl AsRef<[u8]>) -> Self {
        Self::of(pem::read_spki(algorithm, der.as_ref()))
    }

    /// A JSON Web Key (RFC 7517) that names its algorithm, or whose curve does.
    pub fn jwk(json: impl AsRef<str>) -> Self {
        jwk::key(json.as_ref())
    }

    /// The name by which a token's header asks for this key.
    #[must_use]
    pub fn kid(mut self, kid: impl Into<String>) -> Self {
        self.kid = Some(kid.into());
        self
    }

    fn of(loaded: Result<Loaded, String>) -> Self {
        Self { kid: None, loaded }
    }
}

/// Without the key.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("kid", &self.kid)
            .field(
                "algorithm",
                &self.loaded.as_ref().map(|loaded| loaded.algorithm),
            )
            .finish_non_exhaustive()
    }
}

pub(super) fn hmac(algorithm: Algorithm, secret: &[u8]) -> Result<Loaded, String> {
    expect_family(algorithm, Family::Hmac, "a shared secret")?;
    if secret.is_empty() {
        return Err("the secret is empty".into());
    }
    if is_public_key(secret) {
        return Err(format!(
            "the {algorithm} secret is a key file: load it with `Key::pem`, `Key::der` or `Key::jwk` and its own \
             algorithm"
        ));
    }
    let shortest = algorithm.shortest_secret();
    let weakness = if secret.len() < shortest {
        Some(format!(
            "the {algorithm} secret has {} bytes and needs {shortest} (RFC 7518 §3.2): make one with \
             `openssl rand -base64 {shortest}`",
            secret.len()
        ))
    } else if secret.iter().all(|byte| *byte == 0) {
        Some(format!(
            "the {algorithm} secret is all zeros: it was never filled"
        ))
    } else {
        None
    };
    Ok(Loaded {
        algorithm,
        material: Material::secret(algorithm, secret),
        weakness,
    })
}

/// What everybody may know must not be what an HMAC is made with (RFC 8725 §2.1).
fn is_public_key(secret: &[u8]) -> bool {
    const PEM: &[u8] = b"-----BEGIN ";
    secret.windows(PEM.len()).any(|part| part == PEM)
        || pem::is_spki(secret)
        || json::object(secret).is_some_and(|jwk| jwk.get("kty").is_some())
}

/// The largest RSA modulus that the backend verifies with.
const MOST_RSA_BITS: usize = if cfg!(feature = "aws_lc_rs") {
    8192
} else {
    4096
};
const FEWEST_RSA_BITS: usize = 2048;
const LONGEST_RSA_EXPONENT: usize = 4;

pub(super) fn rsa(algorithm: Algorithm, modulus: &[u8], exponent: &[u8]) -> Result<Loaded, String> {
    expect_family(algorithm, Family::Rsa, "an RSA key")?;
    let (modulus, exponent) = (without_zeros(modulus), without_zeros(exponent));
    let is_odd = |number: &[u8]| number.last().is_some_and(|last| last % 2 == 1);
    if !is_odd(exponent) || exponent == [1] || !is_odd(modulus) {
        return Err("the RSA key has a modulus or an exponent that no RSA key has".into());
    }
    if exponent.len() > LONGEST_RSA_EXPONENT {
        return Err(format!(
            "the RSA key has an exponent of {} bytes, and at most {LONGEST_RSA_EXPONENT} work here",
            exponent.len()
        ));
    }
    let bits = modulus.len() * 8
        - modulus
            .first()
            .map_or(0, |top| top.leading_zeros() as usize);
    if bits > MOST_RSA_BITS {
        return Err(format!(
            "the RSA key has {bits} bits, and at most {MOST_RSA_BITS} work here"
        ));
    }
    let weakness = (bits < FEWEST_RSA_BITS).then(|| {
        format!("the RSA key has {bits} bits and needs {FEWEST_RSA_BITS} (RFC 7518 §3.3)")
    });
    let material = Material::Key(DecodingKey::from_rsa_raw_components(modulus, exponent));
    Ok(Loaded {
        algorithm,
        material,
        weakness,
    })
}

/// An uncompressed point: `0x04 || x || y` (SEC 1 §2.3.3).
pub(super) fn ec(algorithm: Algorithm, curve: Family, point: &[u8]) -> Result<Loaded, String> {
    let (size, name) = match curve {
        Family::P384 => (97, "a P-384 key"),
        _ => (65, "a P-256 key"),
    };
    expect_family(algorithm, curve, name)?;
    if point.len() != size || point.first() != Some(&4) {
        return Err(format!(
            "{name} is an uncompressed point of {size} bytes, and this is none"
        ));
    }
    if !provider::is_point(algorithm, point) {
        return Err(format!(
            "{name} is a point of its curve, and this one lies beside it"
        ));
    }
    Ok(Loaded {
        algorithm,
        material: Material::Key(DecodingKey::from_ec_der(point)),
        weakness: None,
    })
}

pub(super) fn ed25519(algorithm: Algorithm, key: &[u8]) -> Result<Loaded, String> {
    expect_family(algorithm, Family::Ed25519, "an Ed25519 key")?;
    let Ok(point) = <[u8; 32]>::try_from(key) else {
        return Err(format!(
            "an Ed25519 key has 32 bytes, and this one has {}",
            key.len()
        ));
    };
    if has_small_order(point) {
        return Err("this Ed25519 key has small order: anybody can sign for it".into());
    }
    Ok(Loaded {
        algorithm,
        material: Material::Key(DecodingKey::from_ed_der(key)),
        weakness: None,
    })
}

/// The `y` of the points whose order divides 8, in every encoding, little-endian without the sign
/// bit (RFC 7748 §7, RFC 8032 §5.1.3). A signature for such a key needs no private one.
const SMALL_ORDER: [[u8; 32]; 7] = [
    encoded(0x00, 0x00, 0x00),
    encoded(0x01, 0x00, 0x00),
    encoded(0xec, 0xff, 0x7f),
    encoded(0xed, 0xff, 0x7f),
    encoded(0xee, 0xff, 0x7f),
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
];

const fn encoded(first: u8, middle: u8, last: u8) -> [u8; 32] {
    let mut bytes = [middle; 32];
    bytes[0] = first;
    bytes[31] = last;
    bytes
}

fn has_small_order(mut point: [u8; 32]) -> bool {
    point[31] &= 0x7f;
    SMALL_ORDER.contains(&point)
}

fn expect_family(algorithm: Algorithm, family: Family, key: &str) -> Result<(), String> {
    if algorithm.family() == family {
        Ok(())
    } else {
        Err(format!("{key} cannot verify {algorithm}"))
    }
}

pub(super) fn without_zeros(number: &[u8]) -> &[u8] {
    let start = number
        .iter()
        .position(|byte| *byte != 0)
        .unwrap_or(number.len());
    &number[start..]
}
