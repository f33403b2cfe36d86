//! `docs/errors.md` in step with the sources, which say what codes there are, and with the messages
//! of `fail/`, which say what causes them.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const CATALOGUE: &str = "../docs/errors.md";
const MACROS: &str = "../auth-macros/src";
const RUNTIME: &str = "../auth-runtime/src";
const FAIL: &str = "fail";

/// Where the first error is rustc's or actix-web's, and why.
const OTHERS_SPEAK: [(&str, &str); 18] = [
    ("body/half_typed_body", "the body's own syntax error"),
    (
        "body/half_typed_body_with_mistaken_role",
        "the body's own syntax error, and ours after it",
    ),
    (
        "body/no_responder_above_the_route",
        "what actix-web says of an answer, at its type",
    ),
    ("body/wrong_type", "the body's own type error"),
    (
        "control/around_a_module_in_a_file",
        "rustc knows no such modules below an attribute, and ours follows",
    ),
    (
        "control/on_a_module_in_a_file",
        "rustc knows no such modules below an attribute, and ours follows",
    ),
    (
        "drop_in/somebody_elses",
        "another crate's attribute of our name speaks for itself",
    ),
    (
        "grammar/equals_on_the_attribute",
        "rustc allows no `=` on an outermost attribute, and ours follows",
    ),
    (
        "handler/on_a_closure",
        "rustc allows no attributes on expressions, and ours follows",
    ),
    ("hidden_name/not_imported", "rustc misses the import"),
    (
        "hidden_name/somebody_elses",
        "another crate's attribute of our name speaks for itself",
    ),
    (
        "object/condition_not_found",
        "rustc misses the function, and knows one like it",
    ),
    (
        "object/condition_not_found_in_a_module",
        "rustc misses the function, and knows one like it",
    ),
    (
        "object/owner_unless_variant_misspelt",
        "rustc misses the variant, and knows the others",
    ),
    ("vocabulary/constant_missing", "rustc misses the constant"),
    (
        "vocabulary/helper_of_another_derive",
        "rustc names the derive that is missing",
    ),
    ("vocabulary/of_two_kinds", "rustc alone sees both derives"),
    (
        "vocabulary/variant_misspelt",
        "rustc misses the variant, and knows the others",
    ),
];

/// Of these rustdoc cannot show that the wrong example is wrong, and why. `fail/` shows it.
const UNSHOWN_BY_RUSTDOC: [(&str, &str); 1] = [(
    "auth::A059",
    "the features of all schemes are on where it compiles the examples",
)];

#[test]
fn every_code_has_an_entry_and_every_entry_a_code() {
    let codes = codes_of_the_sources();
    let entries: Vec<_> = entries().into_iter().map(|it| it.code).collect();
    assert_same(
        (CATALOGUE, &entries.iter().cloned().collect()),
        ("the sources", &codes),
    );
    assert!(
        entries.is_sorted_by(|a, b| a < b),
        "the entries are out of order, or one stands twice: {entries:?}"
    );
    say(&format!(
        "{} codes, each with an entry, shown by {} distinct misuses",
        codes.len(),
        misuses().iter().filter(|it| it.is_distinct()).count()
    ));
}

#[test]
fn every_code_is_caused_by_a_misuse() {
    let caused = misuses().into_iter().flat_map(|it| it.codes).collect();
    assert_same(
        ("the messages in fail", &caused),
        ("the sources", &codes_of_the_sources()),
    );
}

#[test]
fn the_first_word_on_a_misuse_is_ours() {
    let silent = misuses()
        .into_iter()
        .filter(|it| codes_in(first_error(&it.words)).next().is_none())
        .map(|it| it.name)
        .collect();
    let excused = OTHERS_SPEAK.iter().map(|(name, _)| (*name).to_owned());
    assert_same(
        ("the misuses on which others speak first", &silent),
        ("the list of those where they may", &excused.collect()),
    );
}

#[test]
fn an_entry_has_all_its_parts() {
    for entry in entries() {
        let Entry { code, text, .. } = &entry;
        let languages: Vec<_> = entry.blocks.iter().map(|(it, _)| it.as_str()).collect();
        let wrong = entry.language_of_wrong();
        assert_eq!(languages, [wrong, ""], "the examples of {code}");
        assert!(entry.title().is_some(), "{code} begins with no bold title");
        let reason = text.split_once("\n**Why it matters:** ");
        let reason = reason.map(|(_, reason)| reason.trim());
        assert!(
            reason.is_some_and(|it| !it.is_empty() && !it.contains("\n\n")),
            "{code} does not end with a paragraph on why it matters"
        );
    }
}

#[test]
fn the_index_lists_the_entries_by_their_titles() {
    let index: Vec<_> = catalogue()
        .lines()
        .filter(|line| line.starts_with("| [auth::A"))
        .map(str::to_owned)
        .collect();
    let rows: Vec<_> = entries().iter().map(Entry::row).collect();
    assert!(index == rows, "the index is to be\n{}", rows.join("\n"));
}

#[test]
fn the_wrong_example_of_an_entry_causes_its_code() {
    let misuses = misuses();
    let unproven: Vec<_> = entries()
        .into_iter()
        .filter(|entry| {
            let language = entry.language_of_wrong();
            let wrong = entry.blocks.iter().find(|(it, _)| it == language);
            let shown = shown(&wrong.unwrap().1);
            let mut causes = misuses.iter().filter(|it| it.codes.contains(&entry.code));
            shown.is_empty() || !causes.any(|it| holds(&it.source, &shown))
        })
        .map(|it| it.code)
        .collect();
    assert!(
        unproven.is_empty(),
        "of these entries the wrong example is in no misuse that has the code in its .stderr: \
         {unproven:?}"
    );
}

#[test]
fn no_message_calls_something_invalid() {
    let says_so = |text: &str| text.to_lowercase().contains("invalid");
    for path in files(Path::new(MACROS), "rs") {
        let text = fs::read_to_string(&path).unwrap();
        assert!(!says_so(&text), "{}", path.display());
    }
    for misuse in misuses() {
        let ours = |line: &&str| codes_in(line).next().is_some();
        let mut ours = misuse.words.lines().filter(ours);
        assert!(!ours.any(says_so), "{}", misuse.name);
    }
}

/// One `### auth::A…` of the catalogue.
struct Entry {
    code: String,
    /// All below the heading.
    text: String,
    /// Language and code of each example.
    blocks: Vec<(String, String)>,
}

impl Entry {
    fn read(section: &str) -> Self {
        let (code, text) = section.split_once('\n').unwrap();
        let text = text.split("\n## ").next().unwrap();
        let fenced = text.split("```").skip(1).step_by(2);
        let blocks = fenced.map(|block| block.split_once('\n').unwrap());
        Self {
            code: code.to_owned(),
            text: text.to_owned(),
            blocks: blocks
                .map(|(language, code)| (language.to_owned(), code.to_owned()))
                .collect(),
        }
    }

    fn title(&self) -> Option<&str> {
        let (title, _) = self
            .text
            .trim_start()
            .strip_prefix("**")?
            .split_once(".**")?;
        Some(title)
    }

    /// What stands behind the fence of its wrong example.
    fn language_of_wrong(&self) -> &'static str {
        let is_this = |(code, _): &(&str, &str)| *code == self.code;
        if UNSHOWN_BY_RUSTDOC.iter().any(is_this) {
            "text"
        } else {
            "compile_fail"
        }
    }

    /// Its line in the index.
    fn row(&self) -> String {
        let anchor = self.code.to_lowercase().replace(':', "");
        let title = self.title().unwrap_or_default();
        format!("| [{}](#{anchor}) | {title} |", self.code)
    }
}

/// A program of `fail/` and what the compiler says about it.
struct Misuse {
    /// `kind/name`
    name: String,
    source: String,
    words: String,
    codes: BTreeSet<String>,
}

impl Misuse {
    fn read(stderr: &Path) -> Self {
        let words = fs::read_to_string(stderr).unwrap();
        let name = stderr.strip_prefix(FAIL).unwrap().with_extension("");
        Self {
            name: name.to_str().unwrap().to_owned(),
            source: fs::read_to_string(stderr.with_extension("rs")).unwrap(),
            codes: codes_in(&words).collect(),
            words,
        }
    }

    /// As `ui.rs` counts them.
    fn is_distinct(&self) -> bool {
        !self.name.starts_with("many/") && !self.name.starts_with("body/")
    }
}

fn catalogue() -> String {
    fs::read_to_string(CATALOGUE).unwrap()
}

fn entries() -> Vec<Entry> {
    let text = catalogue();
    let entries: Vec<_> = text.split("\n### ").skip(1).map(Entry::read).collect();
    assert!(!entries.is_empty(), "{CATALOGUE} has no entries");
    entries
}

fn misuses() -> Vec<Misuse> {
    let misuses: Vec<_> = files(Path::new(FAIL), "stderr")
        .iter()
        .map(|path| Misuse::read(path))
        .collect();
    assert!(!misuses.is_empty(), "{FAIL} has no messages");
    misuses
}

/// Those that `auth-macros` numbers, and those that stand in the texts of `auth-runtime`.
fn codes_of_the_sources() -> BTreeSet<String> {
    let numbered = fs::read_to_string(Path::new(MACROS).join("code.rs")).unwrap();
    let numbers = numbered.lines().filter_map(|line| {
        let (_, number) = line.trim().strip_suffix(',')?.split_once(" = ")?;
        number.parse::<u16>().ok()
    });
    let codes: BTreeSet<_> = numbers.map(|it| format!("auth::A{it:03}")).collect();
    assert!(!codes.is_empty(), "code.rs has no codes");
    let texts = files(Path::new(RUNTIME), "rs");
    let texts = texts.iter().map(|path| fs::read_to_string(path).unwrap());
    texts.fold(codes, |mut codes, text| {
        codes.extend(codes_in(&text));
        codes
    })
}

/// `auth::A` and three digits.
fn codes_in(text: &str) -> impl Iterator<Item = String> {
    text.split("auth::A").skip(1).filter_map(|rest| {
        let digits = rest.get(..3)?;
        let is_code = digits.bytes().all(|it| it.is_ascii_digit());
        is_code.then(|| format!("auth::A{digits}"))
    })
}

fn first_error(words: &str) -> &str {
    words
        .lines()
        .find(|line| line.starts_with("error"))
        .unwrap_or_default()
}

/// An example without the lines that rustdoc hides: what stands between them, each piece without
/// spaces.
fn shown(code: &str) -> Vec<String> {
    let is_hidden = |line: &str| line.trim() == "#" || line.trim_start().starts_with("# ");
    let lines: Vec<_> = code.lines().collect();
    lines
        .split(|line| is_hidden(line))
        .map(|piece| without_spaces(&piece.join("\n")))
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// Whether source has all pieces, in this order.
fn holds(source: &str, pieces: &[String]) -> bool {
    let source = without_spaces(source);
    let mut rest = source.as_str();
    pieces.iter().all(|piece| match rest.split_once(piece) {
        Some((_, behind)) => {
            rest = behind;
            true
        }
        None => false,
    })
}

/// Code without the spaces outside of its strings.
fn without_spaces(code: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    let is_kept = |character: &char| {
        in_string ^= *character == '"' && !escaped;
        escaped = in_string && *character == '\\' && !escaped;
        in_string || !character.is_whitespace()
    };
    code.chars().filter(is_kept).collect()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|it| it == extension) {
            found.push(path);
        }
    }
    found
}

fn assert_same((one, here): (&str, &BTreeSet<String>), (other, there): (&str, &BTreeSet<String>)) {
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| -> Vec<String> {
        a.difference(b).cloned().collect()
    };
    assert!(
        here == there,
        "only in {one}: {:?}\nonly in {other}: {:?}",
        only(here, there),
        only(there, here)
    );
}

/// Past the test harness, which shows what a test prints only when it fails.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
