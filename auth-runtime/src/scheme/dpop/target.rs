//! The URL that a request is for, as its client knows it (RFC 9449 §4.2 `htu`).

use fluent_uri::Uri;

/// Where clients reach the app's `/`, without the `/`.
#[derive(Debug)]
pub(super) struct Public(String);

impl Public {
    /// The URL, or what is wrong with it.
    pub(super) fn new(url: &str) -> Result<Self, String> {
        let Some(normal) = normal(url) else {
            return Err(format!(
                "{url:?} is not where clients reach this app: give a URL without query and \
                 fragment, such as https://api.example"
            ));
        };
        Ok(Self(normal.trim_end_matches('/').to_owned()))
    }

    /// The URL of a request with this path, in its normal form.
    ///
    /// A path with dot segments has none: a client resolves them before it sends a request, and
    /// routes take them literally.
    pub(super) fn url(&self, path: &str) -> Option<String> {
        if !path.starts_with('/') || path.split('/').any(is_dots) {
            return None;
        }
        normal(&format!("{}{path}", self.0))
    }
}

fn is_dots(segment: &str) -> bool {
    let segment = segment.replace("%2e", ".").replace("%2E", ".");
    matches!(&*segment, "." | "..")
}

/// The normal form of an `http` or `https` URL without query and fragment (RFC 3986 §6.2.2 and
/// §6.2.3). A slash at the end of a path stays significant.
pub(super) fn normal(url: &str) -> Option<String> {
    let url = Uri::parse(url).ok()?.normalize();
    let is_web = matches!(url.scheme().as_str(), "http" | "https");
    let authority = url.authority()?;
    let is_plain = authority.userinfo().is_none() && !authority.host().is_empty();
    if !is_web || !is_plain || url.has_query() || url.has_fragment() {
        return None;
    }
    let ends_in_authority = url.path().is_empty();
    let mut url = url.into_string();
    if ends_in_authority {
        url.push('/');
    }
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::{Public, normal};

    #[test]
    fn spellings_of_a_url_are_one() {
        for spelling in [
            "https://api.example/a~b/c",
            "HTTPS://API.example/a~b/c",
            "https://api.example:443/a~b/c",
            "https://api.example:/a~b/c",
            "https://api.example/a%7Eb/c",
            "https://api.example/a%7eb/./x/../c",
        ] {
            let url = normal(spelling);
            assert_eq!(url.as_deref(), Some("https://api.example/a~b/c"));
        }
        assert_eq!(
            normal("http://h").as_deref(),
            Some("http://h/"),
            "an empty path"
        );
    }

    #[test]
    fn different_urls_stay_different() {
        let url = normal("https://api.example/a/b");
        for other in [
            "http://api.example/a/b",
            "https://api.example:8443/a/b",
            "https://api.example/a/b/",
            "https://api.example/a//b",
            "https://api.example/A/b",
            "https://api.example/a%2Fb",
        ] {
            assert!(normal(other).is_some_and(|other| Some(other) != url));
        }
    }

    #[test]
    fn what_is_no_plain_url_has_no_form() {
        for text in [
            "",
            "/a",
            "api.example/a",
            "//api.example/a",
            "ftp://api.example/a",
            "https:///a",
            "https:a",
            "https://user@api.example/a",
            "https://api.example/a?b",
            "https://api.example/a?",
            "https://api.example/a#b",
            "https://api.example/a#",
            "https://api.example/\u{e4}",
            "https://api.example/a b",
            " https://api.example/a",
            "https://api.example\\a",
            "https://api.example/%zz",
        ] {
            assert_eq!(normal(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_request_is_for_the_public_url_and_its_path() {
        for (public, path, url) in [
            ("https://api.example", "/me", "https://api.example/me"),
            (
                "https://API.example:443/",
                "/me/",
                "https://api.example/me/",
            ),
            ("https://h/v1", "/", "https://h/v1/"),
            ("http://127.0.0.1:8080", "/a%7E", "http://127.0.0.1:8080/a~"),
            ("http://[::1]:80", "/", "http://[::1]/"),
        ] {
            let public = Public::new(public).unwrap();
            assert_eq!(public.url(path).as_deref(), Some(url));
        }
        let public = Public::new("https://h").unwrap();
        for path in [
            "",
            "*",
            "me",
            "/a/../me",
            "/./me",
            "/a/%2E%2e/me",
            "/a/.%2e",
        ] {
            assert_eq!(public.url(path), None, "{path}");
        }
    }
}
