//! JSON as a verifier must read it: once, and no member twice at any depth (RFC 8725 §2.4).

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A JSON document whose text is borrowed where it has no escapes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json<'a> {
    Null,
    Bool(bool),
    Unsigned(u64),
    /// A negative, fractional or larger number. No claim of ours may be one.
    OtherNumber,
    Text(Cow<'a, str>),
    Array(Vec<Json<'a>>),
    Object(Object<'a>),
}

/// The members of an object, each name once.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

/// More members than this are refused, which bounds the search for duplicates.
const MOST_MEMBERS: usize = 256;

/// So many are compared with each that follows; those beyond are sorted, which takes less for many. A
/// header of 16 KiB may hold thousands, and anybody can write it.
const FEW_MEMBERS: usize = 16;

/// Room that most claims and headers need no more than.
const USUAL_MEMBERS: usize = 10;

/// Reads an object, and nothing after it.
pub(crate) fn object(text: &[u8]) -> Option<Object<'_>> {
    // The text at once, so that not each string in it is looked at for itself.
    let mut json = serde_json::Deserializer::from_str(std::str::from_utf8(text).ok()?);
    let visitor = JsonVisitor {
        room: USUAL_MEMBERS,
    };
    let read = json.deserialize_any(visitor).ok()?;
    json.end().ok()?;
    match read {
        Json::Object(object) => Some(object),
        _ => None,
    }
}

impl<'a> Object<'a> {
    pub(crate) fn get(&self, name: &str) -> Option<&Json<'a>> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// The value of this member, if there is no other one.
    #[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
    pub(crate) fn only(&self, name: &str) -> Option<&Json<'a>> {
        match &self.0[..] {
            [(known, value)] if known == name => Some(value),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Json<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor { room: 0 })
    }
}

struct JsonVisitor {
    /// For so many members from the start. None within another object: a stranger writes thousands of them in
    /// a header.
    room: usize,
}

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without repeated members")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Json::Unsigned(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Owned(text.into())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element()? {
            array.push(item);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut object: Vec<(Cow<'de, str>, Json<'de>)> = Vec::with_capacity(self.room);
        while let Some(Name(name)) = members.next_key()? {
            if name == NUMBER && *NUMBERS_COME_AS_OBJECTS {
                let digits: Cow<'de, str> = members.next_value::<Name<'de>>()?.0;
                return Ok(digits.parse().map_or(Json::OtherNumber, Json::Unsigned));
            }
            let searched = &object[..object.len().min(FEW_MEMBERS)];
            if object.len() == MOST_MEMBERS || searched.iter().any(|(known, _)| *known == name) {
                return Err(A::Error::custom(UNSOUND));
            }
            let value = members.next_value()?;
            object.push((name, value));
        }
        if repeats(object.get(FEW_MEMBERS..).unwrap_or_default()) {
            return Err(A::Error::custom(UNSOUND));
        }
        Ok(Json::Object(Object(object)))
    }
}

const UNSOUND: &str = "a member is repeated, or there are too many";

/// Whether two of these have one name.
fn repeats(members: &[(Cow<'_, str>, Json<'_>)]) -> bool {
    let mut names: Vec<_> = members.iter().map(|(name, _)| &**name).collect();
    names.sort_unstable();
    names.windows(2).any(|pair| pair[0] == pair[1])
}

/// A member's name, borrowed where it has no escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_str(JsonVisitor { room: 0 })? {
            Json::Text(text) => Ok(Self(text)),
            _ => Err(D::Error::custom("a name is text")),
        }
    }
}

/// The name under which `serde_json` hands out numbers when some crate of the build turns its
/// `arbitrary_precision` on.
const NUMBER: &str = "$serde_json::private::Number";

/// Whether it does in this build. Where it does not, the name is a name like any other.
static NUMBERS_COME_AS_OBJECTS: LazyLock<bool> = LazyLock::new(|| {
    struct Probe(bool);
    struct ProbeVisitor;

    impl<'de> Visitor<'de> for ProbeVisitor {
        type Value = Probe;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a number")
        }

        fn visit_u64<E>(self, _: u64) -> Result<Probe, E> {
            Ok(Probe(false))
        }

        fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Probe, A::Error> {
            while members.next_entry::<Name<'de>, Name<'de>>()?.is_some() {}
            Ok(Probe(true))
        }
    }

    impl<'de> Deserialize<'de> for Probe {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_any(ProbeVisitor)
        }
    }

    serde_json::from_str::<Probe>("1").is_ok_and(|probe| probe.0)
});

#[cfg(test)]
mod tests {
    use super::{Json, MOST_MEMBERS, object};

    #[test]
    fn reads_each_kind_of_value() {
        let text = br#" {"n":null,"t":true,"u":18446744073709551615,"i":-1,"f":1.0,"e":1e3,"s":"a\u0062"} "#;
        let read = object(text).unwrap();
        for (name, value) in [
            ("n", Json::Null),
            ("t", Json::Bool(true)),
            ("u", Json::Unsigned(u64::MAX)),
            ("i", Json::OtherNumber),
            ("f", Json::OtherNumber),
            ("e", Json::OtherNumber),
            ("s", Json::Text("ab".into())),
        ] {
            assert_eq!(read.get(name), Some(&value), "{name}");
        }
        assert_eq!(read.get("absent"), None);
    }

    #[test]
    fn refuses_a_repeated_member_at_any_depth_and_in_any_spelling() {
        for text in [
            r#"{"a":1,"a":1}"#,
            r#"{"a":1,"\u0061":2}"#,
            r#"{"x":{"a":1,"a":2}}"#,
            r#"{"x":[[{"a":1,"b":2,"a":3}]]}"#,
        ] {
            assert_eq!(object(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_object_and_what_follows_one() {
        for text in [
            "",
            "[]",
            "1",
            "null",
            "\"a\"",
            "{}{}",
            "{} x",
            "{\"a\":1,}",
            "\u{feff}{}",
        ] {
            assert_eq!(object(text.as_bytes()), None, "{text}");
        }
        assert_eq!(object(b"{\"a\":\"\xff\"}"), None);
    }

    /// Whether it is among the few that are compared or the many that are sorted.
    #[test]
    fn refuses_a_repeated_member_wherever_both_stand() {
        let text = |names: &[usize]| {
            let members: Vec<_> = names.iter().map(|name| format!("\"{name}\":0")).collect();
            format!("{{{}}}", members.join(","))
        };
        let distinct: Vec<_> = (0..40).collect();
        assert!(object(text(&distinct).as_bytes()).is_some());
        for (one, other) in (0..40).flat_map(|one| (0..one).map(move |other| (one, other))) {
            let mut names = distinct.clone();
            names[one] = other;
            assert_eq!(object(text(&names).as_bytes()), None, "{one} as {other}");
        }
    }

    #[test]
    fn what_lies_within_takes_no_room_beforehand() {
        let read = object(br#"{"a":[{},{}],"b":{}}"#).unwrap();
        let capacity = |json: Option<&Json<'_>>| match json {
            Some(Json::Object(object)) => object.0.capacity(),
            _ => usize::MAX,
        };
        assert_eq!(capacity(read.get("b")), 0);
        let Some(Json::Array(objects)) = read.get("a") else {
            panic!("an array")
        };
        assert!(objects.iter().all(|it| capacity(Some(it)) == 0));
    }

    #[test]
    fn bounds_depth_and_members() {
        assert_eq!(
            object(format!("{{\"a\":{}{}}}", "[".repeat(200), "]".repeat(200)).as_bytes()),
            None
        );
        let members = |count: usize| {
            let members: Vec<_> = (0..count).map(|n| format!("\"{n}\":0")).collect();
            format!("{{{}}}", members.join(","))
        };
        assert!(object(members(MOST_MEMBERS).as_bytes()).is_some());
        assert_eq!(object(members(MOST_MEMBERS + 1).as_bytes()), None);
    }
}
