//! A file of handlers, with marks where the guards go and what to ask; `mark.rs` reads those.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::form::Form;
use crate::known::KNOWN;
use crate::mark::{Mark, Request};

/// A file of handlers.
pub(crate) struct Source {
    pub(crate) name: String,
    text: String,
    marks: Vec<Mark>,
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
                        marks.push(Mark::at(offset, line.len() - trimmed.len()));
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
                && (form.opens || !mark.open)
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
            let _ = writeln!(table, "        open: {},", mark.open);
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
