//! One claim of an identity, compared with text.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Whether the JSON object has this member once, and it is this text: a string, an integer in decimal
/// digits, or an array with such an element.
pub(super) fn holds(json: &[u8], name: &str, wanted: &str) -> bool {
    if wanted.is_empty() {
        return false;
    }
    let mut json = serde_json::Deserializer::from_slice(json);
    let found = json.deserialize_map(Claims { name, wanted });
    found.is_ok_and(|found| found) && json.end().is_ok()
}

struct Claims<'a> {
    name: &'a str,
    wanted: &'a str,
}

impl<'de> Visitor<'de> for Claims<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("claims")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<bool, M::Error> {
        let mut found = None;
        while let Some(is_it) = map.next_key_seed(Is(self.name))? {
            if !is_it {
                map.next_value::<IgnoredAny>()?;
            } else if found.is_none() {
                found = Some(map.next_value_seed(Is(self.wanted))?);
            } else {
                // Two claims of one name: who reads them knows not which is meant.
                return Err(serde::de::Error::custom("a claim twice"));
            }
        }
        Ok(found.unwrap_or(false))
    }
}

/// Whether a value is this text.
#[derive(Clone, Copy)]
struct Is<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for Is<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Is<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a claim")
    }

    fn visit_str<E>(self, text: &str) -> Result<bool, E> {
        Ok(text == self.0)
    }

    fn visit_u64<E>(self, number: u64) -> Result<bool, E> {
        Ok(number.to_string() == self.0)
    }

    fn visit_i64<E>(self, number: i64) -> Result<bool, E> {
        Ok(number.to_string() == self.0)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<bool, M::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(false)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut elements: S) -> Result<bool, S::Error> {
        let mut found = false;
        while let Some(is_it) = elements.next_element_seed(Element(self.0))? {
            found |= is_it;
        }
        Ok(found)
    }
}

/// An element of an array: a list within a list says nothing.
struct Element<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        Ok(match value {
            serde_json::Value::String(text) => text == self.0,
            serde_json::Value::Number(number) if !number.is_f64() => number.to_string() == self.0,
            _ => false,
        })
    }
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
            (r#"{"tenant":-7}"#, "tenant", "-7"),
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
            (r#"{"tenant":{"acme":"acme"}}"#, "tenant", "acme"),
            (r#"{"tenant":[["acme"]]}"#, "tenant", "acme"),
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
