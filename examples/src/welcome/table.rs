//! The table of routes, from what the handlers themselves declare.

use auth_runtime::{Access, Authentication, declared_handlers};

const HEAD: [&str; 5] = ["METHOD", "PATH", "WHO MAY CALL", "NO TOKEN", "WRONG ROLE"];

/// A line per method and path, in the order of paths.
pub(super) fn routes() -> String {
    let mut rows: Vec<_> = declared_handlers().into_iter().flat_map(rows).collect();
    rows.sort_by(|a, b| (&a[1], &a[0]).cmp(&(&b[1], &b[0])));
    rows.insert(0, HEAD.map(str::to_owned));
    let widths: [usize; 5] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or_default()
    });
    rows.iter().map(|row| line(row, widths)).collect()
}

fn line(row: &[String; 5], widths: [usize; 5]) -> String {
    let cells = row.iter().zip(widths);
    let padded: Vec<_> = cells
        .map(|(cell, width)| format!("{cell:<width$}"))
        .collect();
    format!("{}\n", padded.join("  ").trim_end())
}

fn rows(access: &Access) -> Vec<[String; 5]> {
    let cells = |method: &str, path: &str| {
        [
            method.to_owned(),
            path.to_owned(),
            who_may_call(access),
            without_token(access).to_owned(),
            with_wrong_role(access),
        ]
    };
    let routes = access.routes().iter();
    routes
        .flat_map(|route| route.methods().iter().map(|it| cells(it, route.path())))
        .collect()
}

fn who_may_call(access: &Access) -> String {
    if is_open(access) {
        return "everybody".into();
    }
    let rules = access.requirements().iter();
    let rules: Vec<_> = rules.map(|it| it.rule().to_string()).collect();
    match &rules[..] {
        [] => "everybody with a token".into(),
        rules => rules.join(" and "),
    }
}

/// What this shop answers, whose misses are public.
fn without_token(access: &Access) -> &'static str {
    match access.authentication() {
        Authentication::Required { hide: true, .. } => "404",
        Authentication::Required { .. } => "401",
        _ => "-",
    }
}

fn with_wrong_role(access: &Access) -> String {
    let requirements = access.requirements().iter();
    let mut answers: Vec<_> = requirements
        .map(|it| if it.hides() { "404" } else { "403" })
        .collect();
    answers.sort_unstable();
    answers.dedup();
    match &answers[..] {
        [] => "-".into(),
        answers => answers.join(" or "),
    }
}

fn is_open(access: &Access) -> bool {
    matches!(access.authentication(), Authentication::Optional { .. })
}
