//! A path in other spellings.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Variant {
    Plain,
    TrailingSlash,
    DoubleSlash,
    InnerDoubleSlash,
    EncodedLetter,
    EncodedSlash,
    UpperCase,
    Dot,
    DotDot,
    Query,
    Matrix,
    /// `http://host/path`, as for a proxy (RFC 9112 §3.2.2).
    Absolute,
}

pub(super) const VARIANTS: [Variant; 11] = [
    Variant::TrailingSlash,
    Variant::DoubleSlash,
    Variant::InnerDoubleSlash,
    Variant::EncodedLetter,
    Variant::EncodedSlash,
    Variant::UpperCase,
    Variant::Dot,
    Variant::DotDot,
    Variant::Query,
    Variant::Matrix,
    Variant::Absolute,
];

impl Variant {
    /// The path in this spelling, as the target of a request to this host.
    pub(in super::super) fn applied(self, path: &str, host: &str) -> String {
        let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
        match self {
            Self::Plain => path.into(),
            Self::TrailingSlash => format!("{path}/"),
            Self::DoubleSlash => format!("/{path}"),
            Self::InnerDoubleSlash => format!("{parent}//{name}"),
            Self::EncodedLetter => format!("{parent}/{}", with_first_encoded(name)),
            Self::EncodedSlash => {
                format!("{}%2F{name}", if parent.is_empty() { "/" } else { parent })
            }
            Self::UpperCase => path.to_uppercase(),
            Self::Dot => format!("/.{path}"),
            Self::DotDot => format!("/elsewhere/..{path}"),
            Self::Query => format!("{path}?page=1&next=%2Fhome"),
            Self::Matrix => format!("{path};v=1"),
            Self::Absolute => format!("http://{host}{path}"),
        }
    }
}

fn with_first_encoded(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if first.is_ascii() => format!("%{:02X}{}", u32::from(first), letters.as_str()),
        _ => name.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{VARIANTS, Variant};

    #[test]
    fn a_path_is_spelt_in_each_way() {
        let spelt: Vec<_> = VARIANTS.iter().map(|it| it.applied("/a/bc", "h")).collect();
        let expected = [
            "/a/bc/",
            "//a/bc",
            "/a//bc",
            "/a/%62c",
            "/a%2Fbc",
            "/A/BC",
            "/./a/bc",
            "/elsewhere/../a/bc",
            "/a/bc?page=1&next=%2Fhome",
            "/a/bc;v=1",
            "http://h/a/bc",
        ];
        assert_eq!(spelt, expected);
        assert_eq!(Variant::EncodedSlash.applied("/bc", "h"), "/%2Fbc");
    }
}
