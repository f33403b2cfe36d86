//! What clients read about this API before they ask for a token (RFC 9728).
