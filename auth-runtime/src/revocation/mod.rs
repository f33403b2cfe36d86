//! Tokens that are good by themselves and not accepted any more.
