//! The access matrix: what it says of a handler is what an app answers, and a file can hold it.

mod vocabularies;

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use actix_web::App;
use auth_runtime::__private::{LockFile, Mode};
use auth_runtime::testing::{TestClock, TestIssuer, TestToken};
use auth_runtime::{
    AccessMatrix, AccessRow, Answer, AuthBuilder, Name, Privilege, access_matrix,
    assert_access_matrix,
};

use crate::app::{self, TestApp, ask, start};

/// Every kind of policy, at routes that are in sight, and texts that Markdown would read as its own.
/// `.ci/rustdoc_access` reads the documentation of these handlers.
mod api {
    use actix_web::{get, post, route, routes};
    use auth_runtime::{
        allow_anonymous, require_auth, require_owner, require_permission, require_role,
        require_scope,
    };

    /// Says so itself.
    #[allow_anonymous(reason = "see [here] | `there` | <i> https://shop.example")]
    #[get("/matrix/open")]
    pub(super) async fn open() -> &'static str {
        "in"
    }

    #[require_auth]
    #[get("/matrix/known")]
    pub(super) async fn known() -> &'static str {
        "in"
    }

    #[require_auth(hide = true)]
    #[get("/matrix/unseen")]
    pub(super) async fn unseen() -> &'static str {
        "in"
    }

    #[require_auth]
    #[require_role("editor")]
    #[post("/matrix/edited")]
    pub(super) async fn edited() -> &'static str {
        "in"
    }

    #[require_auth]
    #[require_role(any("admin", all("[editor]", "`author`")), hide = true)]
    #[get("/matrix/concealed")]
    pub(super) async fn concealed() -> &'static str {
        "in"
    }

    #[require_auth]
    #[require_scope("orders:read", "orders:write")]
    #[route("/matrix/scoped", method = "GET", method = "PUT")]
    pub(super) async fn scoped() -> &'static str {
        "in"
    }

    #[require_auth]
    #[require_permission("refund")]
    #[require_scope("orders:write")]
    #[require_role("clerk", hide = true)]
    #[get("/matrix/stacked")]
    pub(super) async fn stacked() -> &'static str {
        "in"
    }

    #[require_auth]
    #[require_owner(path = "id")]
    #[routes]
    #[get("/matrix/of/{id}")]
    #[delete("/matrix/all-of/{id}")]
    pub(super) async fn owned() -> &'static str {
        "in"
    }

    #[require_auth(hide = true)]
    #[require_owner(path = "id", hide = true)]
    #[get("/matrix/private-of/{id}")]
    pub(super) async fn private() -> &'static str {
        "in"
    }
}

const API: &str = concat!(module_path!(), "::api");

fn matrix() -> AccessMatrix {
    access_matrix().only_modules([API])
}

fn issuer() -> TestIssuer {
    // A clock that stands still, because two answers are compared with their timestamps.
    TestIssuer::new().clock(TestClock::at(1_800_000_000))
}

async fn serve(builder: AuthBuilder) -> TestApp {
    // The start-up check would not let refusals hide where misses are public, and here both meet.
    let auth = builder.only_modules(["nobody"]).build().unwrap();
    let app = App::new()
        .app_data(auth.clone())
        .service((api::open, api::known, api::unseen, api::edited))
        .service((api::concealed, api::scoped, api::stacked))
        .service((api::owned, api::private))
        .default_service(auth.not_found());
    start(app).await
}

async fn send(app: &TestApp, row: &AccessRow, token: Option<&TestToken>) -> app::Answer {
    let path = row.path().unwrap().replace("{id}", OWNER);
    request(app, row.method().unwrap(), &path, token).await
}

/// By the method of the row, to a path that does not exist.
async fn miss(app: &TestApp, row: &AccessRow, token: Option<&TestToken>) -> app::Answer {
    request(app, row.method().unwrap(), "/no/such/path", token).await
}

async fn request(
    app: &TestApp,
    method: &str,
    path: &str,
    token: Option<&TestToken>,
) -> app::Answer {
    let ask = ask(method.parse().unwrap(), path);
    match token {
        Some(token) => ask.bearer(token.clone()).send(app).await,
        None => ask.send(app).await,
    }
}

const OWNER: &str = "alice";

/// A caller who has everything that the row requires, but for the requirement of this position.
fn caller(issuer: &TestIssuer, row: &AccessRow, lacking: Option<usize>) -> TestToken {
    let mut subject = "bob";
    let [mut roles, mut scopes, mut permissions] = [const { Vec::new() }; 3];
    for (position, requirement) in row.access().requirements().iter().enumerate() {
        if lacking == Some(position) {
            continue;
        }
        let (names, rule) = match requirement.privilege() {
            Privilege::Role(rule) => (&mut roles, rule),
            Privilege::Scope(rule) => (&mut scopes, rule),
            Privilege::Permission(rule) => (&mut permissions, rule),
            Privilege::Owner { .. } => {
                subject = OWNER;
                continue;
            }
            other => panic!("a privilege that this test does not know: {other:?}"),
        };
        names.extend(rule.names().iter().map(Name::as_str));
    }
    issuer
        .token(subject)
        .roles(roles)
        .claim("scope", scopes.join(" "))
        .claim("permissions", permissions)
}

/// What an answer is, judged without the matrix.
fn seen(answer: &app::Answer, miss: &app::Answer) -> Answer {
    match answer.status.as_u16() {
        200 => Answer::Allow,
        401 if answer.challenge().starts_with("Bearer ") => Answer::Challenge,
        403 if answer.challenges().is_empty() => Answer::Forbid,
        403 if answer.challenge().contains("insufficient_scope") => Answer::InsufficientScope,
        _ if answer.visible() == miss.visible() => Answer::Hide,
        _ => panic!("an answer of no kind: {answer:?}"),
    }
}

/// Where misses are public, a 404 is no 401, so that each answer has its own look.
#[actix_web::test]
async fn every_row_says_what_an_app_answers() {
    let issuer = issuer();
    let app = serve(issuer.auth_builder().public_misses()).await;
    let mut all_seen = BTreeSet::new();
    let mut requests = 0;
    for row in matrix().rows() {
        let anonymous = seen(&send(&app, row, None).await, &miss(&app, row, None).await);
        assert_eq!(row.anonymous(), anonymous, "{row:?}");

        let mut underprivileged = BTreeSet::new();
        for lacking in 0..row.access().requirements().len() {
            let token = caller(&issuer, row, Some(lacking));
            let answer = send(&app, row, Some(&token)).await;
            underprivileged.insert(seen(&answer, &miss(&app, row, Some(&token)).await));
            requests += 1;
        }
        let said = row.underprivileged();
        assert!(
            said.iter().eq(&underprivileged),
            "{underprivileged:?} {row:?}"
        );

        let token = caller(&issuer, row, None);
        let privileged = send(&app, row, Some(&token)).await;
        assert_eq!(privileged.status, 200, "{row:?}");

        let hidden = underprivileged.contains(&Answer::Hide) || anonymous == Answer::Hide;
        assert_eq!(row.is_hidden(), hidden, "{row:?}");
        all_seen.extend(underprivileged.into_iter().chain([anonymous]));
        requests += 2;
    }
    let every_kind = [
        Answer::Allow,
        Answer::Challenge,
        Answer::Forbid,
        Answer::InsufficientScope,
        Answer::Hide,
    ];
    assert!(all_seen.iter().eq(&every_kind), "{all_seen:?}");
    assert_eq!(
        requests, 32,
        "11 rows, by 2 callers each, and by 1 for each requirement"
    );
}

/// In an app whose misses challenge strangers, a hidden handler does so too: `Hide` is the answer of
/// a path that does not exist, whatever that is.
#[actix_web::test]
async fn hide_is_the_answer_of_a_miss() {
    let issuer = issuer();
    let app = serve(issuer.auth_builder()).await;
    let mut compared = 0;
    for row in matrix().rows() {
        let mut callers = Vec::new();
        if row.anonymous() == Answer::Hide {
            callers.push(None);
        }
        let requirements = row.access().requirements().iter().enumerate();
        let hidden = requirements.filter(|(_, requirement)| requirement.hides());
        callers.extend(hidden.map(|(position, _)| Some(caller(&issuer, row, Some(position)))));
        for token in callers {
            let answer = send(&app, row, token.as_ref()).await;
            let miss = miss(&app, row, token.as_ref()).await;
            assert_eq!(answer.visible(), miss.visible(), "{row:?}");
            assert_eq!(answer.status, if token.is_some() { 404 } else { 401 });
            compared += 1;
        }
    }
    assert_eq!(compared, 5);
}

#[test]
fn every_method_and_path_has_a_row_in_order() {
    let matrix = matrix();
    let rows = matrix.rows().iter();
    let routes: Vec<_> = rows
        .map(|row| {
            (
                row.path().unwrap(),
                row.method().unwrap(),
                row.place().handler,
            )
        })
        .collect();
    assert_eq!(
        routes,
        [
            ("/matrix/all-of/{id}", "DELETE", "owned"),
            ("/matrix/concealed", "GET", "concealed"),
            ("/matrix/edited", "POST", "edited"),
            ("/matrix/known", "GET", "known"),
            ("/matrix/of/{id}", "GET", "owned"),
            ("/matrix/open", "GET", "open"),
            ("/matrix/private-of/{id}", "GET", "private"),
            ("/matrix/scoped", "GET", "scoped"),
            ("/matrix/scoped", "PUT", "scoped"),
            ("/matrix/stacked", "GET", "stacked"),
            ("/matrix/unseen", "GET", "unseen"),
        ]
    );
}

/// In a `.to(…)` handler, and below a route attribute, there is no route to be seen.
#[test]
fn a_handler_without_a_route_in_sight_has_a_row() {
    let matrix =
        access_matrix().only_modules([module_path!().replace("access_matrix", "start_up")]);
    let row = matrix
        .rows()
        .iter()
        .find(|row| row.place().handler == "asks_nobody")
        .unwrap();
    assert_eq!((row.method(), row.path()), (None, None));
    assert_eq!(row.anonymous(), Answer::Allow);
    let name = format!("{}::asks_nobody", row.place().module);
    let table = matrix.to_string();
    let line = table.lines().find(|line| line.contains(&name)).unwrap();
    let cells: Vec<_> = line.split_whitespace().collect();
    assert_eq!(cells, ["-", &name, "-", "everybody", "allowed", "-"]);
}

#[test]
fn the_assertion_passes_while_access_is_as_the_file_says() {
    assert_access_matrix!("access.lock", modules = [concat!(module_path!(), "::api")]);
}

/// In no mode can a file be in a directory that does not exist.
#[test]
#[should_panic(expected = "access.lock")]
fn the_assertion_panics_otherwise() {
    assert_access_matrix!("no/such/directory/access.lock", modules = [API]);
}

/// A lock file in an empty directory of its own.
fn lock_file(test: &str, run: impl FnOnce(&LockFile<'_>, &Path)) {
    // Cargo gives it to tests, and not to rustdoc, which reads this file too.
    let temporary = option_env!("CARGO_TARGET_TMPDIR").map_or_else(env::temp_dir, PathBuf::from);
    let directory = temporary.join(format!("access_matrix/{test}"));
    // Left by an earlier run, or not there.
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    let file = LockFile {
        directory: directory.to_str().unwrap(),
        path: "access.lock",
        package: "the-package",
    };
    run(&file, &directory.join("access.lock"));
}

fn judge(file: &LockFile<'_>, mode: Mode) -> Result<(), String> {
    file.judge(&access_matrix(), &[API], mode)
}

/// The file as it is written, after a change to it.
fn written(file: &LockFile<'_>, path: &Path, change: impl FnOnce(String) -> String) {
    judge(file, Mode::Update).unwrap();
    let text = fs::read_to_string(path).unwrap();
    let changed = change(text.clone());
    assert_ne!(text, changed);
    fs::write(path, changed).unwrap();
}

const EDITED: &str = "POST /matrix/edited | behaviour::access_matrix::api::edited | Bearer | \
                      role \"editor\" | anonymous 401 | others 403";

#[test]
fn a_file_that_was_written_is_the_same() {
    lock_file("same", |file, path| {
        judge(file, Mode::Update).unwrap();
        let text = fs::read_to_string(path).unwrap();
        assert!(text.lines().any(|line| line == EDITED), "{text}");
        let lines = text.lines().filter(|line| !line.is_empty());
        let rows = lines.filter(|line| !line.starts_with('#')).count();
        assert_eq!(rows, 11, "{text}");
        assert!(!text.contains(".rs"), "{text}");
        assert_eq!(judge(file, Mode::Compare), Ok(()));
    });
}

#[test]
fn a_change_is_told_with_the_line_before_and_now() {
    lock_file("changed", |file, path| {
        let before = EDITED.replace("role \"editor\"", "role \"reader\"");
        written(file, path, |text| text.replace(EDITED, &before));
        let kept = fs::read_to_string(path).unwrap();
        let problem = judge(file, Mode::Compare).unwrap_err();
        let diff = format!("\n\n- {before}\n+ {EDITED}\n\n");
        assert!(problem.contains(&diff), "{problem}");
        let command = "`UPDATE_ACCESS_LOCK=1 cargo test -p the-package`";
        assert!(problem.ends_with(command), "{problem}");
        assert_eq!(fs::read_to_string(path).unwrap(), kept);
    });
}

#[test]
fn what_is_new_and_what_is_gone_is_told() {
    lock_file("new_and_gone", |file, path| {
        let gone = "GET /gone | shop::gone | Bearer | every known caller | anonymous 401";
        written(file, path, |text| text.replace(EDITED, gone));
        let problem = judge(file, Mode::Compare).unwrap_err();
        assert!(
            problem.contains(&format!("\n\n- {gone}\n+ {EDITED}\n\n")),
            "{problem}"
        );
    });
}

#[test]
fn a_file_that_is_not_there_fails_and_is_not_made() {
    lock_file("missing", |file, path| {
        let problem = judge(file, Mode::Compare).unwrap_err();
        assert!(problem.contains(path.to_str().unwrap()), "{problem}");
        assert!(problem.contains("UPDATE_ACCESS_LOCK=1"), "{problem}");
        assert!(!path.exists());
    });
}

#[test]
fn an_update_writes_what_changed_and_leaves_what_did_not() {
    lock_file("update", |file, path| {
        written(file, path, |text| {
            text.replace("anonymous 401", "anonymous allowed")
        });
        judge(file, Mode::Update).unwrap();
        assert_eq!(judge(file, Mode::Compare), Ok(()));

        written(file, path, |text| {
            format!("# Read by alice and bob.\n{text}")
        });
        judge(file, Mode::Update).unwrap();
        assert!(fs::read_to_string(path).unwrap().contains("alice and bob"));
    });
}

#[test]
fn line_ends_of_another_system_are_no_change() {
    lock_file("line_ends", |file, path| {
        written(file, path, |text| text.replace('\n', "\r\n"));
        assert_eq!(judge(file, Mode::Compare), Ok(()));
    });
}

#[test]
fn a_test_that_would_compare_nothing_fails() {
    lock_file("nothing", |file, path| {
        for mode in [Mode::Compare, Mode::Update] {
            let nowhere = file.judge(&access_matrix(), &[API, "shop::api"], mode);
            let problem = nowhere.unwrap_err();
            assert!(problem.contains("`shop::api`"), "{problem}");
            assert!(problem.contains("`use shop as _;`"), "{problem}");

            let empty = access_matrix().only_modules(["shop"]);
            let problem = file.judge(&empty, &[], mode).unwrap_err();
            assert!(problem.contains("no guarded handler"), "{problem}");
        }
        assert!(!path.exists());
    });
}

#[test]
fn a_file_that_cannot_be_read_is_not_taken_for_one_that_is_not_there() {
    lock_file("unreadable", |file, path| {
        fs::write(path, b"GET /\xff").unwrap();
        for mode in [Mode::Compare, Mode::Update] {
            let problem = judge(file, mode).unwrap_err();
            assert!(problem.contains("cannot be read"), "{problem}");
        }
    });
}

#[test]
fn nobody_but_a_person_accepts_a_change() {
    assert_eq!(Mode::chosen(false, false), Ok(Mode::Compare));
    assert_eq!(Mode::chosen(false, true), Ok(Mode::Compare));
    assert_eq!(Mode::chosen(true, false), Ok(Mode::Update));
    let problem = Mode::chosen(true, true).unwrap_err();
    assert!(problem.contains("UPDATE_ACCESS_LOCK"), "{problem}");
}
