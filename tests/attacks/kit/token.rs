//! Tokens written member by member as raw JSON, because an attack is often one that no JSON
//! library would write.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::keys::TestKey;
use super::setup::{AUDIENCE, ISSUER, NOW, Setup};

pub(crate) fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Members of an object in order, each a name and a value as they stand in the text.
type Members = Vec<(String, String)>;

/// The text of an object with these members.
pub(crate) fn members(members: &[(String, String)]) -> String {
    let members: Vec<_> = members
        .iter()
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    format!("{{{}}}", members.join(","))
}

/// A token before it is signed. As it comes from [`Draft::of`], it is good.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) setup: Setup,
    header: Members,
    claims: Members,
}

impl Draft {
    pub(crate) fn of(setup: Setup) -> Self {
        let quoted = |text: &str| format!("\"{text}\"");
        let header = [
            Some(("alg", quoted(setup.algorithm().name()))),
            Some(("typ", quoted("at+jwt"))),
            setup.kid().map(|kid| ("kid", quoted(kid))),
        ];
        let claims = [
            ("iss", quoted(ISSUER)),
            ("sub", quoted("alice")),
            ("aud", quoted(AUDIENCE)),
            ("exp", (NOW + 3600).to_string()),
            ("nbf", (NOW - 10).to_string()),
            ("iat", (NOW - 10).to_string()),
            ("jti", quoted("token-1")),
            ("client_id", quoted("app")),
            ("roles", r#"["reader"]"#.into()),
            ("scope", quoted("read write")),
            ("tenant", quoted("acme")),
        ];
        Self {
            setup,
            header: own(header.into_iter().flatten()),
            claims: own(claims),
        }
    }

    /// Sets a member of the header, in its place.
    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        set(&mut self.header, name, value.into());
        self
    }

    /// Sets a claim, in its place.
    pub(crate) fn claim(mut self, name: &str, value: impl Into<String>) -> Self {
        set(&mut self.claims, name, value.into());
        self
    }

    /// Appends a member to the header, whether or not there is one of the name.
    pub(crate) fn header_again(mut self, name: &str, value: impl Into<String>) -> Self {
        self.header.push((name.into(), value.into()));
        self
    }

    /// Appends a claim, whether or not there is one of the name.
    pub(crate) fn claim_again(mut self, name: &str, value: impl Into<String>) -> Self {
        self.claims.push((name.into(), value.into()));
        self
    }

    pub(crate) fn without_header(mut self, name: &str) -> Self {
        self.header.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn without_claim(mut self, name: &str) -> Self {
        self.claims.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn header_text(&self) -> String {
        members(&self.header)
    }

    pub(crate) fn claims_text(&self) -> String {
        members(&self.claims)
    }

    /// Header and payload, encoded: what is signed.
    pub(crate) fn message(&self) -> String {
        message(self.header_text(), self.claims_text())
    }

    /// The token, signed with the right key.
    pub(crate) fn mint(&self) -> String {
        self.seal(&self.message())
    }

    /// The token with another text for its payload, signed with the right key.
    pub(crate) fn mint_payload(&self, payload: impl AsRef<[u8]>) -> String {
        self.seal(&message(self.header_text(), payload))
    }

    /// The token with another text for its header, signed with the right key.
    pub(crate) fn mint_header(&self, header: impl AsRef<[u8]>) -> String {
        self.seal(&message(header, self.claims_text()))
    }

    /// Any message, signed with the right key.
    pub(crate) fn seal(&self, message: &str) -> String {
        self.seal_with(self.setup.key(), message)
    }

    /// Any message, signed with this key by the right algorithm.
    pub(crate) fn seal_with(&self, key: &TestKey, message: &str) -> String {
        let signature = key.sign(self.setup.algorithm(), message.as_bytes());
        format!("{message}.{}", base64url(signature))
    }

    /// The signature of the right key, as bytes.
    pub(crate) fn signature(&self) -> Vec<u8> {
        self.setup
            .key()
            .sign(self.setup.algorithm(), self.message().as_bytes())
    }

    /// The token with these bytes for a signature.
    pub(crate) fn with_signature(&self, signature: impl AsRef<[u8]>) -> String {
        format!("{}.{}", self.message(), base64url(signature))
    }
}

fn message(header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
    format!("{}.{}", base64url(header), base64url(payload))
}

fn own<'a>(members: impl IntoIterator<Item = (&'a str, String)>) -> Members {
    members
        .into_iter()
        .map(|(name, value)| (name.into(), value))
        .collect()
}

fn set(members: &mut Members, name: &str, value: String) {
    match members.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = value,
        None => members.push((name.into(), value)),
    }
}
