//! jsonwebtoken's signature backends, called directly.
//!
//! Its process-wide default panics in a build that has both backends, which any other crate can
//! bring about; a backend that is named cannot.

use jsonwebtoken::DecodingKey;
#[cfg(feature = "testing")]
use jsonwebtoken::EncodingKey;
use jsonwebtoken::crypto::CryptoProvider;

use super::Algorithm;

#[cfg(feature = "aws_lc_rs")]
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;
#[cfg(not(feature = "aws_lc_rs"))]
use jsonwebtoken::crypto::rust_crypto::DEFAULT_PROVIDER;

static PROVIDER: &CryptoProvider = &DEFAULT_PROVIDER;

/// What a signature is verified with.
#[derive(Clone)]
pub(super) enum Material {
    /// With its two hashes begun, which is half of what verifying a token costs otherwise.
    #[cfg(feature = "aws_lc_rs")]
    Secret(Box<aws_lc_rs::hmac::Key>),
    /// jsonwebtoken's verifier is made from it per call: it is not `Sync`, so workers could not share one.
    Key(DecodingKey),
}

impl Material {
    #[cfg(feature = "aws_lc_rs")]
    pub(super) fn secret(algorithm: Algorithm, secret: &[u8]) -> Self {
        use aws_lc_rs::hmac::{HMAC_SHA256, HMAC_SHA384, HMAC_SHA512, Key};
        let hmac = match algorithm {
            Algorithm::HS384 => HMAC_SHA384,
            Algorithm::HS512 => HMAC_SHA512,
            _ => HMAC_SHA256,
        };
        Self::Secret(Box::new(Key::new(hmac, secret)))
    }

    #[cfg(not(feature = "aws_lc_rs"))]
    pub(super) fn secret(_: Algorithm, secret: &[u8]) -> Self {
        Self::Key(DecodingKey::from_secret(secret))
    }
}

/// Whether the signature is the key's over the message. An error of the backend is a `false`.
pub(super) fn verify(
    algorithm: Algorithm,
    key: &Material,
    message: &[u8],
    signature: &Vec<u8>,
) -> bool {
    match key {
        #[cfg(feature = "aws_lc_rs")]
        Material::Secret(key) => aws_lc_rs::hmac::verify(key, message, signature).is_ok(),
        Material::Key(key) => (PROVIDER.verifier_factory)(&algorithm.of_provider(), key)
            .is_ok_and(|verifier| verifier.verify(message, signature).is_ok()),
    }
}

/// Whether these bytes are a point of the algorithm's curve, on which alone ECDSA means anything.
///
/// Not for Ed25519: aws-lc reads its keys only when it verifies.
#[cfg(feature = "aws_lc_rs")]
pub(super) fn is_point(algorithm: Algorithm, bytes: &[u8]) -> bool {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ParsedPublicKey};
    let curve = match algorithm {
        Algorithm::ES384 => &ECDSA_P384_SHA384_FIXED,
        _ => &ECDSA_P256_SHA256_FIXED,
    };
    ParsedPublicKey::new(curve, bytes).is_ok()
}

/// The same: RustCrypto's verifiers read a key when they are made.
#[cfg(not(feature = "aws_lc_rs"))]
pub(super) fn is_point(algorithm: Algorithm, bytes: &[u8]) -> bool {
    let key = DecodingKey::from_ec_der(bytes);
    (PROVIDER.verifier_factory)(&algorithm.of_provider(), &key).is_ok()
}

/// The coordinates of the point that belongs to a private key on P-256.
#[cfg(all(feature = "testing", feature = "dpop"))]
pub(crate) fn public_point(
    key: &EncodingKey,
) -> Result<(Vec<u8>, Vec<u8>), jsonwebtoken::errors::Error> {
    let point = PROVIDER.key_utils.ec_pub_components_from_private_key;
    let (_, x, y) = point(key.as_bytes(), Algorithm::ES256.of_provider())?;
    Ok((x, y))
}

/// A signature for a test's token.
#[cfg(feature = "testing")]
pub(crate) fn sign(
    algorithm: Algorithm,
    key: &EncodingKey,
    message: &[u8],
) -> Result<Vec<u8>, jsonwebtoken::errors::Error> {
    let signer = (PROVIDER.signer_factory)(&algorithm.of_provider(), key)?;
    signer
        .try_sign(message)
        .map_err(|_| jsonwebtoken::errors::ErrorKind::InvalidKeyFormat.into())
}
