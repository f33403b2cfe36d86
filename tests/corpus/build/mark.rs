//! Marks: where a handler's guards go, and what to ask it.
//!
//! A mark is a block of lines that start with `//@`, above a handler's first attribute:
//!
//! ```text
//! //@ POST /books?dry=true => 201      a request, and its status when that is not 200
//! //@ content-type: application/json   a field of it
//! //@ > {"title":"Emma"}               a line of its body
//! //@ x 81 85 00000000 68656c6c6f      or its body in hexadecimal digits
//! //@ full                             no argument more fits in
//! //@ open                             nobody can be kept out of it
//! ```
//!
//! `//@ guard` marks a handler inside a macro that makes several; each of those has its requests
//! where it is made, below `//@ handler its_name` or `//@ handler module::its_name`.

use crate::form::Form;

/// One block of `//@`.
#[derive(Default)]
pub(crate) struct Mark {
    /// Where the block starts, and how far it is indented.
    start: usize,
    indent: usize,
    /// Where the handler's `async fn` stands: its line, and its list of arguments.
    pub(crate) place: Option<(usize, usize)>,
    /// What the handler is called, unless a macro names it.
    pub(crate) handler: Option<String>,
    full: bool,
    pub(crate) open: bool,
    /// Whether a macro makes several handlers of this one.
    several: bool,
    pub(crate) requests: Vec<Request>,
}

#[derive(Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) uri: String,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
}

impl Mark {
    /// The start of a block, there and so far indented.
    pub(crate) fn at(start: usize, indent: usize) -> Self {
        Self {
            start,
            indent,
            ..Self::default()
        }
    }

    /// Reads a line; `None` when it means nothing.
    pub(crate) fn take(&mut self, line: &str) -> Option<()> {
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        match first {
            "guard" => self.several = true,
            "full" => self.full = true,
            "open" => self.open = true,
            "handler" => self.handler = Some(rest.to_owned()),
            ">" | "" => self.requests.last_mut()?.add_line(rest),
            "x" => self.requests.last_mut()?.body = Some(hexadecimal(rest)?),
            method if method.chars().all(|c| c.is_ascii_uppercase() || c == '-') => {
                let (uri, status) = match rest.split_once(" => ") {
                    Some((uri, status)) => (uri, status.parse().ok()?),
                    None => (rest, 200),
                };
                self.requests.push(Request {
                    method: method.to_owned(),
                    uri: uri.to_owned(),
                    status,
                    ..Request::default()
                });
            }
            field => {
                let field = field.strip_suffix(':')?.to_owned();
                let headers = &mut self.requests.last_mut()?.headers;
                headers.push((field, rest.to_owned()));
            }
        }
        Some(())
    }

    /// The next `async fn`, unless the handler is made by a macro elsewhere.
    pub(crate) fn find_handler(&mut self, text: &str) {
        if self.handler.is_some() {
            return;
        }
        let function = self.start
            + text[self.start..]
                .find("async fn ")
                .expect("a handler below its mark");
        let line = text[..function].rfind('\n').map_or(0, |at| at + 1);
        let after = &text[function + "async fn ".len()..];
        let name_ends = after.find(['(', '<', '\n']).expect("a list of arguments");
        let name = after[..name_ends].trim();
        if !self.several {
            self.handler = Some(name.to_owned());
        }
        let arguments = text.len() - after.len() + name_ends + past_generics(&after[name_ends..]);
        self.place = Some((line, arguments));
    }

    pub(crate) fn insert(
        &self,
        form: &Form,
        place: (usize, usize),
        insertions: &mut Vec<(usize, String)>,
    ) {
        let (line, arguments) = place;
        let indent = " ".repeat(self.indent);
        let attributes =
            |list: &[&str]| -> String { list.iter().map(|it| format!("{indent}{it}\n")).collect() };
        insertions.push((self.start, attributes(form.above)));
        insertions.push((line, attributes(form.below)));
        if let Some(argument) = form.argument
            && !self.full
        {
            insertions.push((arguments, format!("{argument}, ")));
        }
    }
}

impl Request {
    fn add_line(&mut self, line: &str) {
        match &mut self.body {
            Some(body) => {
                body.extend(b"\r\n");
                body.extend(line.bytes());
            }
            None => self.body = Some(line.into()),
        }
    }
}

/// How far it is from behind a function's name to behind the `(` of its arguments.
fn past_generics(text: &str) -> usize {
    let mut depth = 0;
    let mut previous = ' ';
    for (at, character) in text.char_indices() {
        match character {
            '<' => depth += 1,
            '>' if previous != '-' => depth -= 1,
            '(' if depth == 0 => return at + 1,
            _ => {}
        }
        previous = character;
    }
    panic!("a function without arguments");
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<_> = text.split_whitespace().collect();
    let digits = digits.concat();
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
        .collect()
}
