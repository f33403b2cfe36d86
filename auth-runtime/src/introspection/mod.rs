//! Opaque tokens, judged by their authorization server (RFC 7662).
