//! The lines that the program prints, run in bash by the real curl against the real program.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails, in helpers too"
)]

mod program;

use std::process::{Command, Stdio};

use program::Program;

/// Ends every `curl` line, before the status.
const EXPECTED: &str = "  # → ";

const LAST_LINE: &str = "Ctrl-C closes the shop.";

/// Bodies go where they went; the status goes to stderr, a line each. A proxy or a configuration
/// of whoever runs the tests is not part of them. `cargo run … --bin prover -- …` runs the prover that
/// is built already, and files land where they are removed.
const STATUS_TO_STDERR: &str = r#"set -u
curl() {
    command curl -q --noproxy '*' --max-time 20 "$@" \
        --no-progress-meter -w '%{stderr}%{http_code}\n'
}
cargo() {
    while [ "$1" != -- ]; do shift; done
    shift
    "$PROVER" "$@"
}
TMPDIR=$(mktemp -d)
export TMPDIR
trap 'rm -r "$TMPDIR"' EXIT
"#;

#[test]
fn the_printed_lines_give_the_printed_statuses() {
    if !installed("bash") || !installed("curl") {
        return;
    }
    let mut program = Program::start("0");
    let printed = program.printed_until(LAST_LINE);
    let session = printed
        .iter()
        .skip_while(|line| !line.starts_with("Paste into bash"))
        .skip(1)
        .filter(|line| *line != LAST_LINE);
    let session: Vec<_> = session.map(String::as_str).collect();
    let lines = session.iter().filter_map(|line| line.split_once(EXPECTED));
    let lines: Vec<_> = lines.collect();
    assert!(lines.len() >= 10, "too few lines to try: {printed:#?}");

    let statuses = run_in_bash(&session);
    let expected: Vec<_> = lines.iter().map(|(_, status)| *status).collect();
    let report: Vec<_> = lines.iter().zip(&statuses).collect();
    assert_eq!(statuses, expected, "{report:#?}");
}

/// What curl reports for each line, in one session.
fn run_in_bash(session: &[&str]) -> Vec<String> {
    let script = format!("{STATUS_TO_STDERR}{}", session.join("\n"));
    let output = Command::new("bash")
        .args(["--noprofile", "--norc", "-c", &script])
        .env("PROVER", env!("CARGO_BIN_EXE_prover"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    stderr.lines().map(str::to_owned).collect()
}

/// Whether a program is there. Where nobody can be expected to have it, the test is left out.
#[allow(clippy::print_stderr, reason = "a test that is left out says so")]
fn installed(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok();
    if !found {
        let message = format!("this test runs `{program}`: install {program}");
        assert!(std::env::var_os("CI").is_none(), "{message}");
        eprintln!("skipped: {message}");
    }
    found
}
