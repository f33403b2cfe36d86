//! Public keys in PEM and DER (RFC 7468, RFC 5280 §4.1, RFC 8017 §A.1.1).

use pkcs1::RsaPublicKeyRef;
use spki::{Document, ObjectIdentifier, SubjectPublicKeyInfoRef};

use super::algorithm::{Algorithm, Family};
use super::key::{Loaded, ec, ed25519, rsa};

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

pub(super) fn read(algorithm: Algorithm, pem: &str) -> Result<Loaded, String> {
    let (label, document) = Document::from_pem(pem.trim_start())
        .map_err(|_| "this is no PEM file: it starts with `-----BEGIN PUBLIC KEY-----`")?;
    match label {
        "PUBLIC KEY" => read_spki(algorithm, document.as_bytes()),
        "RSA PUBLIC KEY" => read_pkcs1(algorithm, document.as_bytes()),
        label if label.ends_with("PRIVATE KEY") => Err(
            "this PEM file holds a private key, and verifying needs the public one: make it with \
             `openssl pkey -pubout`"
                .into(),
        ),
        "CERTIFICATE" => Err(
            "this PEM file holds a certificate, and verifying needs its public \
                              key: make it with `openssl x509 -pubkey -noout`"
                .into(),
        ),
        label => Err(format!(
            "this PEM file holds a `{label}`, not a `PUBLIC KEY`"
        )),
    }
}

pub(super) fn is_spki(bytes: &[u8]) -> bool {
    SubjectPublicKeyInfoRef::try_from(bytes).is_ok()
}

pub(super) fn read_spki(algorithm: Algorithm, der: &[u8]) -> Result<Loaded, String> {
    let info = SubjectPublicKeyInfoRef::try_from(der)
        .map_err(|_| "this DER is no public key (SubjectPublicKeyInfo)")?;
    let key = info
        .subject_public_key
        .as_bytes()
        .ok_or("this DER holds a key of an odd number of bits")?;
    match info.algorithm.oid {
        RSA => read_pkcs1(algorithm, key),
        RSA_PSS if algorithm.name().starts_with("PS") => read_pkcs1(algorithm, key),
        EC => match info.algorithm.parameters_oid() {
            Ok(P256) => ec(algorithm, Family::P256, key),
            Ok(P384) => ec(algorithm, Family::P384, key),
            _ => Err("this EC key is on a curve other than P-256 and P-384".into()),
        },
        ED25519 => ed25519(algorithm, key),
        other => Err(format!("a key of type {other} cannot verify {algorithm}")),
    }
}

fn read_pkcs1(algorithm: Algorithm, der: &[u8]) -> Result<Loaded, String> {
    let key = RsaPublicKeyRef::try_from(der).map_err(|_| "this DER is no RSA public key")?;
    rsa(
        algorithm,
        key.modulus.as_bytes(),
        key.public_exponent.as_bytes(),
    )
}
