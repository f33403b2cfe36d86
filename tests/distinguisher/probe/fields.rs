//! Fields that a request may have or not.

use std::fmt;

/// Fields that are sent together.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Extra(pub(in super::super) &'static [(&'static str, &'static str)]);

const ORIGIN: (&str, &str) = ("Origin", "https://elsewhere.example");
const LONG_AGO: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
const TAG: &str = "\"a-tag\"";

pub(super) const EXTRAS: [Extra; 28] = [
    Extra(&[("Accept", "*/*")]),
    Extra(&[("Accept", "text/html")]),
    Extra(&[("Accept", "application/json")]),
    Extra(&[("Accept", ";;nonsense, q=x")]),
    Extra(&[("Accept-Encoding", "gzip")]),
    Extra(&[("Accept-Encoding", "br, gzip;q=0.5, *;q=0")]),
    Extra(&[("Accept-Encoding", "identity;q=0")]),
    Extra(&[("Accept-Language", "de, en;q=0.5")]),
    Extra(&[ORIGIN]),
    Extra(&[ORIGIN, ("Access-Control-Request-Method", "GET")]),
    Extra(&[
        ORIGIN,
        ("Access-Control-Request-Method", "DELETE"),
        ("Access-Control-Request-Headers", "authorization"),
    ]),
    Extra(&[("Origin", "null")]),
    Extra(&[("Range", "bytes=0-0")]),
    Extra(&[("Range", "bytes=0-0"), ("If-Range", TAG)]),
    Extra(&[("If-None-Match", "*")]),
    Extra(&[("If-None-Match", TAG)]),
    Extra(&[("If-Match", "*")]),
    Extra(&[("If-Match", TAG)]),
    Extra(&[("If-Modified-Since", LONG_AGO)]),
    Extra(&[("If-Modified-Since", "Fri, 31 Dec 9999 23:59:59 GMT")]),
    Extra(&[("If-Unmodified-Since", LONG_AGO)]),
    Extra(&[("Cookie", "id=guess; theme=dark")]),
    Extra(&[("Content-Type", "application/json")]),
    Extra(&[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "cors")]),
    Extra(&[
        ("Sec-Fetch-Mode", "navigate"),
        ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
    ]),
    Extra(&[("X-Requested-With", "XMLHttpRequest")]),
    Extra(&[
        ("X-Forwarded-For", "192.0.2.1"),
        ("Forwarded", "for=192.0.2.1"),
    ]),
    Extra(&[("X-HTTP-Method-Override", "DELETE")]),
];

impl fmt::Display for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, value)) in self.0.iter().enumerate() {
            let between = if index == 0 { "" } else { ", " };
            write!(f, "{between}{name}: {value}")?;
        }
        Ok(())
    }
}
