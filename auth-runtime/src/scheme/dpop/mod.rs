//! `DPoP` (RFC 9449): access tokens that only the holder of a key can use.
