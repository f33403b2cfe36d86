//! A refusal as a page for people: no script, no style, nothing from elsewhere.

use actix_web::http::header::LOCATION;

use super::{Body, Refusal};

pub(super) fn page(refusal: &Refusal) -> Body {
    let status = refusal.status();
    let (title, phrase, next) = if let Some(there) = leads_to(refusal) {
        let next = format!("<a href=\"{}\">Go to the login page</a>", escaped(there));
        ("Log in".to_owned(), "Log in", next)
    } else {
        let phrase = status.canonical_reason().unwrap_or("Error");
        let title = format!("{} {phrase}", status.as_u16());
        (title, phrase, next_step(refusal.error()).to_owned())
    };
    let message = escaped(refusal.message());
    let required = refusal.required().map_or_else(String::new, |it| {
        let (kind, text) = (it.kind(), escaped(it.text()));
        format!("<p>This needs the {kind} <code>{text}</code>.</p>\n")
    });
    let more = refusal.documentation().map_or_else(String::new, |link| {
        format!("<p><a href=\"{}\">More about this</a></p>\n", escaped(link))
    });
    Body::html(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n</head>\n<body>\n<main>\n<h1>{phrase}</h1>\n\
         <p>{message}</p>\n{required}<p>{next}</p>\n{more}</main>\n</body>\n</html>\n"
    ))
}

/// Where a redirect leads, for who sees its page: RFC 9110 §15.4.4.
fn leads_to(refusal: &Refusal) -> Option<&str> {
    let mut fields = refusal.fields.iter();
    let (_, location) = fields.find(|(name, _)| *name == LOCATION)?;
    location.to_str().ok()
}

/// What somebody can do about it. For a path that hides as for one that does not exist.
fn next_step(error: &str) -> &'static str {
    match error {
        "unauthorized" | "invalid_token" | "invalid_credentials" => {
            "Log in, then open this page again."
        }
        "insufficient_user_authentication" => "Log in again, then open this page again.",
        "forbidden" | "insufficient_scope" => {
            "You are logged in, and this account has no access. Ask whoever looks after this service \
             for it, or log in with another account."
        }
        "cross_site_request" => {
            "Another website sent this request. If you meant it, go to the page here and send it from \
             there."
        }
        "address_not_allowed" => {
            "Open this page from a network that this service accepts, or ask whoever looks after it."
        }
        "not_found" => "Check the address, or start from the first page.",
        "invalid_request" => "Delete the cookies of this website, log in, and try again.",
        _ => "Try again in a moment.",
    }
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut page, character| {
        match character {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            other => page.push(other),
        }
        page
    })
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_stays_text() {
        assert_eq!(
            escaped("<script>alert('x' & \"y\")</script>"),
            "&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)&lt;/script&gt;"
        );
    }
}
