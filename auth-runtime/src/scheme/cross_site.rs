//! Whether a request comes from a page of this application (RFC 6265bis §8.8.1, Fetch metadata).

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::http::header::{HOST, HeaderName, ORIGIN, UPGRADE};

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sender {
    /// A page of the application, or nobody but the user.
    Own,
    /// A page of somebody else's.
    Other,
    /// Nothing that tells: no browser of today.
    Unknown,
}

/// Whether a request may change something, or opens a `WebSocket`, to which the same-origin policy of
/// browsers does not apply. RFC 9110 §9.2.1 says which methods are safe.
pub(super) fn needs_own_sender(request: &HttpRequest) -> bool {
    let is_safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE
    );
    !is_safe || opens_socket(request)
}

/// Whatever a handshake could take for `websocket`: actix-http's looks for the word anywhere in the
/// field. Other upgrades no page can ask for.
fn opens_socket(request: &HttpRequest) -> bool {
    const WEBSOCKET: &[u8] = b"websocket";
    let mut fields = request.headers().get_all(UPGRADE);
    fields.any(|field| {
        let mut words = field.as_bytes().windows(WEBSOCKET.len());
        words.any(|word| word.eq_ignore_ascii_case(WEBSOCKET))
    })
}

/// Whether a page of somebody else's sent a request that may change something. For credentials that
/// a browser remembers and sends along whoever makes it ask: programs, which send neither
/// `Sec-Fetch-Site` nor `Origin`, ask for nobody but themselves.
#[cfg(any(feature = "basic", feature = "digest"))]
pub(super) fn is_misused(request: &HttpRequest, own: &[Origin]) -> bool {
    needs_own_sender(request) && sender(request, own) == Sender::Other
}

/// What is wrong with the origins that an application named.
pub(super) fn problems(named: &[String]) -> impl Iterator<Item = String> {
    let wrong = named.iter().filter(|it| Origin::read(it).is_none());
    wrong.map(|origin| {
        format!("{origin:?} is not an origin: write it as \"https://shop.example\", without a path")
    })
}

/// The origins that an application named.
pub(super) fn origins(named: &[String]) -> Vec<Origin> {
    named.iter().filter_map(|it| Origin::read(it)).collect()
}

/// Judges by `Sec-Fetch-Site`, which no page can set, and by `Origin` where a browser does not send it
/// or says that it was another origin. Two of a field tell nothing that could be trusted.
pub(super) fn sender(request: &HttpRequest, own: &[Origin]) -> Sender {
    const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
    let fields = (field(request, &SEC_FETCH_SITE), field(request, &ORIGIN));
    let (Ok(site), Ok(origin)) = fields else {
        return Sender::Other;
    };
    match (site, origin) {
        (Some("same-origin" | "none"), _) => Sender::Own,
        (_, Some(origin)) if Origin::read(origin).is_some_and(|it| own.contains(&it)) => {
            Sender::Own
        }
        (None, Some(origin)) if own.is_empty() && is_own_host(request, origin) => Sender::Own,
        (None, None) => Sender::Unknown,
        _ => Sender::Other,
    }
}

/// The only field of this name, or none. An error where there are several, or it is no text.
fn field<'r>(request: &'r HttpRequest, name: &HeaderName) -> Result<Option<&'r str>, ()> {
    let mut fields = request.headers().get_all(name);
    match (fields.next(), fields.next()) {
        (None, _) => Ok(None),
        (Some(field), None) => field.to_str().map(Some).map_err(|_| ()),
        (Some(_), Some(_)) => Err(()),
    }
}

/// An origin without TLS counts on this machine only: elsewhere, whoever sits on the way can make a
/// page of it.
fn is_own_host(request: &HttpRequest, origin: &str) -> bool {
    let host = match field(request, &HOST) {
        Ok(Some(host)) => host,
        Ok(None) => match request.uri().authority() {
            Some(authority) => authority.as_str(),
            None => return false,
        },
        Err(()) => return false,
    };
    let Some(origin) = Origin::read(origin) else {
        return false;
    };
    let same = Origin::read(&format!("{}://{host}", origin.scheme)) == Some(origin.clone());
    same && (origin.scheme == "https" || origin.is_loopback())
}

/// Scheme, host and port (RFC 6454 §4), in lower case and without a port that the scheme implies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    scheme: &'static str,
    host: String,
    port: u16,
}

impl Origin {
    pub(super) fn read(text: &str) -> Option<Self> {
        let (scheme, authority) = text.split_once("://")?;
        let (scheme, usual_port) = match scheme.to_ascii_lowercase().as_str() {
            "https" => ("https", 443),
            "http" => ("http", 80),
            _ => return None,
        };
        let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~[]:".contains(&byte);
        if !authority.bytes().all(is_host) {
            return None;
        }
        let (host, port) = match authority.rsplit_once(':') {
            // A colon within the brackets of an IPv6 address.
            Some((_, behind)) if behind.ends_with(']') => (authority, usual_port),
            Some((host, port)) => (host, port.parse().ok()?),
            None => (authority, usual_port),
        };
        let host = host.to_ascii_lowercase();
        (!host.is_empty()).then_some(Self { scheme, host, port })
    }

    fn is_loopback(&self) -> bool {
        let address = self.host.trim_start_matches('[').trim_end_matches(']');
        let is_address = |address: &str| address.parse().is_ok_and(|it: IpAddr| it.is_loopback());
        self.host == "localhost" || is_address(address)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::Method;
    use actix_web::test::TestRequest;

    use super::{Origin, Sender, needs_own_sender, sender};

    fn from(fields: &[(&str, &str)], own: &[&str]) -> Sender {
        let mut request = TestRequest::post().insert_header(("host", "shop.example"));
        for (name, value) in fields {
            request = request.append_header((*name, *value));
        }
        let own: Vec<_> = own.iter().filter_map(|it| Origin::read(it)).collect();
        sender(&request.to_http_request(), &own)
    }

    #[test]
    fn sec_fetch_site_decides_where_it_stands() {
        for (site, expected) in [
            ("same-origin", Sender::Own),
            ("none", Sender::Own),
            ("same-site", Sender::Other),
            ("cross-site", Sender::Other),
            ("Same-Origin", Sender::Other),
            ("", Sender::Other),
        ] {
            let fields = [("sec-fetch-site", site), ("origin", "https://shop.example")];
            assert_eq!(from(&fields[..1], &[]), expected, "{site}");
            assert_eq!(from(&fields, &[]), expected, "{site}");
        }
    }

    #[test]
    fn otherwise_the_origin_must_be_the_host() {
        for (origin, expected) in [
            ("https://shop.example", Sender::Own),
            ("https://shop.example:443", Sender::Own),
            ("https://SHOP.example", Sender::Own),
            ("http://shop.example", Sender::Other),
            ("https://shop.example:8443", Sender::Other),
            ("https://evil.example", Sender::Other),
            ("https://shop.example.evil.example", Sender::Other),
            ("https://shop.example@evil.example", Sender::Other),
            ("https://shop.example/", Sender::Other),
            ("null", Sender::Other),
            ("", Sender::Other),
        ] {
            assert_eq!(from(&[("origin", origin)], &[]), expected, "{origin}");
        }
        assert_eq!(from(&[], &[]), Sender::Unknown);
    }

    #[test]
    fn configured_origins_replace_the_host() {
        let own = ["https://app.example"];
        let origin = |origin| [("origin", origin)];
        assert_eq!(from(&origin("https://app.example"), &own), Sender::Own);
        assert_eq!(from(&origin("https://shop.example"), &own), Sender::Other);
        let fields = [
            ("sec-fetch-site", "same-site"),
            ("origin", "https://app.example"),
        ];
        assert_eq!(from(&fields, &own), Sender::Own);
        let fields = [
            ("sec-fetch-site", "same-site"),
            ("origin", "https://eve.example"),
        ];
        assert_eq!(from(&fields, &own), Sender::Other);
    }

    #[test]
    fn a_field_that_stands_twice_tells_nothing() {
        for name in ["sec-fetch-site", "origin"] {
            let good = if name == "origin" {
                "https://shop.example"
            } else {
                "same-origin"
            };
            assert_eq!(from(&[(name, good), (name, good)], &[]), Sender::Other);
        }
    }

    #[test]
    fn origins_without_tls_count_on_this_machine() {
        for (host, expected) in [
            ("127.0.0.1:8080", Sender::Own),
            ("localhost:8080", Sender::Own),
            ("[::1]:8080", Sender::Own),
            ("10.0.0.1:8080", Sender::Other),
        ] {
            let request = TestRequest::post()
                .insert_header(("host", host))
                .insert_header(("origin", format!("http://{host}")))
                .to_http_request();
            assert_eq!(sender(&request, &[]), expected, "{host}");
        }
    }

    #[test]
    fn safe_methods_need_no_own_sender_unless_they_open_a_socket() {
        let needs = |method: Method| {
            needs_own_sender(&TestRequest::default().method(method).to_http_request())
        };
        for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE] {
            assert!(!needs(method));
        }
        let own = Method::from_bytes(b"FROB").unwrap();
        for method in [
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
            Method::CONNECT,
            own,
        ] {
            assert!(needs(method));
        }
        for (upgrade, needed) in [
            ("websocket", true),
            ("WebSocket", true),
            ("h2c, websocket", true),
            ("websocket/13", true),
            ("h2c", false),
            ("", false),
        ] {
            let request = TestRequest::get().insert_header(("upgrade", upgrade));
            let needs = needs_own_sender(&request.to_http_request());
            assert_eq!(needs, needed, "{upgrade}");
        }
        let twice = TestRequest::get().insert_header(("upgrade", "h2c"));
        let twice = twice.append_header(("upgrade", "websocket"));
        assert!(needs_own_sender(&twice.to_http_request()));
    }
}
