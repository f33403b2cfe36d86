//! The path of a route: what actix-web's router would panic about at start-up is found here.

use syn::LitStr;

use crate::code::Code;
use crate::errors::Errors;

/// The router's own limit.
const MOST_SEGMENTS: usize = 16;

pub(super) fn check(path: &LitStr, errors: &mut Errors) {
    let text = path.value();
    let Some(segments) = segments(&text) else {
        return errors.at(
            Code::RoutePath,
            path,
            "a `{` in this path has no `}`\nhelp: a segment is `{id}`, or `{id:[0-9]+}`",
        );
    };
    let names: Vec<_> = segments
        .iter()
        .map(|segment| segment.split_once(':').map_or(*segment, |(name, _)| name))
        .collect();
    for (position, name) in names.iter().enumerate() {
        if names[..position].contains(name) {
            errors.at(
                Code::RoutePath,
                path,
                format!("two segments of this path are called `{{{name}}}`\nhelp: rename one"),
            );
        }
    }
    if names.len() > MOST_SEGMENTS {
        errors.at(
            Code::RoutePath,
            path,
            format!(
                "more than {MOST_SEGMENTS} segments in braces, the most that a path has\nhelp: \
                 `{{tail}}*` at the end takes all that is left"
            ),
        );
    }
}

/// What stands in the braces, of which each may hold others: `{id:[0-9]{2}}`.
fn segments(path: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    let mut rest = path;
    while let Some(start) = rest.find('{') {
        let inside = &rest[start + 1..];
        let end = closing_brace(inside)?;
        found.push(&inside[..end]);
        rest = &inside[end + 1..];
    }
    Some(found)
}

fn closing_brace(text: &str) -> Option<usize> {
    let mut open = 1_usize;
    for (position, character) in text.char_indices() {
        match character {
            '{' => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(position);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::segments;

    #[test]
    fn segments_are_what_stands_in_braces() {
        for (path, found) in [
            ("", Some(&[][..])),
            ("/a/b*", Some(&[])),
            ("/a}/b", Some(&[])),
            ("/{a}/{b:[0-9]{2}}/{c}*", Some(&["a", "b:[0-9]{2}", "c"])),
            ("/{a", None),
            ("/{a}/{b:[0-9]{2}", None),
        ] {
            assert_eq!(segments(path).as_deref(), found, "{path}");
        }
    }
}
