//! The matrix for programs.

use serde::Serialize;

use super::{AccessMatrix, AccessRow, Answer};
use crate::policy::StepUp;

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
    step_up: Option<Login>,
    redirect: Option<bool>,
    reason: Option<&'static str>,
    anonymous: Given,
    underprivileged: Vec<Given>,
    hidden: bool,
}

/// How a caller must have authenticated.
#[derive(Serialize)]
struct Login {
    /// In seconds.
    max_age: Option<u64>,
    acr: &'static [&'static str],
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
    /// `module`, `file`, `line`, `schemes`, `requirement`, `step_up`, `redirect`, `reason`, `anonymous`,
    /// `underprivileged` and `hidden`, in this order. `step_up` is an object of `max_age`, in seconds or
    /// `null`, and `acr`, a list; it is `null` where any login will do. `redirect` is what the handler
    /// says of the login page, and `null` where it says nothing. `anonymous` is what a caller without a
    /// credential gets, `underprivileged` what known callers get who may not: objects of `answer`
    /// (`allow`, `challenge`, `step_up`, `forbid`, `insufficient_scope`, `hide`) and `status`, which is
    /// `null` for `allow`. More members may come.
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
            step_up: row.access().step_up().map(Into::into),
            redirect: row.access().redirect(),
            reason: row.reason(),
            anonymous: row.anonymous().into(),
            underprivileged: row.underprivileged().into_iter().map(Into::into).collect(),
            hidden: row.is_hidden(),
        }
    }
}

impl From<StepUp> for Login {
    fn from(step_up: StepUp) -> Self {
        Self {
            max_age: step_up.max_age().map(|it| it.as_secs()),
            acr: step_up.acr(),
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
