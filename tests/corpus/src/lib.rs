//! Good handlers, each in every form; see `build/mark.rs` for how they are marked.
#![forbid(unsafe_code)]
#![deny(warnings)]

use actix_web::web::ServiceConfig;

/// One form of the whole corpus.
#[derive(Debug)]
pub struct Form {
    /// The module that holds it.
    pub name: &'static str,
    /// Who gets which answer.
    pub answers: Answers,
    /// Its routes.
    pub routes: fn(&mut ServiceConfig),
}

/// What a form answers whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// Everybody gets the handler's answer.
    Anybody,
    /// 401 without a token.
    Authenticated,
    /// 401 without a token, 403 without the role.
    Role,
    /// 401 without a token, 404 without the role.
    HiddenRole,
    /// 404 without a token.
    Hidden,
}

/// A handler of the corpus.
#[derive(Debug)]
pub struct Handler {
    /// Its file in `handlers/`, and its scope.
    pub file: &'static str,
    /// The function's name.
    pub name: &'static str,
    /// Whether only `#[allow_anonymous]` can stand on it.
    pub open: bool,
    /// What to ask it.
    pub requests: &'static [Request],
}

/// A request to a handler.
#[derive(Debug)]
pub struct Request {
    /// Its method.
    pub method: &'static str,
    /// Its target.
    pub uri: &'static str,
    /// The status of the plain handler's answer.
    pub status: u16,
    /// Its fields.
    pub headers: &'static [(&'static str, &'static str)],
    /// Its content.
    pub body: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/forms.rs"));
