//! A file of handlers, with marks where the guards go and what to ask.
//!
//! A mark is a block of lines that start with `//@`, above a handler's first attribute:
//!
//! ```text
//! //@ POST /books?dry=true => 201      a request, and its status when that is not 200
//! //@ content-type: application/json   a field of it
//! //@ > {"title":"Emma"}               a line of its body
//! //@ x 81 85 00000000 68656c6c6f      or its body in hexadecimal digits
//! //@ full                             no argument more fits in
//! ```
//!
//! `//@ guard` marks a handler inside a macro that makes several; each of those has its requests
//! where it is made, below `//@ handler its_name` or `//@ handler module::its_name`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::form::Form;
use crate::known::KNOWN;

/// A file of handlers.
pub(crate) struct Source {
    pub(crate) name: String,
    text: String,
    marks: Vec<Mark>,
}

/// One block of `//@`.
#[derive(Default)]
struct Mark {
    /// Where the block starts, and how far it is indented.
    start: usize,
    indent: usize,
    /// Where the handler's `async fn` stands: its line, and its list of arguments.
    place: Option<(usize, usize)>,
    /// What the handler is called, unless a macro names it.
    handler: Option<String>,
    full: bool,
    /// Whether a macro makes several handlers of this one.
    several: bool,
    requests: Vec<Request>,
}

#[derive(Default)]
struct Request {
    method: String,
    uri: String,
    status: u16,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Source {
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a file of handlers");
        let name = path.file_stem().expect("a name").display().to_string();
        let mut marks: Vec<Mark> = Vec::new();
        let mut in_block = false;
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim_start();
            match trimmed.strip_prefix("//@") {
                Some(words) => {
                    if !in_block || words.starts_with(" handler") {
                        marks.push(Mark {
                            start: offset,
                            indent: line.len() - trimmed.len(),
                            ..Mark::default()
                        });
                    }
                    let mark = marks.last_mut().expect("a mark was begun");
                    mark.take(words.trim()).unwrap_or_else(|| {
                        panic!("{name}: a mark that means nothing: {line}");
                    });
                    in_block = true;
                }
                None => in_block = false,
            }
            offset += line.len();
        }
        for mark in &mut marks {
            mark.find_handler(&text);
        }
        let source = Self { name, text, marks };
        source.check();
        source
    }

    fn check(&self) {
        let mut names: Vec<_> = self.handlers().map(|(name, _)| name).collect();
        names.sort_unstable();
        for pair in names.windows(2) {
            assert_ne!(pair[0], pair[1], "{}: two handlers of a name", self.name);
        }
        // A route whose handler has no mark would be neither guarded nor asked.
        let routed = self.text.matches("async fn ").count();
        let guarded = self.marks.iter().filter(|it| it.place.is_some()).count();
        let helpers = self.text.matches("// Not a handler").count();
        assert_eq!(
            routed,
            guarded + helpers,
            "{}: an `async fn` has neither a mark nor `// Not a handler`",
            self.name
        );
    }

    fn handlers(&self) -> impl Iterator<Item = (&str, &Mark)> {
        self.marks
            .iter()
            .filter_map(|mark| Some((mark.handler.as_deref()?, mark)))
    }

    /// The file with its handlers guarded in this form.
    pub(crate) fn in_form(&self, form: &Form) -> String {
        let head = self
            .text
            .split_inclusive('\n')
            .take_while(|line| line.starts_with("//!"))
            .map(str::len)
            .sum();
        let mut insertions = vec![(head, format!("{}\n", form.imports))];
        for mark in &self.marks {
            let known = KNOWN.iter().any(|(file, handler, _)| {
                *file == self.name && Some(*handler) == mark.handler.as_deref()
            });
            if let Some(place) = mark.place
                && !known
            {
                mark.insert(form, place, &mut insertions);
            }
        }
        insertions.sort_by_key(|(at, _)| *at);
        let mut text = self.text.clone();
        for (at, insertion) in insertions.into_iter().rev() {
            text.insert_str(at, &insertion);
        }
        text
    }

    /// The handlers and their requests, as entries of a table.
    pub(crate) fn table(&self) -> String {
        let mut table = String::new();
        for (handler, mark) in self.handlers() {
            let handler = handler.trim_start_matches("r#");
            assert!(!mark.requests.is_empty(), "{handler} is never asked");
            let _ = writeln!(table, "    Handler {{");
            let _ = writeln!(table, "        file: {:?},", self.name);
            let _ = writeln!(table, "        name: {handler:?},");
            let _ = writeln!(table, "        requests: &[");
            for request in &mark.requests {
                let Request {
                    method,
                    uri,
                    status,
                    headers,
                    body,
                } = request;
                let uri = format!("/{}{uri}", self.name);
                let body = body.as_deref().unwrap_or_default();
                let _ = writeln!(
                    table,
                    "            Request {{ method: {method:?}, uri: {uri:?}, status: {status}, \
                     headers: &{headers:?}, body: &{body:?} }},"
                );
            }
            let _ = writeln!(table, "        ],\n    }},");
        }
        table
    }
}

impl Mark {
    /// Reads a line; `None` when it means nothing.
    fn take(&mut self, line: &str) -> Option<()> {
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        match first {
            "guard" => self.several = true,
            "full" => self.full = true,
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
    fn find_handler(&mut self, text: &str) {
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

    fn insert(&self, form: &Form, place: (usize, usize), insertions: &mut Vec<(usize, String)>) {
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
