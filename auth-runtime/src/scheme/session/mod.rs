//! Sessions of browsers, on actix-session.
