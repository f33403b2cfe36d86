//! Where a login page may send somebody back to.

use percent_encoding::percent_decode_str;

/// The path, if it leads back into this application: no open redirect (CWE-601).
///
/// A path and query in URI characters, that begins with one `/` and stays a path however often it is
/// decoded: no `//`, no `\`, no dot segments, no control characters, also not encoded.
///
/// ```
/// use auth_runtime::session::return_path;
///
/// assert_eq!(return_path("/orders?page=2"), Some("/orders?page=2"));
/// assert_eq!(return_path("//evil.example"), None);
/// assert_eq!(return_path("https://evil.example"), None);
/// ```
pub fn return_path(text: &str) -> Option<&str> {
    let is_uri = |byte: u8| byte.is_ascii_graphic() && !b"\\\"<>^`{|}".contains(&byte);
    if text.len() > LONGEST || !text.bytes().all(is_uri) {
        return None;
    }
    let path = text.split(['?', '#']).next()?;
    stays_a_path(path).then_some(text)
}

/// More than a path and query of use has, and small enough for a redirect.
const LONGEST: usize = 2048;

/// Clients and proxies decode a path once more than they should, so every reading counts.
fn stays_a_path(path: &str) -> bool {
    let mut reading = path.to_owned();
    for _ in 0..MOST_READINGS {
        if !is_path(&reading) {
            return false;
        }
        let Ok(decoded) = percent_decode_str(&reading).decode_utf8() else {
            return false;
        };
        if decoded == reading {
            return true;
        }
        reading = decoded.into_owned();
    }
    false
}

/// No path of use is encoded more often.
const MOST_READINGS: usize = 4;

fn is_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.contains("//")
        && !path.contains(['\\', '\u{fffd}'])
        && !path.chars().any(char::is_control)
        && !path.split('/').any(|segment| matches!(segment, "." | ".."))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::return_path;

    #[test]
    fn paths_of_the_application_are_good() {
        for path in [
            "/",
            "/orders",
            "/orders/",
            "/orders?page=2&sort=a",
            "/orders?next=//there&x=https://shop.example",
            "/a%20b",
            "/caf%C3%A9",
            "/100%25",
            "/@alice",
            "/a.b/..c",
            "/x#here",
        ] {
            assert_eq!(return_path(path), Some(path));
        }
    }

    #[test]
    fn what_leads_elsewhere_is_not() {
        for text in [
            "",
            "orders",
            "//evil.example",
            "///evil.example",
            "////evil.example/%2e%2e",
            "/\\evil.example",
            "\\\\evil.example",
            "\\/evil.example",
            "/\\/evil.example",
            "https://evil.example",
            "https:evil.example",
            "HTTPS:///evil.example",
            "http:/evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "@evil.example",
            "user@evil.example",
            " //evil.example",
            "/ /evil.example",
            "\t//evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/\r\nLocation: //evil.example",
            "/\0/evil.example",
            "/%09/evil.example",
            "/%0a/evil.example",
            "/%0d%0aSet-Cookie:x=1",
            "/%00",
            "/%2fevil.example",
            "/%2Fevil.example",
            "/%5cevil.example",
            "/%5Cevil.example",
            "/%252fevil.example",
            "/%25252fevil.example",
            "/%2525252525252fevil.example",
            "/a/%2f/b",
            "/.//evil.example",
            "/./evil",
            "/..//evil.example",
            "/a/../..//evil.example",
            "/%2e%2e/%2fevil.example",
            "/%2e/evil",
            "/\u{2044}evil.example",
            "/\u{ff0f}evil.example",
            "\u{3002}/evil",
            "/%ff",
            "?return_to=/x",
            "#x",
            "/<script>",
            "/\"onload=",
            "/{x}",
        ] {
            assert_eq!(return_path(text), None, "{text:?}");
        }
        assert_eq!(return_path(&format!("/{}", "a".repeat(2048))), None);
    }

    proptest! {
        /// Whatever passes, a reader who resolves it against the application's address stays there.
        #[test]
        fn what_passes_has_one_slash_in_front(text in "[/\\\\%a-z0-9.:@?#\t ]{0,12}") {
            if let Some(path) = return_path(&text) {
                let mut characters = path.chars();
                prop_assert_eq!(characters.next(), Some('/'));
                prop_assert!(!matches!(characters.next(), Some('/' | '\\')));
                let encoded = path.to_ascii_lowercase();
                prop_assert!(!encoded.starts_with("/%2f") && !encoded.starts_with("/%5c"));
            }
        }
    }
}
