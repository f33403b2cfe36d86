//! One handler at one route: who may call, and what everybody else gets.

use std::time::SystemTime;

use super::Answer;
use crate::condition::{Reason, Verdict};
use crate::decision::{Circumstances, Presented, decide};
use crate::identity::Identity;
use crate::policy::{Access, Authentication, Place, RecordRef, Requirement, Scheme};
use crate::vocabulary::Vocabularies;

/// A row of the [`AccessMatrix`](super::AccessMatrix): a guarded handler, at one method and path.
#[derive(Debug, Clone, Copy)]
pub struct AccessRow {
    access: &'static Access,
    method: Option<&'static str>,
    path: Option<&'static str>,
}

impl AccessRow {
    /// A row per method and path; one without either when no route is in sight.
    pub(super) fn of(access: &'static Access) -> Vec<Self> {
        let row = |method, path| Self {
            access,
            method,
            path,
        };
        let mut rows = Vec::new();
        for route in access.routes() {
            let path = Some(route.path());
            match route.methods() {
                [] => rows.push(row(None, path)),
                methods => rows.extend(methods.iter().map(|method| row(Some(*method), path))),
            }
        }
        if rows.is_empty() {
            rows.push(row(None, None));
        }
        rows
    }

    /// By path, method, module, handler. The line only tells namesakes apart.
    pub(super) fn order(&self) -> impl Ord + use<> {
        let place = self.place();
        (
            self.path.is_none(),
            (self.path, self.method),
            (place.module, place.handler, place.line),
        )
    }

    /// The method, in upper case, when a route attribute in sight names it.
    pub fn method(&self) -> Option<&'static str> {
        self.method
    }

    /// The path, as far as a route attribute in sight says it.
    pub fn path(&self) -> Option<&'static str> {
        self.path
    }

    /// The handler's name, module, file and line.
    pub fn place(&self) -> Place {
        self.access.place()
    }

    /// Everything that the attributes of the handler declare.
    pub fn access(&self) -> &'static Access {
        self.access
    }

    /// The schemes by which a caller makes itself known. None where everybody may call.
    pub fn schemes(&self) -> &'static [Scheme] {
        self.access.schemes()
    }

    /// Who may call, as a phrase: `everybody`, `every known caller`, `role "admin"`. With the reason
    /// of `#[allow_anonymous]` in parentheses, and how callers must have authenticated.
    pub fn callers(&self) -> String {
        self.callers_by_privilege() + &self.login()
    }

    /// `, authenticated at most 300 s ago`, or nothing.
    pub(super) fn login(&self) -> String {
        let step_up = self.access.step_up();
        step_up.map_or_else(String::new, |it| format!(", authenticated {it}"))
    }

    fn callers_by_privilege(&self) -> String {
        match (self.access.authentication(), self.requirement()) {
            (_, Some(requirement)) => requirement,
            (Authentication::Required { .. }, None) => "every known caller".into(),
            (Authentication::Optional { reason: None }, None) => "everybody".into(),
            (
                Authentication::Optional {
                    reason: Some(reason),
                },
                None,
            ) => format!("everybody ({reason})"),
        }
    }

    /// What a known caller must have, as text: `role "admin" and scope "orders:read"`,
    /// `record Order (Write)`.
    pub fn requirement(&self) -> Option<String> {
        let requirements = self.access.requirements().iter();
        let records = self.access.records().iter().map(RecordRef::to_string);
        let texts: Vec<_> = requirements
            .map(Requirement::to_string)
            .chain(records)
            .collect();
        (!texts.is_empty()).then(|| texts.join(" and "))
    }

    /// Why everybody may call, in the words of whoever opened it.
    pub fn reason(&self) -> Option<&'static str> {
        match self.access.authentication() {
            Authentication::Optional { reason } => reason,
            Authentication::Required { .. } => None,
        }
    }

    /// What a caller without a credential gets.
    pub fn anonymous(&self) -> Answer {
        answer(self.access, Presented::Nothing)
    }

    /// What known callers get who lack something that is required, each answer once. None where
    /// nothing is.
    ///
    /// There are several when requirements are refused differently: who lacks a hidden one is told
    /// nothing, whatever else is lacking.
    pub fn underprivileged(&self) -> Vec<Answer> {
        let nobody_special = Identity::new(String::new());
        let mut answers: Vec<_> = self
            .access
            .requirements()
            .iter()
            .map(|requirement| {
                let alone = Access {
                    requirements: std::slice::from_ref(requirement),
                    ..*self.access
                };
                answer(&alone, Presented::Identity(&nobody_special))
            })
            .chain(self.access.step_up().is_some().then_some(Answer::StepUp))
            .chain(self.access.records().iter().flat_map(of_record))
            .collect();
        answers.sort_unstable();
        answers.dedup();
        answers
    }

    /// Whether the route is hidden from some callers, who get what they would get of a path that does not
    /// exist. Not of records: those that a caller may not read are not there, on a route that is.
    pub fn is_hidden(&self) -> bool {
        self.access.hides_existence() || self.access.hides_refusal()
    }
}

/// Whose record it is not sees none; who may only read it is told so.
fn of_record(record: &RecordRef) -> Vec<Answer> {
    match record.action {
        "Read" => vec![Answer::Hide],
        _ => vec![Answer::Forbid, Answer::Hide],
    }
}

/// What becomes of a caller by the very rule that requests are decided by.
fn answer(access: &Access, presented: Presented<'_>) -> Answer {
    let circumstances = Circumstances {
        vocabularies: &Vocabularies::default(),
        path_names: &|_, _| false,
        // Of a caller whom no condition lets pass.
        verdicts: &vec![Some(Verdict::Forbid(Reason::default())); access.requirements.len()],
        now: &SystemTime::now,
    };
    match decide(access, presented, &circumstances).into() {
        // Another token may have the scope; there is no challenge for another key or password.
        Answer::InsufficientScope if !access.schemes().iter().any(|it| it.is_oauth()) => {
            Answer::Forbid
        }
        answer => answer,
    }
}
