//! What the compiler says about misuse of the attributes, and what it must accept.
//!
//! A mistake is a file in `fail/<kind of mistake>/`, and beside it the words that its author reads.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use trybuild::TestCases;

#[test]
fn misuse_does_not_compile() {
    let kinds = folders(Path::new("fail"));
    let distinct = |kind: &&PathBuf| !kind.ends_with("many") && !kind.ends_with("body");
    let (kinds_of_misuse, misuses) = kinds
        .iter()
        .filter(distinct)
        .fold((0, 0), |(k, m), kind| (k + 1, m + sources(kind).len()));
    assert!(misuses > 0, "no misuse is covered");
    say(&format!(
        "{misuses} distinct misuses, of {kinds_of_misuse} kinds"
    ));
    if let Err(reason) = words_are_of_this_compiler() {
        assert!(std::env::var_os("CI").is_none(), "{reason}");
        return say(&format!("skipped: {reason}"));
    }
    let cases = TestCases::new();
    for kind in kinds {
        cases.compile_fail(kind.join("*.rs"));
    }
}

#[test]
fn use_compiles_without_warnings() {
    let programs = sources(Path::new("pass"));
    assert!(!programs.is_empty(), "no use is covered");
    for program in &programs {
        let text = fs::read_to_string(program).unwrap();
        assert!(
            text.starts_with("#![deny(warnings)]\n#![forbid(unsafe_code)]\n"),
            "{} is to deny warnings and forbid unsafe code in its first two lines",
            program.display()
        );
    }
    TestCases::new().pass("pass/*.rs");
}

/// rustc words its errors anew with every release; the `.stderr` files hold the words of one.
fn words_are_of_this_compiler() -> Result<(), String> {
    let pinned = include_str!("../rust-toolchain.toml")
        .lines()
        .find_map(|line| line.strip_prefix("channel = "))
        .unwrap()
        .trim_matches('"');
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().unwrap();
    let version = String::from_utf8(output.stdout).unwrap();
    let version = version.trim();
    if version.split(' ').nth(1) == Some(pinned) {
        Ok(())
    } else {
        Err(format!(
            "the messages were written for rustc {pinned}, and this is {version}"
        ))
    }
}

fn folders(parent: &Path) -> Vec<PathBuf> {
    entries(parent)
        .into_iter()
        .filter(|entry| entry.is_dir())
        .collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    entries(folder)
        .into_iter()
        .filter(|entry| entry.extension().is_some_and(|it| it == "rs"))
        .collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut entries: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

/// Past the test harness, which shows what a test prints only when it fails.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
