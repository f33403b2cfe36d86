//! Where documents may come from.

use std::fmt;
use std::net::IpAddr;

use actix_web::http::Uri;

use super::tls;

/// A URL that is good enough to take keys or verdicts from: `https`, or `http` on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    uri: Uri,
    is_plain: bool,
}

impl Endpoint {
    /// The endpoint, or why it is none.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let refuse = |why: &str| Err(format!("the URL {text:?} {why}"));
        let Ok(uri) = text.parse::<Uri>() else {
            return refuse("cannot be read");
        };
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return refuse("has no scheme or no host");
        };
        if text.contains('#') || authority.as_str().contains('@') {
            return refuse("has a fragment or a user, and must have neither");
        }
        if authority.host().is_empty() {
            return refuse("has no host");
        }
        let is_plain = match scheme {
            "https" => false,
            "http" if is_loopback(authority.host()) => true,
            _ => return refuse("is not `https`, which only this machine itself may do without"),
        };
        Ok(Self { uri, is_plain })
    }

    /// The same, and whether this machine can check who answers there.
    pub(crate) fn checked(text: &str) -> Result<Self, String> {
        let endpoint = Self::parse(text)?;
        match tls::config() {
            Err(why) if !endpoint.is_plain => Err(format!("the URL {text:?}: {why}")),
            _ => Ok(endpoint),
        }
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Whether it is `http` on this machine.
    pub(crate) fn is_plain(&self) -> bool {
        self.is_plain
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
}

/// Without the query, which may hold a key of some service.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let authority = self.uri.authority().map_or("", |it| it.as_str());
        let scheme = self.uri.scheme_str().unwrap_or_default();
        write!(f, "{scheme}://{authority}{}", self.uri.path())
    }
}

#[cfg(test)]
mod tests {
    use super::Endpoint;

    #[test]
    fn is_https_or_on_this_machine() {
        for good in [
            "https://id.example",
            "https://id.example:8443/a/b?c=d",
            "http://127.0.0.1:9/jwks",
            "http://127.8.8.8/jwks",
            "http://[::1]:9/jwks",
            "http://localhost/jwks",
        ] {
            assert!(Endpoint::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "/jwks",
            "id.example",
            "ftp://id.example",
            "file:///etc/passwd",
            "http://id.example/jwks",
            "http://10.0.0.1/jwks",
            "http://127.0.0.1.id.example/jwks",
            "http://localhost.id.example/jwks",
            "http://0.0.0.0/jwks",
            "http://[::]/jwks",
            "http://2130706433/jwks",
            "https://user:secret@id.example/jwks",
            "http://127.0.0.1@id.example/jwks",
            "https://id.example/jwks#fragment",
            "https:///jwks",
            "https://id.example/a b",
        ] {
            assert!(Endpoint::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn its_query_is_not_printed() {
        let endpoint = Endpoint::parse("https://id.example/jwks?key=s3cret").unwrap();
        assert_eq!(endpoint.to_string(), "https://id.example/jwks");
    }
}
