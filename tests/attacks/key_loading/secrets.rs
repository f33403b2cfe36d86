//! Shared secrets.

use auth_runtime::jwt::{Algorithm, Jwt, Key};

use super::{CERTIFICATE, Row, one, secret};
use crate::kit::keys;

use Algorithm::{ES256, EdDSA, HS256, HS384, HS512, RS256};

pub(super) fn rows() -> Vec<Row> {
    let pem_as_secret = |pem: &str| one(Key::secret(HS256, pem));
    vec![
        ("HS256, empty", secret(HS256, 0), &["secret is empty"]),
        (
            "HS256, a byte",
            secret(HS256, 1),
            &[
                "HS256",
                "has 1 bytes",
                "needs 32",
                "openssl rand -base64 32",
            ],
        ),
        (
            "HS256, a byte short",
            secret(HS256, 31),
            &[
                "HS256",
                "has 31 bytes",
                "needs 32",
                "openssl rand -base64 32",
            ],
        ),
        (
            "HS384, a byte short",
            secret(HS384, 47),
            &[
                "HS384",
                "has 47 bytes",
                "needs 48",
                "openssl rand -base64 48",
            ],
        ),
        (
            "HS512, a byte short",
            secret(HS512, 63),
            &[
                "HS512",
                "has 63 bytes",
                "needs 64",
                "openssl rand -base64 64",
            ],
        ),
        (
            "HS512 with a secret for HS256",
            Jwt::hs512([7; 32]).audience("api"),
            &["HS512", "needs 64"],
        ),
        (
            "public PEM as secret",
            pem_as_secret(&keys().rsa.pem()),
            &["HS256 secret is a key file", "Key::pem"],
        ),
        (
            "EC PEM as secret",
            pem_as_secret(&keys().p256.pem()),
            &["HS256 secret is a key file", "Key::pem"],
        ),
        (
            "private PEM as secret",
            pem_as_secret(&keys().rsa.private_pem()),
            &["HS256 secret is a key file"],
        ),
        (
            "certificate as secret",
            pem_as_secret(CERTIFICATE),
            &["HS256 secret is a key file"],
        ),
        (
            "public DER as secret",
            one(Key::secret(HS256, keys().rsa.spki())),
            &["HS256 secret is a key file", "Key::der"],
        ),
        (
            "EC DER as secret",
            one(Key::secret(HS256, keys().p256.spki())),
            &["HS256 secret is a key file", "Key::der"],
        ),
        (
            "Ed25519 DER as secret",
            one(Key::secret(HS256, keys().ed25519.spki())),
            &["HS256 secret is a key file", "Key::der"],
        ),
        (
            "public JWK as secret",
            one(Key::secret(HS256, keys().p256.jwk().to_string())),
            &["HS256 secret is a key file", "Key::jwk"],
        ),
        (
            "all zeros",
            one(Key::secret(HS256, [0; 64])),
            &["all zeros"],
        ),
        (
            "secret for RS256",
            secret(RS256, 64),
            &["shared secret cannot verify RS256"],
        ),
        (
            "secret for ES256",
            secret(ES256, 64),
            &["shared secret cannot verify ES256"],
        ),
        (
            "secret for EdDSA",
            secret(EdDSA, 64),
            &["shared secret cannot verify EdDSA"],
        ),
    ]
}
