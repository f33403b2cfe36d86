//! Every handler of the corpus in every form: whoever may call it gets the answer of the same
//! handler without a guard, and nobody else gets past it.

mod app;
mod refusals;

use std::collections::BTreeSet;
use std::io::{self, Write};

use actix_web::http::header::WWW_AUTHENTICATE;
use auth_runtime::testing::TestIssuer;
use auth_runtime::{Access, declared_handlers};
use corpus::{Answers, FORMS, Form, HANDLERS, Handler, KNOWN, Request};

use app::{Answer, TestApp};
use refusals::Refusals;

/// The forms in which something is guarded, and the one in which nothing is.
fn guarded_forms() -> (&'static [Form], &'static Form) {
    let (plain, guarded) = FORMS.split_first().expect("forms");
    assert_eq!(plain.name, "plain");
    (guarded, plain)
}

fn is_known(handler: &Handler) -> bool {
    KNOWN
        .iter()
        .any(|(file, name, _)| (*file, *name) == (handler.file, handler.name))
}

/// The handlers that a form guards.
fn handlers_of(form: &Form) -> impl Iterator<Item = &'static Handler> {
    let opens = form.answers == Answers::Anybody;
    HANDLERS
        .iter()
        .filter(move |handler| !is_known(handler) && (opens || !handler.open))
}

/// All requests to all handlers, in order.
async fn ask_all(
    form: &Form,
    issuer: &TestIssuer,
    token: Option<&str>,
) -> Vec<(&'static Handler, &'static Request, Answer)> {
    let app = TestApp::start(form, issuer).await;
    let mut answers = Vec::new();
    for handler in HANDLERS {
        for request in handler.requests {
            answers.push((handler, request, app.ask(request, token).await));
        }
    }
    answers
}

#[actix_web::test]
async fn whoever_may_call_gets_the_answer_of_the_plain_handler() {
    let issuer = TestIssuer::new();
    let token = issuer.token("alice").roles(["reader", "member"]).mint();
    let (guarded, plain) = guarded_forms();
    let mut alarms = Vec::new();
    for token in [Some(token.as_str()), None] {
        let expected = ask_all(plain, &issuer, token).await;
        let surprises: Vec<_> = expected
            .iter()
            .filter(|(_, request, answer)| answer.status != request.status)
            .map(|(handler, request, answer)| {
                let Request { method, uri, .. } = request;
                format!(
                    "{}::{} {method} {uri} {answer:?}",
                    handler.file, handler.name
                )
            })
            .collect();
        assert!(
            surprises.is_empty(),
            "not what the marks say:\n{}",
            first(&surprises)
        );
        for form in guarded {
            if token.is_none() && form.answers != Answers::Anybody {
                continue;
            }
            let answers = ask_all(form, &issuer, token).await;
            assert_eq!(answers.len(), expected.len());
            for ((handler, request, answer), (_, _, plain)) in answers.iter().zip(&expected) {
                if answer.visible() != plain.visible() {
                    let (form, name) = (form.name, handler.name);
                    alarms.push(format!(
                        "{form} {name} {}\n  {answer:?}\n  {plain:?}",
                        request.uri
                    ));
                }
            }
        }
    }
    assert!(
        alarms.is_empty(),
        "{} false alarms:\n{}",
        alarms.len(),
        first(&alarms)
    );
    report(&format!(
        "{} handlers, {} forms, {} false alarms",
        HANDLERS.len(),
        FORMS.len(),
        KNOWN.len()
    ));
}

/// What a refusal of a form looks like: its status, and whether it challenges.
fn refusal(answers: Answers, known_caller: bool) -> (u16, bool) {
    match (answers, known_caller) {
        (Answers::Hidden, false) | (Answers::HiddenRole, true) => (404, false),
        (Answers::Role, true) => (403, false),
        _ => (401, true),
    }
}

#[actix_web::test]
async fn nobody_else_gets_past_a_guard_and_no_body_is_read() {
    let refusals = Refusals::default();
    let _listening = tracing::subscriber::set_default(refusals.clone());
    let issuer = TestIssuer::new();
    let other_role = issuer.token("bob").role("stranger").mint();
    let forged = issuer
        .token("eve")
        .role("reader")
        .signed_with_another_key()
        .mint();
    let mut refused = 0;
    let mut passed = Vec::new();
    for form in guarded_forms().0 {
        let app = TestApp::start(form, &issuer).await;
        let callers: &[_] = match form.answers {
            Answers::Anybody => &[(Some(&forged), false)],
            Answers::Authenticated | Answers::Hidden => &[(None, false), (Some(&forged), false)],
            Answers::Role | Answers::HiddenRole => &[
                (None, false),
                (Some(&forged), false),
                (Some(&other_role), true),
            ],
        };
        for handler in handlers_of(form) {
            for (request, (token, known)) in pairs(handler.requests, callers) {
                let answer = app.ask(request, token.map(String::as_str)).await;
                let (status, challenges) = refusal(form.answers, *known);
                let challenge = answer.headers.contains_key(WWW_AUTHENTICATE);
                // It was this handler's guard that refused, and no other's.
                let by = refusals.take();
                let by_it = matches!(&by[..], [one] if is(one, form, handler));
                if (answer.status, challenge, answer.polls, by_it) != (status, challenges, 0, true)
                {
                    let (form, name) = (form.name, handler.name);
                    let Request { method, uri, .. } = request;
                    passed.push(format!(
                        "{form} {name} {method} {uri} {token:?}: {by:?} {answer:?}"
                    ));
                }
                refused += 1;
            }
        }
    }
    assert!(
        passed.is_empty(),
        "{} not refused as they should be:\n{}",
        passed.len(),
        first(&passed)
    );
    let handlers: usize = guarded_forms()
        .0
        .iter()
        .map(|form| handlers_of(form).count())
        .sum();
    assert!(
        refused > handlers,
        "only {refused} refusals by {handlers} handlers"
    );
    report(&format!("{refused} requests refused, and no body read"));
}

fn pairs<'a, A, B>(left: &'a [A], right: &'a [B]) -> impl Iterator<Item = (&'a A, &'a B)> {
    left.iter()
        .flat_map(move |a| right.iter().map(move |b| (a, b)))
}

/// Whether a function's path is that of a handler in a form.
fn is(path: &str, form: &Form, handler: &Handler) -> bool {
    let Handler { file, name, .. } = handler;
    path.strip_prefix(&format!("corpus::{}::{file}::", form.name))
        .is_some_and(|rest| rest == *name || rest.ends_with(&format!("::{name}")))
}

fn path(access: &Access) -> String {
    let place = access.place();
    format!("{}::{}", place.module, place.handler)
}

#[test]
fn every_handler_is_declared_once_in_every_guarded_form() {
    assert!(HANDLERS.len() >= 100, "a broad corpus");
    let declared: Vec<_> = declared_handlers().into_iter().map(path).collect();
    let mut expected = 0;
    for form in guarded_forms().0 {
        for handler in handlers_of(form) {
            let of_it = declared
                .iter()
                .filter(|path| is(path, form, handler))
                .count();
            assert_eq!(of_it, 1, "{} {}::{}", form.name, handler.file, handler.name);
            expected += 1;
        }
    }
    assert_eq!(declared.len(), expected, "handlers that no mark speaks of");
}

#[test]
fn what_does_not_compile_yet_is_part_of_the_corpus() {
    let names: BTreeSet<_> = HANDLERS.iter().map(|it| (it.file, it.name)).collect();
    for (file, name, reason) in KNOWN {
        assert!(
            names.contains(&(*file, *name)),
            "{file}::{name} is gone: {reason}"
        );
        report(&format!("left plain: {file}::{name}, {reason}"));
    }
}

/// Enough of a list to see what is wrong.
fn first(list: &[String]) -> String {
    list[..list.len().min(20)].join("\n")
}

/// Past the harness, which keeps what a passing test prints to itself.
fn report(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
