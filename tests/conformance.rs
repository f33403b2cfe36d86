//! `docs/conformance.md`: each rule names a test, and each test it names exists.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A line of a table: `| id | level | rule | tests, or why there is none |`.
struct Rule {
    id: String,
    level: String,
    /// `target::module::function`, where the rule is tested.
    tests: Vec<String>,
    /// Why it is not, otherwise.
    reason: String,
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn rules() -> Vec<Rule> {
    let table = fs::read_to_string(repository().join("docs/conformance.md")).unwrap();
    let lines = table.lines().filter(|line| line.starts_with("| "));
    lines.filter_map(rule).collect()
}

fn rule(line: &str) -> Option<Rule> {
    let cells: Vec<_> = line.trim_matches('|').split(" | ").map(str::trim).collect();
    let [id, level, _, proof] = cells[..] else {
        panic!("a line of four cells: {line}");
    };
    if !id.ends_with(|end: char| end.is_ascii_digit()) {
        return None; // The head of a table.
    }
    let mut tests = Vec::new();
    for (position, part) in proof.split('`').enumerate() {
        // A type's name, as in `Auth::not_found`, begins with a capital.
        let is_path = part.contains("::") && part.starts_with(char::is_lowercase);
        if position % 2 == 1 && is_path {
            tests.push(part.to_owned());
        }
    }
    Some(Rule {
        id: id.to_owned(),
        level: level.to_owned(),
        reason: if tests.is_empty() {
            proof.to_owned()
        } else {
            String::new()
        },
        tests,
    })
}

/// Where the tests of a target are.
fn folder(target: &str) -> PathBuf {
    let repository = repository();
    match target {
        "auth_runtime" => repository.join("auth-runtime/src"),
        "auth_macros" => repository.join("auth-macros/src"),
        "ui" => repository.join("ui-tests"),
        "onboarding" => repository.join("examples/tests"),
        "behaviour" => repository.join("tests"),
        folder => repository.join("tests").join(folder),
    }
}

/// Whether the target has a test function of this name in this module, by the names of its files.
fn exists(test: &str) -> bool {
    let mut parts: Vec<_> = test.split("::").collect();
    let (target, function) = (parts.remove(0), parts.pop().unwrap());
    let modules = parts.into_iter().filter(|module| *module != "tests");
    let modules: BTreeSet<_> = modules.collect();
    sources(&folder(target)).into_iter().any(|file| {
        let path = file.with_extension("");
        let names: BTreeSet<_> = path.iter().filter_map(|name| name.to_str()).collect();
        modules.is_subset(&names) && has_test(&fs::read_to_string(&file).unwrap(), function)
    })
}

fn has_test(source: &str, function: &str) -> bool {
    let lines: Vec<_> = source.lines().collect();
    let is_it = |line: &str| {
        let line = line.trim_start().trim_start_matches("async ");
        line.strip_prefix("fn ")
            .and_then(|line| line.strip_prefix(function))
            .is_some_and(|rest| rest.starts_with('('))
    };
    lines.iter().enumerate().any(|(at, line)| {
        let above = &lines[at.saturating_sub(6)..at];
        is_it(line) && above.iter().any(|line| line.contains("test]"))
    })
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|_| panic!("no {}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("node_modules") && !path.ends_with("python") {
                found.extend(sources(&path));
            }
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_rule_names_a_test_that_exists() {
    let rules = rules();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for rule in &rules {
        if !seen.insert(&rule.id) {
            wrong.push(format!("{} stands twice", rule.id));
        }
        if rule.tests.is_empty() && rule.reason.len() < 20 {
            wrong.push(format!("{} has neither a test nor a reason", rule.id));
        }
        for test in rule.tests.iter().filter(|test| !exists(test)) {
            wrong.push(format!("{}: there is no test {test}", rule.id));
        }
    }
    assert!(rules.len() > 150, "the tables have lost their rules");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let count = |is_it: &dyn Fn(&&Rule) -> bool| rules.iter().filter(is_it).count();
    let tests: BTreeSet<_> = rules.iter().flat_map(|rule| &rule.tests).collect();
    // Past the test harness, which shows what passing tests print only when asked.
    writeln!(
        std::io::stderr(),
        "conformance: {} rules, {} of them MUST; {} shown by {} tests, {} left out with a reason",
        rules.len(),
        count(&|rule| rule.level == "MUST"),
        count(&|rule| !rule.tests.is_empty()),
        tests.len(),
        count(&|rule| rule.tests.is_empty()),
    )
    .unwrap();
}

#[test]
fn a_rule_without_its_test_is_noticed() {
    assert!(exists(
        "behaviour::conformance::every_rule_names_a_test_that_exists"
    ));
    assert!(!exists("behaviour::conformance::nothing_of_this_name"));
    assert!(!exists("behaviour::conformance::rules"), "no test");
    assert!(!exists(
        "behaviour::cors::every_rule_names_a_test_that_exists"
    ));
}
