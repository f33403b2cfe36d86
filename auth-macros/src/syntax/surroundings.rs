//! Whether an attribute is written inside an `impl` block or a `trait`.
//!
//! A guard brings items of its own, which cannot stand there, and rustc would report each of them
//! in words that mean nothing to whoever wrote the handler. The compiler does not tell an attribute
//! what is around it; the source file does. This finds reasons to explain, never reasons to let
//! something through: where it is not sure, it is silent, and rustc reports.

use std::cell::RefCell;
use std::path::PathBuf;

use proc_macro::Span;

/// What stands around the attribute that is being expanded, when no function can be guarded there.
pub(crate) fn unfit() -> Option<&'static str> {
    if !proc_macro::is_available() {
        return None;
    }
    let place = Span::call_site();
    let column = place.column();
    // What starts a line is at the top of its file, which keeps the file closed for most handlers.
    if column <= 1 {
        return None;
    }
    let path = place.local_file()?;
    LAST_FILE.with_borrow_mut(|last| {
        let file = match last {
            Some(file) if file.path == path => file,
            _ => last.insert(File::read(path)?),
        };
        let end = before(&file.text, place.line(), column)?.len();
        block_around(file.scanner.open_blocks(&file.text, end))
    })
}

thread_local! {
    /// Attributes are expanded in the order of the source, mostly: going on where the last one was
    /// found keeps a file with many handlers from being walked over once for each.
    static LAST_FILE: RefCell<Option<File>> = const { RefCell::new(None) };
}

struct File {
    path: PathBuf,
    text: String,
    scanner: Scanner,
}

impl File {
    fn read(path: PathBuf) -> Option<Self> {
        let text = std::fs::read_to_string(&path).ok()?;
        Some(Self {
            path,
            text,
            scanner: Scanner::default(),
        })
    }
}

/// The text up to a line and column, both counted from one.
fn before(text: &str, line: usize, column: usize) -> Option<&str> {
    let mut start = 0;
    for _ in 1..line {
        start += text[start..].find('\n')? + 1;
    }
    let (last, _) = text[start..].char_indices().nth(column - 1)?;
    Some(&text[..start + last])
}

/// The innermost of the open blocks, if it and all around it are what they look like:
/// no attribute and no macro stands before them that could make something else of it.
fn block_around(open: &[String]) -> Option<&'static str> {
    let (innermost, outer) = open.split_last()?;
    let certain = outer
        .iter()
        .all(|head| !head.contains('!') && has_word(head, &["mod", "fn", "impl"]));
    if !certain || innermost.contains(['!', '#']) {
        None
    } else if has_word(innermost, &["trait"]) {
        Some("a `trait`")
    } else {
        // `-> impl Trait {` opens the body of a function.
        let is_impl = has_word(innermost, &["impl"]) && !has_word(innermost, &["fn"]);
        is_impl.then_some("an `impl` block")
    }
}

fn has_word(head: &str, words: &[&str]) -> bool {
    head.split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|word| words.contains(&word))
}

/// Attributes that leave an item as it is written.
const INERT: [&str; 7] = [
    "allow",
    "cfg",
    "deny",
    "doc",
    "expect",
    "rustfmt::skip",
    "warn",
];

/// Walks over source text and keeps what stands before each bracket that is still open.
#[derive(Default)]
struct Scanner {
    /// How far it has come.
    at: usize,
    /// Since the last `;`, `{` or `}`.
    head: String,
    open: Vec<String>,
}

impl Scanner {
    /// The blocks that are open at `end`, which lies outside of comments and literals.
    fn open_blocks(&mut self, text: &str, end: usize) -> &[String] {
        if end < self.at {
            *self = Self::default();
        }
        while let Some(next) = text[self.at..end].chars().next() {
            if let Some(length) = self.no_code(&text[self.at..end]) {
                self.at += length;
                self.head.push(' ');
                continue;
            }
            self.at += next.len_utf8();
            match next {
                '{' | '(' | '[' => self.open.push(std::mem::take(&mut self.head)),
                ')' => self.head = self.open.pop().unwrap_or_default(),
                ']' => self.close_bracket(),
                '}' => {
                    self.open.pop();
                    self.head.clear();
                }
                ';' => self.head.clear(),
                other => self.head.push(other),
            }
        }
        &self.open
    }

    /// An attribute that changes nothing is forgotten; another one leaves its `#`.
    fn close_bracket(&mut self) {
        let inside = std::mem::replace(&mut self.head, self.open.pop().unwrap_or_default());
        let name = inside
            .trim()
            .split(['(', '=', ' '])
            .next()
            .unwrap_or_default();
        if INERT.contains(&name) && self.head.ends_with('#') {
            self.head.pop();
        }
    }

    /// Whether an `r` here would be a letter of a word, not the start of `r"…"` or `br"…"`.
    fn is_within_a_word(&self) -> bool {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        match self.head.strip_suffix(['b', 'c']) {
            Some(before) => before.ends_with(is_word),
            None => self.head.ends_with(is_word),
        }
    }

    /// The length of a comment, string or character, which may hold brackets that open nothing.
    fn no_code(&self, rest: &str) -> Option<usize> {
        if rest.starts_with("//") {
            Some(rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            Some(block_comment(rest))
        } else if rest.starts_with('"') {
            Some(literal(rest, '"'))
        } else if rest.starts_with('\'') {
            character(rest)
        } else if self.is_within_a_word() {
            None
        } else {
            raw_string(rest)
        }
    }
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let (step, change) = match &text.as_bytes()[at..] {
            [b'/', b'*', ..] => (2, 1),
            [b'*', b'/', ..] => (2, -1),
            _ => (1, 0),
        };
        at += step;
        depth += change;
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of a literal with escapes, its quotes included.
fn literal(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        if character == quote && !escaped {
            return at + 1;
        }
        escaped = character == '\\' && !escaped;
    }
    text.len()
}

/// `'x'` or `'\n'`, but not the lifetime `'a`.
fn character(text: &str) -> Option<usize> {
    let mut characters = text.chars().skip(1);
    let is_literal = match characters.next()? {
        '\\' => true,
        _ => characters.next() == Some('\''),
    };
    is_literal.then(|| literal(text, '\''))
}

/// `r"…"`, `r#"…"#`; the `b` or `c` before it counts as code.
fn raw_string(text: &str) -> Option<usize> {
    let after_r = text.strip_prefix('r')?;
    let content = after_r.trim_start_matches('#');
    let hashes = &after_r[..after_r.len() - content.len()];
    let content = content.strip_prefix('"')?;
    let end = format!("\"{hashes}");
    let length = content
        .find(&end)
        .map_or(content.len(), |at| at + end.len());
    Some(text.len() - content.len() + length)
}

#[cfg(test)]
mod tests {
    use super::{Scanner, before};

    fn block_around(text: &str) -> Option<&'static str> {
        super::block_around(Scanner::default().open_blocks(text, text.len()))
    }

    #[test]
    fn an_impl_block_or_a_trait_is_seen() {
        for (text, found) in [
            ("impl Api {", "an `impl` block"),
            (
                "impl<T: Repo> Api<T> where T: 'static {\n",
                "an `impl` block",
            ),
            ("unsafe impl Api {", "an `impl` block"),
            ("#[allow(dead_code)] impl Api {", "an `impl` block"),
            (
                "#[doc = \"[\"]\n#[rustfmt::skip]\nimpl Api {",
                "an `impl` block",
            ),
            (
                "mod api { struct Api; impl Api { fn a() {} ",
                "an `impl` block",
            ),
            ("#[cfg(test)] mod tests { impl Api {", "an `impl` block"),
            (
                "fn main() { let x = 1; struct Api; impl Api {",
                "an `impl` block",
            ),
            ("impl Api { #[doc(hidden)] ", "an `impl` block"),
            ("impl Api { fn a() { struct B; impl B { ", "an `impl` block"),
            (
                "const A: &str = \"}\"; impl Api { // }\n",
                "an `impl` block",
            ),
            (
                "impl Api { const A: char = '}'; const B: &'static str = r#\"\"}\"#;",
                "an `impl` block",
            ),
            ("/* { /* } */ { */ impl Api {", "an `impl` block"),
            ("trait Api {", "a `trait`"),
            ("pub(crate) trait Api: Sized {", "a `trait`"),
        ] {
            assert_eq!(block_around(text), Some(found), "{text}");
        }
    }

    #[test]
    fn elsewhere_and_where_nothing_is_certain_it_is_silent() {
        for text in [
            "",
            "impl Api {} ",
            "mod api { ",
            "mod api { impl Api {} ",
            "fn main() { ",
            "fn page() -> impl Responder { ",
            "impl Api { fn register() { ",
            "// impl Api {\n",
            "const A: &str = \"impl Api {\"; ",
            "const A: &str = r\"impl Api {\"; ",
            "impl Api { const A: &[u8] = br\"\\\"; } mod b { ",
            "impl Api { const A: &[u8] = br#\"a\"b\"#; } mod b { ",
            // Something may move the functions out of the block.
            "#[routes] impl Api { ",
            "routes! { impl Api { ",
            "macro_rules! api { () => { impl Api { ",
            "mod api { routes! { impl Api { ",
        ] {
            assert_eq!(block_around(text), None, "{text}");
        }
    }

    #[test]
    fn it_goes_on_where_it_was_and_starts_over_when_it_must() {
        let text = "mod a { } impl Api { /* } */ fn a() {} } mod b { ";
        let within = text.find("fn").unwrap_or_default();
        let mut scanner = Scanner::default();
        for (end, found) in [
            (within, Some("an `impl` block")),
            (text.len(), None),
            (within, Some("an `impl` block")),
        ] {
            assert_eq!(super::block_around(scanner.open_blocks(text, end)), found);
        }
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        let text = "impl Büro {\n    #[x]";
        assert_eq!(before(text, 1, 1), Some(""));
        assert_eq!(before(text, 1, 8), Some("impl Bü"));
        assert_eq!(before(text, 2, 5), Some("impl Büro {\n    "));
        assert_eq!(before(text, 3, 1), None);
    }
}
