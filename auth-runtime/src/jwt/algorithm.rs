//! The signature algorithms (RFC 7518 §3, RFC 8037, RFC 9864).

use std::fmt;

/// A signature algorithm. Each key is good for exactly one; a token's header never chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(clippy::upper_case_acronyms, reason = "the registered names")]
pub enum Algorithm {
    /// HMAC with SHA-256; a secret of at least 32 bytes.
    HS256,
    /// HMAC with SHA-384; a secret of at least 48 bytes.
    HS384,
    /// HMAC with SHA-512; a secret of at least 64 bytes.
    HS512,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    RS256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    RS384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    RS512,
    /// RSASSA-PSS with SHA-256.
    PS256,
    /// RSASSA-PSS with SHA-384.
    PS384,
    /// RSASSA-PSS with SHA-512.
    PS512,
    /// ECDSA on P-256 with SHA-256.
    ES256,
    /// ECDSA on P-384 with SHA-384.
    ES384,
    /// Ed25519, named `EdDSA` (RFC 8037) or `Ed25519` (RFC 9864) in a header.
    EdDSA,
}

/// Keys of one family never verify for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Hmac,
    Rsa,
    P256,
    P384,
    Ed25519,
}

impl Algorithm {
    const ALL: [Self; 12] = [
        Self::HS256,
        Self::HS384,
        Self::HS512,
        Self::RS256,
        Self::RS384,
        Self::RS512,
        Self::PS256,
        Self::PS384,
        Self::PS512,
        Self::ES256,
        Self::ES384,
        Self::EdDSA,
    ];

    /// The name in a header or a JWK.
    pub fn name(self) -> &'static str {
        match self {
            Self::HS256 => "HS256",
            Self::HS384 => "HS384",
            Self::HS512 => "HS512",
            Self::RS256 => "RS256",
            Self::RS384 => "RS384",
            Self::RS512 => "RS512",
            Self::PS256 => "PS256",
            Self::PS384 => "PS384",
            Self::PS512 => "PS512",
            Self::ES256 => "ES256",
            Self::ES384 => "ES384",
            Self::EdDSA => "EdDSA",
        }
    }

    /// Whether a header or JWK means this algorithm. Exact, so no spelling of `none` means any.
    pub(super) fn is_named(self, name: &str) -> bool {
        self.name() == name || (self == Self::EdDSA && name == "Ed25519")
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.is_named(name))
    }

    pub(super) fn family(self) -> Family {
        match self {
            Self::HS256 | Self::HS384 | Self::HS512 => Family::Hmac,
            Self::RS256 | Self::RS384 | Self::RS512 | Self::PS256 | Self::PS384 | Self::PS512 => {
                Family::Rsa
            }
            Self::ES256 => Family::P256,
            Self::ES384 => Family::P384,
            Self::EdDSA => Family::Ed25519,
        }
    }

    /// The fewest bytes a secret may have: those of the hash (RFC 7518 §3.2).
    pub(super) fn shortest_secret(self) -> usize {
        match self {
            Self::HS384 => 48,
            Self::HS512 => 64,
            _ => 32,
        }
    }

    pub(super) fn of_provider(self) -> jsonwebtoken::Algorithm {
        use jsonwebtoken::Algorithm as Theirs;
        match self {
            Self::HS256 => Theirs::HS256,
            Self::HS384 => Theirs::HS384,
            Self::HS512 => Theirs::HS512,
            Self::RS256 => Theirs::RS256,
            Self::RS384 => Theirs::RS384,
            Self::RS512 => Theirs::RS512,
            Self::PS256 => Theirs::PS256,
            Self::PS384 => Theirs::PS384,
            Self::PS512 => Theirs::PS512,
            Self::ES256 => Theirs::ES256,
            Self::ES384 => Theirs::ES384,
            Self::EdDSA => Theirs::EdDSA,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
