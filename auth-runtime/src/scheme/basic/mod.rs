//! `Basic` (RFC 7617): a user name and a password with every request.
