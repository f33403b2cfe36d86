//! The requests that are told apart, and the answer that each must get.

use actix_web::http::{Method, StatusCode};

/// One kind of request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scenario {
    Allowed,
    Missing,
    Garbage,
    BadSignature,
    Expired,
    WrongRole,
    WrongRole64k,
    Allowed64k,
    Public,
    PublicToken,
    /// Only the attributes can say it: a refusal that looks like a path that does not exist.
    Hidden,
}

use Scenario::{
    Allowed, Allowed64k, BadSignature, Expired, Garbage, Hidden, Missing, Public, PublicToken,
    WrongRole, WrongRole64k,
};

/// Those that every contender answers.
pub const COMMON: [Scenario; 10] = [
    Allowed,
    Missing,
    Garbage,
    BadSignature,
    Expired,
    WrongRole,
    Public,
    PublicToken,
    WrongRole64k,
    Allowed64k,
];

impl Scenario {
    pub fn named(name: &str) -> Self {
        COMMON
            .into_iter()
            .chain([Hidden])
            .find(|scenario| scenario.name() == name)
            .unwrap_or_else(|| panic!("no scenario {name}"))
    }

    pub fn name(self) -> &'static str {
        match self {
            Allowed => "allowed",
            Missing => "missing",
            Garbage => "garbage",
            BadSignature => "bad_signature",
            Expired => "expired",
            WrongRole => "wrong_role",
            WrongRole64k => "wrong_role_64k",
            Allowed64k => "allowed_64k",
            Public => "public",
            PublicToken => "public_token",
            Hidden => "hidden",
        }
    }

    pub fn path(self) -> &'static str {
        match self {
            Public | PublicToken => "/public",
            Hidden => "/api/hidden",
            WrongRole64k | Allowed64k => "/api/names",
            _ => "/api/guarded",
        }
    }

    pub fn method(self) -> Method {
        if self.has_body() {
            Method::POST
        } else {
            Method::GET
        }
    }

    pub fn has_body(self) -> bool {
        matches!(self, WrongRole64k | Allowed64k)
    }

    /// The right answer where the path is guarded. Without a guard all of them are 200.
    pub fn status(self) -> StatusCode {
        match self {
            Allowed | Allowed64k | Public | PublicToken => StatusCode::OK,
            Missing | Garbage | BadSignature | Expired => StatusCode::UNAUTHORIZED,
            WrongRole | WrongRole64k => StatusCode::FORBIDDEN,
            Hidden => StatusCode::NOT_FOUND,
        }
    }
}
