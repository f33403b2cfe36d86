//! Who would rather see a page than data (RFC 9110 §12.5.1).

use actix_web::HttpRequest;
#[cfg(feature = "session")]
use actix_web::http::Method;
use actix_web::http::header::{Accept, Header, HeaderName, Quality};
use actix_web::mime::{self, Mime};

/// Whether a browser asks for a page to show, and could be led to another one.
#[cfg(feature = "session")]
pub(crate) fn asks_for_page(request: &HttpRequest) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD) && shows_pages(request)
}

/// Whether the answer will be shown as a page: HTML is preferred over JSON, and no script asks.
pub(super) fn shows_pages(request: &HttpRequest) -> bool {
    const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
    const X_REQUESTED_WITH: HeaderName = HeaderName::from_static("x-requested-with");
    let headers = request.headers();
    let navigates = headers.get_all(SEC_FETCH_MODE).all(|it| it == "navigate");
    navigates && !headers.contains_key(X_REQUESTED_WITH) && prefers_html(request)
}

/// Strictly, so that a client to whom both are welcome gets data: `*/*` is how programs ask.
fn prefers_html(request: &HttpRequest) -> bool {
    let Ok(accept) = Accept::parse(request) else {
        return false;
    };
    let html = quality(&accept, &mime::TEXT_HTML);
    let json = quality(&accept, &mime::APPLICATION_JSON);
    let problem = PROBLEM_JSON
        .parse()
        .map_or(Quality::ZERO, |problem| quality(&accept, &problem));
    html > json.max(problem)
}

/// The media type of problem details (RFC 9457 §3).
pub(super) const PROBLEM_JSON: &str = "application/problem+json";

/// How welcome a media type is: by the most specific range that covers it.
fn quality(accept: &Accept, wanted: &Mime) -> Quality {
    let specificity = |range: &Mime| match (range.type_(), range.subtype()) {
        (mime::STAR, mime::STAR) => Some(0),
        (family, mime::STAR) if family == wanted.type_() => Some(1),
        _ if range.essence_str() == wanted.essence_str() => Some(2),
        _ => None,
    };
    let covering = accept.iter().filter_map(|range| {
        let specificity = specificity(&range.item)?;
        Some((specificity, range.quality))
    });
    covering.max().map_or(Quality::ZERO, |(_, quality)| quality)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::shows_pages;

    fn shows(accept: &str) -> bool {
        let request = TestRequest::default().insert_header(("accept", accept));
        shows_pages(&request.to_http_request())
    }

    #[test]
    fn browsers_get_pages() {
        for accept in [
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "text/html",
            "text/html;q=0.2",
            "text/html, application/json;q=0.9",
            "text/*, application/json;q=0.5",
            "TEXT/HTML, */*;q=0.1",
        ] {
            assert!(shows(accept), "{accept}");
        }
    }

    #[test]
    fn programs_get_data() {
        for accept in [
            "",
            "*/*",
            "application/json",
            "application/problem+json, text/html;q=0.9",
            "application/json, text/html;q=0.9",
            "application/json, text/html",
            "text/html;q=0, */*",
            "text/html;q=0",
            "text/html;q=0.5, application/*;q=0.6",
            "text/plain, */*",
            "nonsense",
        ] {
            assert!(!shows(accept), "{accept}");
        }
        assert!(!shows_pages(&TestRequest::default().to_http_request()));
    }

    #[test]
    fn scripts_get_data_whatever_they_accept() {
        for field in [
            ("sec-fetch-mode", "cors"),
            ("sec-fetch-mode", "no-cors"),
            ("sec-fetch-mode", "same-origin"),
            ("x-requested-with", "XMLHttpRequest"),
        ] {
            let request = TestRequest::default()
                .insert_header(("accept", "text/html"))
                .insert_header(field);
            assert!(!shows_pages(&request.to_http_request()), "{field:?}");
        }
        let request = TestRequest::default()
            .insert_header(("accept", "text/html"))
            .insert_header(("sec-fetch-mode", "navigate"));
        assert!(shows_pages(&request.to_http_request()));
    }

    #[cfg(feature = "session")]
    #[test]
    fn only_a_get_asks_for_a_page() {
        use actix_web::http::Method;

        use super::asks_for_page;

        let request = |method| {
            let request = TestRequest::default().method(method);
            request
                .insert_header(("accept", "text/html"))
                .to_http_request()
        };
        assert!(asks_for_page(&request(Method::GET)));
        assert!(asks_for_page(&request(Method::HEAD)));
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
            assert!(!asks_for_page(&request(method)));
        }
    }
}
