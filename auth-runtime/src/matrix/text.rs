//! The matrix as a table for a terminal.

use std::fmt;

use super::{AccessMatrix, AccessRow, Answer};

const HEAD: [&str; 6] = [
    "METHOD",
    "PATH",
    "SCHEME",
    "WHO MAY CALL",
    "ANONYMOUS",
    "OTHERS",
];

/// A line per row, without a line break at the end. `OTHERS` are known callers who may not.
impl fmt::Display for AccessMatrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = vec![HEAD.map(str::to_owned)];
        lines.extend(self.rows.iter().map(cells));
        let widths: [usize; HEAD.len()] = std::array::from_fn(|column| {
            let cells = lines.iter().map(|line| line[column].chars().count());
            cells.max().unwrap_or_default()
        });
        for (position, line) in lines.iter().enumerate() {
            let break_before = if position == 0 { "" } else { "\n" };
            write!(f, "{break_before}{}", aligned(line, widths))?;
        }
        Ok(())
    }
}

fn aligned<const N: usize>(cells: &[String; N], widths: [usize; N]) -> String {
    let cells = cells.iter().zip(widths);
    let padded: Vec<_> = cells
        .map(|(cell, width)| format!("{cell:<width$}"))
        .collect();
    padded.join("  ").trim_end().to_owned()
}

fn cells(row: &AccessRow) -> [String; HEAD.len()] {
    [
        row.method().unwrap_or("-").to_owned(),
        row.path().map_or_else(|| handler(row), one_line),
        schemes(row),
        one_line(&row.callers()),
        row.anonymous().to_string(),
        others(row),
    ]
}

/// `my_app::admin::users`
pub(super) fn handler(row: &AccessRow) -> String {
    let place = row.place();
    format!("{}::{}", place.module, place.handler)
}

pub(super) fn schemes(row: &AccessRow) -> String {
    let schemes = row.schemes();
    let names: Vec<_> = schemes.iter().map(ToString::to_string).collect();
    or_dash(names.join(", "))
}

/// What known callers get who may not.
pub(super) fn others(row: &AccessRow) -> String {
    let answers = row.underprivileged();
    let texts: Vec<_> = answers.iter().map(Answer::to_string).collect();
    or_dash(texts.join(" or "))
}

fn or_dash(text: String) -> String {
    if text.is_empty() { "-".into() } else { text }
}

/// A line break in a path or a reason must not look like another row.
pub(super) fn one_line(text: &str) -> String {
    let escaped = |c: char| {
        if c.is_control() {
            c.escape_default().to_string()
        } else {
            c.to_string()
        }
    };
    text.chars().map(escaped).collect()
}
