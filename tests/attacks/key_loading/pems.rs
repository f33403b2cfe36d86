//! PEM and DER.

use auth_runtime::jwt::{Algorithm, Key};
use aws_lc_rs::signature::{ECDSA_P256K1_SHA256_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING};

use super::{CERTIFICATE, RSA_1024, Row, one};
use crate::kit::{ec, keys, pem};

use Algorithm::{ES256, ES384, EdDSA, HS256, PS256, RS256};

pub(super) fn rows() -> Vec<Row> {
    let keys = keys();
    let p521 = ec("P-521", &ECDSA_P521_SHA512_FIXED_SIGNING);
    let k256 = ec("secp256k1", &ECDSA_P256K1_SHA256_FIXED_SIGNING);
    let load = |algorithm, pem: &str| one(Key::pem(algorithm, pem));
    let der = |algorithm, der: Vec<u8>| one(Key::der(algorithm, der));
    vec![
        (
            "private key",
            load(RS256, &keys.rsa.private_pem()),
            &["private key", "openssl pkey -pubout"],
        ),
        (
            "EC private key",
            load(ES256, &pem("EC PRIVATE KEY", &keys.p256.spki())),
            &["private key", "openssl pkey -pubout"],
        ),
        (
            "encrypted private key",
            load(RS256, &pem("ENCRYPTED PRIVATE KEY", &keys.rsa.spki())),
            &["private key"],
        ),
        (
            "certificate",
            load(RS256, CERTIFICATE),
            &["certificate", "openssl x509 -pubkey -noout"],
        ),
        (
            "another label",
            load(RS256, &pem("PARAMETERS", &keys.rsa.spki())),
            &["PARAMETERS", "PUBLIC KEY"],
        ),
        (
            "no PEM",
            load(RS256, "not a key"),
            &["no PEM file", "-----BEGIN PUBLIC KEY-----"],
        ),
        ("empty text", load(RS256, ""), &["no PEM file"]),
        (
            "half a PEM",
            load(RS256, &keys.rsa.pem()[..100]),
            &["no PEM file"],
        ),
        (
            "RSA of 1024 bits",
            load(RS256, RSA_1024),
            &["1024 bits", "needs 2048"],
        ),
        (
            "RSA of 1024 bits for PS256",
            load(PS256, RSA_1024),
            &["1024 bits", "needs 2048"],
        ),
        (
            "P-521",
            load(ES256, &p521.pem()),
            &["curve", "P-256 and P-384"],
        ),
        (
            "secp256k1",
            load(ES256, &k256.pem()),
            &["curve", "P-256 and P-384"],
        ),
        (
            "P-384 for ES256",
            load(ES256, &keys.p384.pem()),
            &["P-384 key cannot verify ES256"],
        ),
        (
            "P-256 for ES384",
            load(ES384, &keys.p256.pem()),
            &["P-256 key cannot verify ES384"],
        ),
        (
            "P-256 for RS256",
            load(RS256, &keys.p256.pem()),
            &["P-256 key cannot verify RS256"],
        ),
        (
            "RSA for ES256",
            load(ES256, &keys.rsa.pem()),
            &["RSA key cannot verify ES256"],
        ),
        (
            "RSA for EdDSA",
            load(EdDSA, &keys.rsa.pem()),
            &["RSA key cannot verify EdDSA"],
        ),
        (
            "RSA for HS256",
            load(HS256, &keys.rsa.pem()),
            &["RSA key cannot verify HS256"],
        ),
        (
            "Ed25519 for ES256",
            load(ES256, &keys.ed25519.pem()),
            &["Ed25519 key cannot verify ES256"],
        ),
        (
            "Ed25519 for PS256",
            load(PS256, &keys.ed25519.pem()),
            &["Ed25519 key cannot verify PS256"],
        ),
        (
            "DER, cut",
            der(RS256, keys.rsa.spki()[..50].into()),
            &["DER", "no public key"],
        ),
        (
            "DER, longer",
            der(RS256, [keys.rsa.spki(), vec![0]].concat()),
            &["DER", "no public key"],
        ),
        (
            "DER, empty",
            der(RS256, Vec::new()),
            &["DER", "no public key"],
        ),
        (
            "DER that is PEM",
            der(RS256, keys.rsa.pem().into_bytes()),
            &["DER", "no public key"],
        ),
        (
            "DER of P-384 for ES256",
            der(ES256, keys.p384.spki()),
            &["P-384 key cannot verify ES256"],
        ),
    ]
}
