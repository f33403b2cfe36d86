//! URLs that stand in metadata and challenges: absolute, and safe to quote.

use actix_web::http::Uri;

/// An `https` URL without user, query and fragment; `http` only within this machine, for tests
/// (RFC 9728 §1.2, RFC 8414 §2).
#[derive(Debug)]
pub(super) struct PlainUrl {
    /// `https://api.example`
    pub(super) origin: String,
    /// `/v1`, and empty where the URL has none.
    pub(super) path: String,
}

impl PlainUrl {
    pub(super) fn read(url: &str) -> Option<Self> {
        if !url.bytes().all(is_url_byte) {
            return None;
        }
        let parsed: Uri = url.parse().ok()?;
        let (scheme, host) = (parsed.scheme_str()?, parsed.host()?);
        let is_safe = scheme == "https" || (scheme == "http" && is_loopback(host));
        let origin = format!("{scheme}://{}", parsed.authority()?);
        let path = url.strip_prefix(&origin)?;
        let has_dots = path.split('/').any(|segment| matches!(segment, "." | ".."));
        (is_safe && !has_dots).then(|| Self {
            path: path.to_owned(),
            origin,
        })
    }
}

/// What a path or an authority may hold (RFC 3986 §3.2, §3.3), without `@`, `?` and `#`; neither does a
/// pattern of actix-web's router mean any of these.
fn is_url_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:/[]".contains(&byte)
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let is_loopback = |ip: std::net::IpAddr| ip.is_loopback();
    host == "localhost" || address.parse().is_ok_and(is_loopback)
}

#[cfg(test)]
mod tests {
    use super::PlainUrl;

    #[test]
    fn takes_a_url_apart() {
        for (url, origin, path) in [
            ("https://api.example", "https://api.example", ""),
            ("https://api.example/", "https://api.example", "/"),
            ("https://h:8443/a/b/", "https://h:8443", "/a/b/"),
            ("http://127.0.0.1:80/v1", "http://127.0.0.1:80", "/v1"),
            ("http://[::1]:8080", "http://[::1]:8080", ""),
            ("http://localhost/x", "http://localhost", "/x"),
        ] {
            let read = PlainUrl::read(url).unwrap();
            assert_eq!((&*read.origin, &*read.path), (origin, path));
        }
    }

    #[test]
    fn refuses_what_is_no_plain_https_url() {
        for url in [
            "",
            "api.example",
            "/v1",
            "http://api.example",
            "http://127.0.0.1.example",
            "http://localhost.example",
            "ftp://api.example",
            "https://",
            "https://user@api.example",
            "https://api.example/?q",
            "https://api.example/#f",
            "https://api.example/\"x",
            "https://api.example/a b",
            "https://api.example/{x}",
            "https://api.example/../x",
            "https://api.example/\u{e4}",
        ] {
            assert!(PlainUrl::read(url).is_none(), "{url:?}");
        }
    }
}
