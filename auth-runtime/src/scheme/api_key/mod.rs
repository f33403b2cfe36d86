//! API keys in a header field of their own.
