//! One claim of an identity, compared with text.

use crate::json::{Json, object};

/// Whether the JSON object has this member, and it is this text: a string, a whole number in decimal
/// digits, or an array with such an element. Claims that hold a name twice hold nothing.
pub(super) fn holds(json: &[u8], name: &str, wanted: &str) -> bool {
    let claims = object(json);
    let claim = claims.as_ref().and_then(|claims| claims.get(name));
    let is_wanted = |value: &Json<'_>| match value {
        Json::Text(text) => text == wanted,
        Json::Unsigned(number) => number.to_string() == wanted,
        _ => false,
    };
    !wanted.is_empty()
        && claim.is_some_and(|claim| match claim {
            Json::Array(elements) => elements.iter().any(is_wanted),
            value => is_wanted(value),
        })
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn a_claim_is_a_text_an_integer_or_one_of_several() {
        for (json, name, wanted) in [
            (r#"{"tenant":"acme"}"#, "tenant", "acme"),
            (r#"{"a":{"tenant":1},"tenant":"acme"}"#, "tenant", "acme"),
            (r#"{"tenant":42}"#, "tenant", "42"),
            (
                r#"{"tenant":18446744073709551615}"#,
                "tenant",
                "18446744073709551615",
            ),
            (r#"{"tenant":["acme","zenith"]}"#, "tenant", "zenith"),
            (r#"{"tenant":[1,2]}"#, "tenant", "2"),
            (r#"{"ten\u0061nt":"\u0061cme"}"#, "tenant", "acme"),
            (
                r#"{"https://shop.example/tenant":"acme"}"#,
                "https://shop.example/tenant",
                "acme",
            ),
        ] {
            assert!(holds(json.as_bytes(), name, wanted), "{json}");
        }
    }

    #[test]
    fn everything_else_is_no_claim_of_that_text() {
        for (json, name, wanted) in [
            ("{}", "tenant", "acme"),
            (r#"{"tenant":"Acme"}"#, "tenant", "acme"),
            (r#"{"tenant":"acme "}"#, "tenant", "acme"),
            (r#"{"tenant":""}"#, "tenant", ""),
            (r#"{"tenant":null}"#, "tenant", "null"),
            (r#"{"tenant":true}"#, "tenant", "true"),
            (r#"{"tenant":42.0}"#, "tenant", "42.0"),
            (r#"{"tenant":42}"#, "tenant", "042"),
            (r#"{"tenant":-7}"#, "tenant", "-7"),
            (r#"{"tenant":{"acme":"acme"}}"#, "tenant", "acme"),
            (r#"{"tenant":[["acme"]]}"#, "tenant", "acme"),
            (r#"{"tenant":[-0]}"#, "tenant", "-0"),
            (
                r#"{"tenant":[123456789012345678901234567890]}"#,
                "tenant",
                "123456789012345678901234567890",
            ),
            (
                r#"{"tenant":[{"$serde_json::private::Number":"42"}]}"#,
                "tenant",
                "42",
            ),
            (r#"{"tenant":[4.2e1,null,true]}"#, "tenant", "42"),
            (r#"{"a":{"tenant":"acme"}}"#, "tenant", "acme"),
            (r#"{"tenant":"zenith","tenant":"acme"}"#, "tenant", "acme"),
            (r#"{"tenant":"acme","tenant":"zenith"}"#, "tenant", "acme"),
            (r#"{"tenant":"acme"} {}"#, "tenant", "acme"),
            (r#"{"tenant":"acme""#, "tenant", "acme"),
            (r#"["tenant","acme"]"#, "tenant", "acme"),
            ("", "tenant", "acme"),
        ] {
            assert!(!holds(json.as_bytes(), name, wanted), "{json}");
        }
    }
}
