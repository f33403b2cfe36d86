//! "did you mean": the known word closest to what was typed.

/// The word of `known` that a slip of the finger would turn into `typed`, if there is one.
pub(crate) fn closest<'a>(
    typed: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    known
        .into_iter()
        .map(|word| (distance(&typed, &word.to_lowercase()), word))
        .filter(|(slips, word)| *slips <= allowed_slips(&typed, word))
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, word)| word)
}

/// One slip in a short word, two in a longer one; never as many as there are letters.
fn allowed_slips(typed: &str, word: &str) -> usize {
    match typed.len().min(word.len()) {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    }
}

/// Optimal string alignment: insertions, deletions, substitutions and swapped neighbours.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<_>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let substitution = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = substitution.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::closest;

    const OPTIONS: [&str; 4] = ["scheme", "realm", "hide", "message"];

    #[test]
    fn finds_the_word_behind_a_slip() {
        for (typed, meant) in [
            ("schema", "scheme"),
            ("shceme", "scheme"),
            ("Hide", "hide"),
            ("hdie", "hide"),
            ("hides", "hide"),
            ("relm", "realm"),
        ] {
            assert_eq!(closest(typed, OPTIONS), Some(meant), "{typed}");
        }
    }

    #[test]
    fn does_not_guess_wildly() {
        for typed in ["status", "x", "", "role", "authority"] {
            assert_eq!(closest(typed, OPTIONS), None, "{typed}");
        }
    }

    #[test]
    fn prefers_the_closest() {
        assert_eq!(closest("Bearer", ["Bear", "Bearer"]), Some("Bearer"));
    }
}
