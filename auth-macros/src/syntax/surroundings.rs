//! Whether an attribute is written inside an `impl` block or a `trait`.
//!
//! A guard brings items of its own, which cannot stand there, and rustc would report each of them
//! in words that mean nothing to whoever wrote the handler. The compiler does not tell an attribute
//! what is around it; the source file does. This finds reasons to explain, never reasons to let
//! something through: where it is not sure, it is silent, and rustc reports.

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
    let text = std::fs::read_to_string(place.local_file()?).ok()?;
    block_around(before(&text, place.line(), column)?)
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

/// The innermost block that `text` leaves open, if it and all around it are what they look like:
/// no attribute and no macro stands before them that could make something else of it.
fn block_around(text: &str) -> Option<&'static str> {
    let open = Scanner::new(text).open_blocks();
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
struct Scanner<'a> {
    rest: &'a str,
    /// Since the last `;`, `{` or `}`.
    head: String,
    open: Vec<String>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            rest: text,
            head: String::new(),
            open: Vec::new(),
        }
    }

    fn open_blocks(mut self) -> Vec<String> {
        while let Some(next) = self.rest.chars().next() {
            if self.skip_what_is_no_code() {
                self.head.push(' ');
                continue;
            }
            self.rest = &self.rest[next.len_utf8()..];
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
        self.open
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

    /// Comments, strings and characters may hold brackets that open nothing.
    fn skip_what_is_no_code(&mut self) -> bool {
        let length = if self.rest.starts_with("//") {
            self.rest.find('\n')
        } else if self.rest.starts_with("/*") {
            Some(block_comment(self.rest))
        } else if self.rest.starts_with('"') {
            Some(literal(self.rest, '"'))
        } else if self.rest.starts_with('\'') {
            character(self.rest)
        } else {
            raw_string(self.rest).filter(|_| !self.head.ends_with(char::is_alphanumeric))
        };
        let is_code = length.is_none() && !self.rest.starts_with("//");
        if !is_code {
            self.rest = length.map_or("", |length| &self.rest[length..]);
        }
        !is_code
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
    use super::{before, block_around};

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
    fn lines_and_columns_count_from_one() {
        let text = "impl Büro {\n    #[x]";
        assert_eq!(before(text, 1, 1), Some(""));
        assert_eq!(before(text, 1, 8), Some("impl Bü"));
        assert_eq!(before(text, 2, 5), Some("impl Büro {\n    "));
        assert_eq!(before(text, 3, 1), None);
    }
}
