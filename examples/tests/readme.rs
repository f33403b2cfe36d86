//! The READMEs show what the program prints.

use onboarding::welcome;

const WHAT_TO_PASTE: &str = "Paste into bash, in this order:";

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = include_str!("../README.md");
    let printed = welcome::text("http://127.0.0.1:8080");
    assert!(
        readme.contains(&format!("```text\n{printed}\n```")),
        "put this into examples/README.md:\n{printed}"
    );
}

#[test]
fn the_first_readme_shows_it_up_to_what_to_paste() {
    let readme = include_str!("../../README.md");
    let printed = welcome::text("http://127.0.0.1:8080");
    let (table, _) = printed.split_once(WHAT_TO_PASTE).unwrap_or_default();
    assert!(
        !table.is_empty() && readme.contains(&format!("```text\n{table}{WHAT_TO_PASTE}")),
        "put this into README.md:\n{table}{WHAT_TO_PASTE}"
    );
}
