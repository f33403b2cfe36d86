//! Pages, small enough to be written by hand.

use actix_web::http::StatusCode;
use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, HttpResponseBuilder};

/// A page with this in its `<main>`, which is HTML.
pub(super) fn page(status: StatusCode, title: &str, main: &str) -> HttpResponse {
    HttpResponseBuilder::new(status)
        .content_type(ContentType::html())
        .body(format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <title>{title}</title>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{main}</main>\n\
             </body>\n</html>\n",
            title = escaped(title),
        ))
}

/// Text as it may stand in HTML, also within quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_stays_text() {
        let text = "<a href=\"/?x&y\">'";
        assert_eq!(escaped(text), "&lt;a href=&quot;/?x&amp;y&quot;&gt;&#39;");
    }
}
