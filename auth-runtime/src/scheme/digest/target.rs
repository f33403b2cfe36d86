//! Whether credentials are about the request that carries them (RFC 7616 §3.4.6).

use actix_web::HttpRequest;
use actix_web::http::header::HOST;

/// Whether the `uri` of the credentials is the target of the request: the same characters, or the
/// same behind `http://` and the host, as a client writes that asked a proxy (RFC 9112 §3.2.2).
pub(super) fn is_of(uri: &str, request: &HttpRequest) -> bool {
    let target = request.uri().path_and_query().map_or("/", |it| it.as_str());
    if uri == target {
        return true;
    }
    let Some((authority, rest)) = absolute(uri) else {
        return false;
    };
    let rest = match rest {
        "" => "/",
        rest => rest,
    };
    rest == target && host(request).is_some_and(|host| host.eq_ignore_ascii_case(authority))
}

fn absolute(uri: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = uri.split_once("://")?;
    if !["http", "https"]
        .iter()
        .any(|it| scheme.eq_ignore_ascii_case(it))
    {
        return None;
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    Some(rest.split_at(end))
}

fn host(request: &HttpRequest) -> Option<&str> {
    match request.uri().authority() {
        Some(authority) => Some(authority.as_str()),
        None => request.headers().get(HOST)?.to_str().ok(),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::is_of;

    #[test]
    fn credentials_are_for_one_target() {
        let request =
            TestRequest::with_uri("/a%2fb/?c=d&e").insert_header(("host", "example.org:80"));
        let request = request.to_http_request();
        for uri in [
            "/a%2fb/?c=d&e",
            "http://example.org:80/a%2fb/?c=d&e",
            "HTTPS://EXAMPLE.org:80/a%2fb/?c=d&e",
        ] {
            assert!(is_of(uri, &request), "{uri}");
        }
        for uri in [
            "",
            "/",
            "*",
            "/a%2Fb/?c=d&e",
            "/a/b/?c=d&e",
            "/a%2fb?c=d&e",
            "/a%2fb/",
            "/a%2fb/?c=d",
            "/a%2fb/?c=d&e#f",
            "http://example.com/a%2fb/?c=d&e",
            "http://example.org/a%2fb/?c=d&e",
            "http://a@example.org:80/a%2fb/?c=d&e",
            "ftp://example.org:80/a%2fb/?c=d&e",
            "//example.org:80/a%2fb/?c=d&e",
        ] {
            assert!(!is_of(uri, &request), "{uri}");
        }
    }

    #[test]
    fn the_request_may_name_its_target_whole() {
        let request = TestRequest::with_uri("http://example.org/?a").to_http_request();
        assert!(is_of("/?a", &request));
        assert!(is_of("http://example.org/?a", &request));
        assert!(!is_of("http://example.com/?a", &request));
        let root = TestRequest::with_uri("http://example.org").to_http_request();
        assert!(is_of("http://example.org", &root));
        assert!(is_of("/", &root));
        let all = TestRequest::with_uri("*").to_http_request();
        assert!(is_of("*", &all));
        assert!(!is_of("/", &all));
    }
}
