//! What changed between two lists of lines.

use std::collections::{HashMap, VecDeque};

use super::lines::SEPARATOR;

/// Without comments and blank lines.
pub(super) fn kept_lines(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim_end);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

/// What one has and the other has not, whatever the order; two lines about the same handler and route
/// side by side.
pub(super) fn differences(before: &[&str], now: &[String]) -> Vec<String> {
    let now: Vec<_> = now.iter().map(String::as_str).collect();
    let mut new: Vec<_> = without(&now, before).into_iter().map(Some).collect();
    let mut about: HashMap<_, VecDeque<_>> = HashMap::new();
    for (position, line) in new.iter().flatten().enumerate() {
        about.entry(subject(line)).or_default().push_back(position);
    }
    let mut lines = Vec::new();
    for line in without(before, &now) {
        lines.push(format!("- {line}"));
        let next = about.get_mut(subject(line)).and_then(VecDeque::pop_front);
        let partner = next.and_then(|position| new[position].take());
        lines.extend(partner.map(|partner| format!("+ {partner}")));
    }
    lines.extend(new.iter().flatten().map(|line| format!("+ {line}")));
    lines
}

/// The lines, less those of `others`, each taken away once.
fn without<'a>(lines: &[&'a str], others: &[&str]) -> Vec<&'a str> {
    let mut taken_away: HashMap<_, usize> = HashMap::new();
    for other in others {
        *taken_away.entry(*other).or_default() += 1;
    }
    let is_left = |line: &&str| match taken_away.get_mut(*line) {
        Some(count @ 1..) => {
            *count -= 1;
            false
        }
        _ => true,
    };
    lines.iter().copied().filter(is_left).collect()
}

/// What a line is about: the route and the handler, or the name.
fn subject(line: &str) -> &str {
    let end = line.match_indices(SEPARATOR).take(2).last();
    end.map_or(line, |(at, _)| &line[..at])
}

#[cfg(test)]
mod tests {
    use super::{differences, kept_lines};

    #[test]
    fn lines_about_the_same_stand_side_by_side() {
        let before = [
            "GET /a | a | x",
            "GET /b | b | x",
            "GET /c | c | x",
            "n | y",
        ];
        let now = [
            "GET /c | c | z",
            "GET /a | a | z",
            "GET /d | d | x",
            "n | z",
        ];
        assert_eq!(
            differences(&before, &now.map(str::to_owned)),
            [
                "- GET /a | a | x",
                "+ GET /a | a | z",
                "- GET /b | b | x",
                "- GET /c | c | x",
                "+ GET /c | c | z",
                "- n | y",
                "+ n | z",
                "+ GET /d | d | x",
            ]
        );
    }

    #[test]
    fn order_does_not_count_and_number_does() {
        let two = ["a".to_owned(), "b".to_owned()];
        assert!(differences(&["b", "a"], &two).is_empty());
        assert_eq!(differences(&["a", "b", "b"], &two), ["- b"]);
        assert_eq!(differences(&["a"], &two), ["+ b"]);
    }

    /// Two guards on one route, say: neither line is lost, and none is paired twice.
    #[test]
    fn several_lines_about_the_same_are_paired_in_their_order() {
        let now = ["GET /a | a | 3", "GET /a | a | 4", "GET /a | a | 5"];
        assert_eq!(
            differences(
                &["GET /a | a | 1", "GET /a | a | 2"],
                &now.map(str::to_owned)
            ),
            [
                "- GET /a | a | 1",
                "+ GET /a | a | 3",
                "- GET /a | a | 2",
                "+ GET /a | a | 4",
                "+ GET /a | a | 5",
            ]
        );
    }

    #[test]
    fn comments_blank_lines_and_line_ends_do_not_count() {
        let text = "# what it is\r\n\r\nGET /a\r\n\nGET /b\n<<<<<<< ours";
        assert_eq!(kept_lines(text), ["GET /a", "GET /b", "<<<<<<< ours"]);
    }
}
