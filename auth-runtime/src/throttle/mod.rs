//! Too many failures: 429 (RFC 6585 §4).
