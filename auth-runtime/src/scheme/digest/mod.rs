//! `Digest` (RFC 7616): proof of a password that does not travel.
