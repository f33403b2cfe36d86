//! The URL of the keys, given or discovered.

use std::borrow::Cow;

use crate::fetch::{self, Ask, Bounds, Endpoint, FetchError};
use crate::json::{Json, Object, object};

/// Where the set is, or who says where it is.
#[derive(Debug, Clone)]
pub(super) enum Place {
    Set(Endpoint),
    Discovery {
        /// Exactly as tokens and metadata have it.
        issuer: String,
        /// Where its metadata may be, in the order in which they are tried.
        metadata: [Endpoint; 2],
    },
}

impl Place {
    pub(super) fn set(url: &str) -> Result<Self, String> {
        Endpoint::checked(url).map(Self::Set)
    }

    /// `/.well-known/openid-configuration` behind the issuer's path, and
    /// `/.well-known/oauth-authorization-server` before it (RFC 8414 §3.1).
    pub(super) fn discovery(issuer: &str) -> Result<Self, String> {
        let endpoint = Endpoint::checked(issuer)?;
        if endpoint.uri().query().is_some() {
            return Err(format!(
                "the issuer {issuer:?} has a query, and must have none"
            ));
        }
        let issuer_without_slash = issuer.trim_end_matches('/');
        let path = endpoint.uri().path().trim_end_matches('/');
        let origin = issuer_without_slash
            .strip_suffix(path)
            .unwrap_or(issuer_without_slash);
        let metadata = [
            Endpoint::parse(&format!(
                "{issuer_without_slash}/.well-known/openid-configuration"
            ))?,
            Endpoint::parse(&format!(
                "{origin}/.well-known/oauth-authorization-server{path}"
            ))?,
        ];
        Ok(Self::Discovery {
            issuer: issuer.into(),
            metadata,
        })
    }

    /// The set as it stands there at this moment.
    pub(super) async fn fetch(&self, bounds: Bounds) -> Result<(Endpoint, Vec<u8>), FetchError> {
        let endpoint = match self {
            Self::Set(endpoint) => Cow::Borrowed(endpoint),
            Self::Discovery { issuer, metadata } => {
                Cow::Owned(discover(issuer, metadata, bounds).await?)
            }
        };
        let document = fetch::json(&endpoint, Ask::Get, bounds).await?;
        Ok((endpoint.into_owned(), document))
    }
}

/// The `jwks_uri` of the issuer. Where the one place has no metadata, the other is asked.
async fn discover(
    issuer: &str,
    [openid, oauth]: &[Endpoint; 2],
    bounds: Bounds,
) -> Result<Endpoint, FetchError> {
    match fetch::json(openid, Ask::Get, bounds).await {
        Ok(document) => jwks_uri(issuer, openid, &document),
        Err(error) => match fetch::json(oauth, Ask::Get, bounds).await {
            Ok(document) => jwks_uri(issuer, oauth, &document),
            Err(_) => Err(error),
        },
    }
}

/// The metadata is the issuer's own only if it names the issuer (RFC 8414 §3.3). Keys of an issuer
/// elsewhere do not come from this machine.
fn jwks_uri(issuer: &str, from: &Endpoint, document: &[u8]) -> Result<Endpoint, FetchError> {
    let refuse = |why: &str| FetchError::new(from, why);
    let metadata = object(document).ok_or_else(|| refuse("its metadata is no JSON object"))?;
    if text(&metadata, "issuer") != Some(issuer) {
        return Err(refuse("its metadata is that of another issuer"));
    }
    let url =
        text(&metadata, "jwks_uri").ok_or_else(|| refuse("its metadata has no `jwks_uri`"))?;
    let endpoint = Endpoint::parse(url).map_err(|why| refuse(&why))?;
    if endpoint.is_plain() && !from.is_plain() {
        return Err(refuse("its `jwks_uri` is on this machine"));
    }
    Ok(endpoint)
}

fn text<'a>(metadata: &'a Object<'_>, name: &str) -> Option<&'a str> {
    match metadata.get(name) {
        Some(Json::Text(text)) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, jwks_uri};
    use crate::fetch::Endpoint;

    #[test]
    fn metadata_stands_behind_the_path_and_before_it() {
        for (issuer, openid, oauth) in [
            (
                "http://127.0.0.1:9",
                "http://127.0.0.1:9/.well-known/openid-configuration",
                "http://127.0.0.1:9/.well-known/oauth-authorization-server",
            ),
            (
                "http://127.0.0.1:9/",
                "http://127.0.0.1:9/.well-known/openid-configuration",
                "http://127.0.0.1:9/.well-known/oauth-authorization-server",
            ),
            (
                "http://127.0.0.1:9/realms/one",
                "http://127.0.0.1:9/realms/one/.well-known/openid-configuration",
                "http://127.0.0.1:9/.well-known/oauth-authorization-server/realms/one",
            ),
        ] {
            let Ok(Place::Discovery { metadata, .. }) = Place::discovery(issuer) else {
                panic!("{issuer}");
            };
            let urls = metadata.map(|it| it.uri().to_string());
            assert_eq!(urls, [openid, oauth], "{issuer}");
        }
    }

    #[test]
    fn an_issuer_has_no_query_and_no_fragment() {
        for issuer in [
            "http://127.0.0.1:9?a=b",
            "http://127.0.0.1:9/#x",
            "http://id.example",
        ] {
            assert!(Place::discovery(issuer).is_err(), "{issuer}");
        }
    }

    #[test]
    fn metadata_names_its_issuer_and_keys_that_are_not_on_this_machine() {
        let from = Endpoint::parse("https://id.example/.well-known/openid-configuration").unwrap();
        let read = |document: &str| jwks_uri("https://id.example", &from, document.as_bytes());
        let good = r#"{"issuer":"https://id.example","jwks_uri":"https://keys.example/a"}"#;
        assert_eq!(read(good).unwrap().to_string(), "https://keys.example/a");
        for bad in [
            r#"{"issuer":"https://id.example/","jwks_uri":"https://id.example/a"}"#,
            r#"{"issuer":"https://ID.example","jwks_uri":"https://id.example/a"}"#,
            r#"{"issuer":["https://id.example"],"jwks_uri":"https://id.example/a"}"#,
            r#"{"jwks_uri":"https://id.example/a"}"#,
            r#"{"issuer":"https://id.example"}"#,
            r#"{"issuer":"https://id.example","jwks_uri":"http://id.example/a"}"#,
            r#"{"issuer":"https://id.example","jwks_uri":"http://127.0.0.1/a"}"#,
            r#"{"issuer":"https://id.example","jwks_uri":7}"#,
            r#"{"issuer":"x","issuer":"https://id.example","jwks_uri":"https://id.example/a"}"#,
            "[]",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
