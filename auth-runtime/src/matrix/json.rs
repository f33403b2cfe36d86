//! The matrix for programs.

use serde::Serialize;

use super::{AccessMatrix, AccessRow, Answer};

/// The members of a row, in the order in which they are written.
#[derive(Serialize)]
struct Row {
    method: Option<&'static str>,
    path: Option<&'static str>,
    handler: &'static str,
    module: &'static str,
    file: &'static str,
    line: u32,
    schemes: Vec<String>,
    requirement: Option<String>,
    reason: Option<&'static str>,
    anonymous: Given,
    underprivileged: Vec<Given>,
    hidden: bool,
}

#[derive(Serialize)]
struct Given {
    answer: &'static str,
    status: Option<u16>,
}

impl AccessMatrix {
    /// A JSON array with an object per row, to be written into a file.
    ///
    /// An object has `method`, `path` (both `null` where the route is not in sight), `handler`,
    /// `module`, `file`, `line`, `schemes`, `requirement`, `reason`, `anonymous`, `underprivileged`
    /// and `hidden`, in this order. `anonymous` is what a caller without a credential gets,
    /// `underprivileged` what known callers get who may not: objects of `answer` (`allow`,
    /// `challenge`, `forbid`, `insufficient_scope`, `hide`) and `status`, which is `null` for
    /// `allow`. More members may come.
    #[expect(
        clippy::missing_panics_doc,
        clippy::expect_used,
        reason = "texts, numbers and lists of them can be written as JSON"
    )]
    pub fn to_json(&self) -> String {
        let rows: Vec<_> = self.rows.iter().map(Row::from).collect();
        let mut json = serde_json::to_string_pretty(&rows).expect("texts and numbers");
        json.push('\n');
        json
    }
}

impl From<&AccessRow> for Row {
    fn from(row: &AccessRow) -> Self {
        let place = row.place();
        Self {
            method: row.method(),
            path: row.path(),
            handler: place.handler,
            module: place.module,
            file: place.file,
            line: place.line,
            schemes: row.schemes().iter().map(ToString::to_string).collect(),
            requirement: row.requirement(),
            reason: row.reason(),
            anonymous: row.anonymous().into(),
            underprivileged: row.underprivileged().into_iter().map(Into::into).collect(),
            hidden: row.is_hidden(),
        }
    }
}

impl From<Answer> for Given {
    fn from(answer: Answer) -> Self {
        Self {
            answer: answer.word(),
            status: answer.status(),
        }
    }
}
