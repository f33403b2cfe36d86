//! What a proof says (RFC 9449 §4.2), every claim of its type.

use crate::json::{Json, Object};

/// The claims of a proof, not yet compared with anything.
#[derive(Debug)]
pub(super) struct Claims<'a> {
    pub(super) id: &'a str,
    pub(super) method: &'a str,
    pub(super) url: &'a str,
    pub(super) issued: u64,
    pub(super) token_hash: &'a str,
    pub(super) nonce: Option<&'a str>,
}

impl<'a> Claims<'a> {
    pub(super) fn read(claims: &'a Object<'_>) -> Result<Self, &'static str> {
        let text = |name, code| match claims.get(name) {
            Some(Json::Text(text)) if !text.is_empty() => Ok(&**text),
            _ => Err(code),
        };
        let nonce = match claims.get("nonce") {
            None => None,
            Some(_) => Some(text("nonce", "proof_nonce")?),
        };
        let issued = match claims.get("iat") {
            Some(Json::Unsigned(seconds)) => *seconds,
            _ => return Err("proof_iat"),
        };
        Ok(Self {
            id: text("jti", "proof_jti")?,
            method: text("htm", "proof_htm")?,
            url: text("htu", "proof_htu")?,
            token_hash: text("ath", "proof_ath")?,
            issued,
            nonce,
        })
    }
}
