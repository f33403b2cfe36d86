//! What tells two observations apart.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::{Finding, Kind};
use super::observation::{Answer, End, Observation};

/// Everything that differs.
pub(super) fn compare(hidden: &Observation, miss: &Observation) -> Vec<Finding> {
    let mut findings = Vec::new();
    let pairs = hidden.answers.iter().zip(&miss.answers);
    for (index, (hidden, miss)) in pairs.enumerate() {
        let behind = index > 0;
        let mut add = |kind, hidden: String, miss: String| {
            findings.push(Finding {
                kind,
                behind,
                hidden,
                miss,
            });
        };
        compare_answers(hidden, miss, &mut add);
    }
    let both = [hidden, miss];
    let mut add = |kind, values: [String; 2]| {
        let [hidden, miss] = values;
        findings.push(Finding {
            kind,
            behind: false,
            hidden,
            miss,
        });
    };
    if hidden.answers.len() != miss.answers.len() {
        add(Kind::Answers, both.map(|it| it.answers.len().to_string()));
    }
    if hidden.end != miss.end || hidden.rest != miss.rest {
        add(Kind::Connection, both.map(ending));
    }
    findings
}

fn compare_answers(hidden: &Answer, miss: &Answer, add: &mut impl FnMut(Kind, String, String)) {
    let both = [hidden, miss];
    let mut differs = |kind, of: fn(&Answer) -> String| {
        let [hidden, miss] = both.map(of);
        if hidden != miss {
            add(kind, hidden, miss);
        }
    };
    differs(Kind::Interim, |it| it.interim.join(", "));
    differs(Kind::Unasked, |it| printable(&it.unasked));
    differs(Kind::Status, |it| it.status().to_owned());
    if hidden.status() == miss.status() {
        differs(Kind::StatusLine, |it| it.status_line.clone());
    }
    differs(Kind::Framing, |it| match &it.chunks {
        None => "whole".into(),
        Some(sizes) => format!("chunks of {sizes:?}"),
    });
    differs(Kind::Body, |it| printable(&it.body));
    if hidden.body != miss.body && printable(&hidden.body) == printable(&miss.body) {
        add(
            Kind::Body,
            format!("{:?}", hidden.body),
            format!("{:?}", miss.body),
        );
    }
    if hidden.trailers != miss.trailers {
        let [hidden, miss] = both.map(|it| format!("{:?}", it.trailers));
        add(Kind::Trailers, hidden, miss);
    }
    compare_fields(&hidden.fields, &miss.fields, add);
}

type Fields = [(String, Vec<u8>)];

fn compare_fields(hidden: &Fields, miss: &Fields, add: &mut impl FnMut(Kind, String, String)) {
    let (hidden, miss) = (by_name(hidden), by_name(miss));
    let names: BTreeSet<_> = hidden.keys().chain(miss.keys()).collect();
    for name in names {
        let said = [&hidden, &miss].map(|fields| fields.get(name));
        let [values, spellings] = [1, 0].map(|part| {
            said.map(|lines| match lines {
                None => "absent".to_owned(),
                Some(lines) => {
                    let parts: Vec<_> = lines.iter().map(|line| line[part].as_str()).collect();
                    parts.join(" | ")
                }
            })
        });
        let ([hidden, miss], [hidden_name, miss_name]) = (values, spellings);
        if hidden != miss || said[0].is_none() != said[1].is_none() {
            add(Kind::Field(name.clone()), hidden, miss);
        } else if hidden_name != miss_name {
            add(Kind::FieldSpelling(name.clone()), hidden_name, miss_name);
        }
    }
}

/// The lines of each field, as name and value, in their order.
fn by_name(fields: &Fields) -> BTreeMap<String, Vec<[String; 2]>> {
    let mut lines = BTreeMap::<_, Vec<_>>::new();
    for (name, value) in fields {
        let line = [name.clone(), printable(value)];
        lines
            .entry(name.to_ascii_lowercase())
            .or_default()
            .push(line);
    }
    lines
}

fn ending(seen: &Observation) -> String {
    let end = match &seen.end {
        End::Closed => "closed",
        End::Reset => "reset",
        End::Open => "open",
        End::Silent => "silence",
        End::Failed(why) => why,
    };
    if seen.rest.is_empty() {
        return end.to_owned();
    }
    format!("{end} behind {:?}", printable(&seen.rest))
}

/// Text as it is, and other bytes as `\x00`.
fn printable(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.escape_ascii().to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::observation::{Answer, End, Observation};
    use super::{Finding, Kind, compare};

    fn seen(change: impl Fn(&mut Answer)) -> Observation {
        let mut answer = Answer {
            status_line: "HTTP/1.1 404 Not Found".into(),
            fields: vec![("vary".into(), b"Accept".to_vec())],
            body: b"lost".to_vec(),
            ..Answer::default()
        };
        change(&mut answer);
        Observation {
            answers: vec![answer],
            rest: Vec::new(),
            end: End::Closed,
        }
    }

    fn kinds(hidden: &Observation) -> Vec<Kind> {
        let findings = compare(hidden, &seen(|_| {}));
        findings.into_iter().map(|it| it.kind).collect()
    }

    type Change = fn(&mut Answer);

    #[test]
    fn each_part_of_an_answer_is_compared() {
        assert_eq!(kinds(&seen(|_| {})), []);
        let changes: [(Kind, Change); 7] = [
            (Kind::Status, |it| {
                it.status_line = "HTTP/1.1 403 Forbidden".into();
            }),
            (Kind::StatusLine, |it| {
                it.status_line = "HTTP/1.1 404 Gone".into();
            }),
            (Kind::Interim, |it| {
                it.interim = vec!["HTTP/1.1 100 Continue".into()];
            }),
            (Kind::Body, |it| it.body = b"LOST".to_vec()),
            (Kind::Framing, |it| it.chunks = Some(vec![4])),
            (Kind::Trailers, |it| {
                it.trailers = vec![("a".into(), Vec::new())];
            }),
            (Kind::FieldSpelling("vary".into()), |it| {
                it.fields[0].0 = "Vary".into();
            }),
        ];
        for (kind, change) in changes {
            assert_eq!(kinds(&seen(change)), [kind]);
        }
    }

    #[test]
    fn a_field_may_be_absent_or_have_other_values() {
        let twice = |it: &mut Answer| it.fields.push(("vary".into(), b"Cookie".to_vec()));
        let absent = |it: &mut Answer| it.fields.clear();
        let expected = |hidden: &str| Finding {
            kind: Kind::Field("vary".into()),
            behind: false,
            hidden: hidden.into(),
            miss: "Accept".into(),
        };
        let miss = seen(|_| {});
        assert_eq!(compare(&seen(twice), &miss), [expected("Accept | Cookie")]);
        assert_eq!(compare(&seen(absent), &miss), [expected("absent")]);
    }

    #[test]
    fn the_order_of_different_fields_tells_nothing() {
        let ab = |it: &mut Answer| it.fields.push(("allow".into(), Vec::new()));
        let ba = |it: &mut Answer| it.fields.insert(0, ("allow".into(), Vec::new()));
        assert_eq!(compare(&seen(ab), &seen(ba)), []);
    }

    #[test]
    fn the_connection_is_compared() {
        let mut reset = seen(|_| {});
        reset.end = End::Reset;
        assert_eq!(kinds(&reset), [Kind::Connection]);
        let mut silent = seen(|_| {});
        silent.answers.clear();
        assert_eq!(kinds(&silent), [Kind::Answers]);
    }
}
