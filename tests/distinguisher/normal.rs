//! Takes out of an answer what differs for reasons that tell nothing: the time, random nonces, a
//! random order, and the request's own path where the app repeats it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::observation::{Answer, Observation};

/// The unreserved characters stay as they are (RFC 3986 §2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// Each way of encoding a path once more that is in use: all of it, without its slashes, and without
/// what is encoded already.
const ENCODED: [&AsciiSet; 4] = [
    RESERVED,
    &RESERVED.remove(b'/'),
    &RESERVED.remove(b'%'),
    &RESERVED.remove(b'/').remove(b'%'),
];

/// The spellings of a path in which an app may repeat it.
pub(super) struct Spellings(Vec<Vec<u8>>);

impl Spellings {
    /// Of the path as it is, and of the target that was asked for.
    pub(super) fn of(path: &str, target: &str) -> Self {
        let asked = target.split('?').next().unwrap_or_default();
        let mut all: Vec<Vec<u8>> = [path, asked]
            .into_iter()
            .flat_map(|text| {
                let encoded = ENCODED.map(|set| utf8_percent_encode(text, set).to_string());
                encoded.into_iter().chain([text.to_owned()])
            })
            .map(String::into_bytes)
            .collect();
        // The longest is looked for first.
        all.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        all.dedup();
        Self(all)
    }
}

/// The observation without these.
pub(super) fn normal(mut seen: Observation, spellings: &Spellings) -> Observation {
    for answer in &mut seen.answers {
        normalise(answer, spellings);
    }
    seen.rest = text(&seen.rest, spellings);
    seen
}

fn normalise(answer: &mut Answer, spellings: &Spellings) {
    for (name, value) in answer.fields.iter_mut().chain(&mut answer.trailers) {
        *value = match name.to_ascii_lowercase().as_str() {
            "date" if is_http_date(value) => b"{date}".to_vec(),
            "dpop-nonce" => format!("{{nonce of {} bytes}}", value.len()).into_bytes(),
            "access-control-expose-headers" => sorted(value),
            "www-authenticate" => text(&without_nonce(value), spellings),
            _ => text(value, spellings),
        };
    }
    for bytes in [&mut answer.body, &mut answer.unasked] {
        *bytes = text(bytes, spellings);
    }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, by its shape (RFC 9110 §5.6.7).
fn is_http_date(value: &[u8]) -> bool {
    has_shape(value, b"aaa, 00 aaa 0000 00:00:00 aaa")
}

/// In the shape, `0` is any digit and `a` any letter.
fn has_shape(value: &[u8], shape: &[u8]) -> bool {
    let fits = |(it, like): (&u8, &u8)| match like {
        b'0' => it.is_ascii_digit(),
        b'a' => it.is_ascii_alphabetic(),
        other => it == other,
    };
    value.len() == shape.len() && value.iter().zip(shape).all(fits)
}

/// The names in a list, in an order: actix-cors takes them from a map with a random seed.
fn sorted(value: &[u8]) -> Vec<u8> {
    let names = String::from_utf8_lossy(value);
    let mut names: Vec<_> = names.split(", ").collect();
    names.sort_unstable();
    names.join(", ").into_bytes()
}

/// A challenge whose `nonce="…"` is replaced by its length.
fn without_nonce(value: &[u8]) -> Vec<u8> {
    const START: &[u8] = b"nonce=\"";
    let Some(start) = value.windows(START.len()).position(|it| it == START) else {
        return value.to_vec();
    };
    let (before, nonce) = value.split_at(start + START.len());
    let length = nonce
        .iter()
        .position(|it| *it == b'"')
        .unwrap_or(nonce.len());
    let placeholder = format!("{{{length} bytes}}").into_bytes();
    [before, &placeholder, &nonce[length..]].concat()
}

/// Text without the path and without times of RFC 3339.
fn text(bytes: &[u8], spellings: &Spellings) -> Vec<u8> {
    const TIME: &[u8] = b"0000-00-00T00:00:00Z";
    let mut normal = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [first, others @ ..] = rest {
        if let Some(path) = spellings.0.iter().find(|path| rest.starts_with(path)) {
            normal.extend(b"{path}");
            rest = &rest[path.len()..];
        } else if rest.get(..TIME.len()).is_some_and(|it| has_shape(it, TIME)) {
            normal.extend(b"{time}");
            rest = &rest[TIME.len()..];
        } else {
            normal.push(*first);
            rest = others;
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::{Spellings, is_http_date, sorted, text, without_nonce};

    fn normal(bytes: &str) -> String {
        let spellings = Spellings::of("/admin/users", "/admin/users?page=1");
        String::from_utf8(text(bytes.as_bytes(), &spellings)).unwrap()
    }

    #[test]
    fn the_path_is_replaced_however_it_is_spelt() {
        for spelt in ["/admin/users", "%2Fadmin%2Fusers"] {
            assert_eq!(
                normal(&format!("/login?to={spelt}&x")),
                "/login?to={path}&x"
            );
        }
        assert_eq!(normal("/admin/orders"), "/admin/orders");
    }

    #[test]
    fn times_are_replaced_and_what_looks_like_one_is_not() {
        assert_eq!(normal("at 2026-11-21T19:13:58Z."), "at {time}.");
        assert_eq!(normal("2026-11-21T19:13:5"), "2026-11-21T19:13:5");
        assert_eq!(normal("2026-11-21 19:13:58Z"), "2026-11-21 19:13:58Z");
        assert!(is_http_date(b"Sun, 06 Nov 1994 08:49:37 GMT"));
        assert!(!is_http_date(b"now"));
    }

    #[test]
    fn a_nonce_counts_by_its_length_and_a_list_of_names_as_a_set() {
        let challenge = br#"Digest realm="r", nonce="abc", qop="auth""#;
        let expected = br#"Digest realm="r", nonce="{3 bytes}", qop="auth""#;
        assert_eq!(without_nonce(challenge), expected);
        assert_eq!(without_nonce(b"Bearer"), b"Bearer");
        assert_eq!(sorted(b"vary, allow"), b"allow, vary");
    }
}
