//! The matrix as a Markdown table (GitHub Flavored Markdown §4.10).

use super::text::{handler, one_line, others, schemes};
use super::{AccessMatrix, AccessRow};

const HEAD: &str = "\
| Method | Path | Handler | Scheme | Who may call | Anonymous | Others |
|---|---|---|---|---|---|---|
";

impl AccessMatrix {
    /// A Markdown table with a line per row, to be written into a file. `Others` are known callers
    /// who may not.
    pub fn to_markdown(&self) -> String {
        let lines: String = self.rows.iter().map(line).collect();
        format!("{HEAD}{lines}")
    }
}

fn line(row: &AccessRow) -> String {
    let cells = [
        row.method().map_or_else(|| "-".into(), code),
        row.path().map_or_else(|| "-".into(), code),
        code(&handler(row)),
        schemes(row),
        callers(row),
        row.anonymous().to_string(),
        prose(&others(row)),
    ];
    format!("| {} |\n", cells.join(" | "))
}

fn callers(row: &AccessRow) -> String {
    match row.requirement() {
        Some(requirement) => code(&requirement) + &prose(&row.login()),
        None => prose(&row.callers()),
    }
}

/// As code. Text that a code span cannot hold exactly is escaped as prose: a backslash before a pipe
/// would end the cell, and a backtick the span.
fn code(text: &str) -> String {
    if text.contains(['`', '\\']) || text.chars().any(char::is_control) {
        prose(text)
    } else {
        format!("`{}`", text.replace('|', "\\|"))
    }
}

fn prose(text: &str) -> String {
    let mut escaped = String::new();
    for c in one_line(text).chars() {
        if "\\`|*_<>[]&~#$".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
