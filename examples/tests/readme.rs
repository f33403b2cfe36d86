//! The README shows what the program prints.

use onboarding::welcome;

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = include_str!("../README.md");
    let printed = welcome::text("http://127.0.0.1:8080");
    assert!(
        readme.contains(&format!("```text\n{printed}\n```")),
        "put this into README.md:\n{printed}"
    );
}
