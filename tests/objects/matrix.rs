//! The access matrix and its lock file: what they say of owners, tenants, conditions and records, that it
//! is what an app answers, and that every change of it changes a line.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use actix_web::App;
use auth_runtime::__private::{LockFile, Mode};
use auth_runtime::{AccessRow, Answer, access_matrix};

use crate::app::{TestApp, ask, start};
use crate::kit::issuer;

/// The same handler, in a module for each way of guarding it.
macro_rules! ways {
    ($($name:ident: ($($record:ty)?), $(#[$guard:meta])+;)+) => {$(
        pub(super) mod $name {
            #[allow(unused_imports, reason = "not each of them needs each of these")]
            use super::*;
            use actix_web::get;
            use auth_runtime::require_auth;

            #[require_auth]
            $(#[$guard])+
            #[get("/way/{id}/{tenant}")]
            pub(crate) async fn page($(_record: $record)?) -> &'static str {
                "in"
            }
        }
    )+};
}

mod ways {
    use auth_runtime::{
        Action, AuthorizationError, Authorized, Identity, Record, Role, Write, require_condition,
        require_owner, require_tenant,
    };

    #[derive(Role)]
    pub(crate) enum Staff {
        Support,
        #[role(implies(Support))]
        Lead,
    }

    pub(crate) async fn is_awake(_: actix_web::HttpRequest) -> bool {
        false
    }

    pub(crate) mod names {
        pub(crate) async fn is_awake(_: actix_web::HttpRequest) -> bool {
            false
        }
    }

    pub(crate) async fn is_asleep(_: actix_web::HttpRequest) -> bool {
        false
    }

    /// Alice reads both, and changes neither.
    pub(crate) struct Order;

    pub(crate) struct Invoice;

    macro_rules! records {
        ($($record:ident)+) => {$(
            impl Record for $record {
                type Source = ();

                async fn load((): (), _: &Identity) -> Result<Option<Self>, AuthorizationError> {
                    Ok(Some(Self))
                }

                fn may_read(&self, caller: &Identity) -> bool {
                    caller.subject() == "alice"
                }
            }
        )+};
    }

    records!(Order Invoice);

    pub(crate) enum Refund {}

    impl<T: Record> Action<T> for Refund {
        const NAME: &'static str = "refund";

        fn is_permitted(_: &T, _: &Identity) -> bool {
            false
        }
    }

    ways! {
        owner: (), #[require_owner(path = "id")];
        owner_of_another: (), #[require_owner(path = "tenant")];
        owner_hidden: (), #[require_owner(path = "id", hide = true)];
        owner_says: (), #[require_owner(path = "id", message = "Not yours.")];
        owner_or: (), #[require_owner(path = "id", unless_role = "support")];
        owner_or_other: (), #[require_owner(path = "id", unless_role = "lead")];
        owner_or_any: (), #[require_owner(path = "id", unless_role = any("support", "lead"))];
        owner_or_all: (), #[require_owner(path = "id", unless_role = all("support", "lead"))];
        owner_or_typed: (), #[require_owner(path = "id", unless_role = Staff::Support)];
        claim: (), #[require_owner(path = "id", claim = "account")];
        claim_other: (), #[require_owner(path = "id", claim = "accounts")];
        claim_or: (), #[require_owner(path = "id", claim = "account", unless_role = "support")];
        tenant: (), #[require_tenant(path = "tenant")];
        tenant_open: (), #[require_tenant(path = "tenant", hide = false)];
        tenant_or: (), #[require_tenant(path = "tenant", unless_role = "support")];
        tenant_claim: (), #[require_tenant(path = "tenant", claim = "org")];
        name: (), #[require_condition("awake")];
        name_other: (), #[require_condition("asleep")];
        name_hidden: (), #[require_condition("awake", hide = true)];
        name_says: (), #[require_condition("awake", message = "Good night.")];
        function: (), #[require_condition(is_awake)];
        function_other: (), #[require_condition(is_asleep)];
        function_by_path: (), #[require_condition(names::is_awake)];
        function_hidden: (), #[require_condition(is_awake, hide = true)];
        order: (Authorized<Order>), #[allow(unused)];
        order_written: (Authorized<Order, Write>), #[allow(unused)];
        order_refunded: (Authorized<Order, Refund>), #[allow(unused)];
        invoice: (Authorized<Invoice>), #[allow(unused)];
        both: (Authorized<Order>), #[require_condition(is_awake)];
    }
}

const WAYS: &str = concat!(module_path!(), "::ways");

/// A lock file in an empty directory of its own.
fn lock_file(test: &str, run: impl FnOnce(&LockFile<'_>, &Path)) {
    let temporary = option_env!("CARGO_TARGET_TMPDIR").map_or_else(env::temp_dir, PathBuf::from);
    let directory = temporary.join(format!("objects_matrix/{test}"));
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

/// What the file says of each way, after the handler's name.
fn lines(directory: &str) -> Vec<String> {
    let mut text = String::new();
    lock_file(directory, |file, path| {
        file.judge(&access_matrix(), &[WAYS], Mode::Update).unwrap();
        assert_eq!(file.judge(&access_matrix(), &[WAYS], Mode::Compare), Ok(()));
        text = fs::read_to_string(path).unwrap();
    });
    let rows = text.lines().filter(|it| it.starts_with("GET "));
    let start = format!("GET /way/{{id}}/{{tenant}} | {WAYS}::");
    rows.map(|it| {
        it.strip_prefix(&start)
            .unwrap()
            .replace("::page | Bearer | ", ": ")
    })
    .collect()
}

#[test]
fn the_lock_file_says_whose_an_object_is() {
    assert_eq!(
        lines("whose"),
        [
            r"both: condition is_awake and record Order (Read) | anonymous 401 | others 403 or 404",
            r#"claim: claim "account" of {id} | anonymous 401 | others 403"#,
            r#"claim_or: claim "account" of {id} or role "support" | anonymous 401 | others 403"#,
            r#"claim_other: claim "accounts" of {id} | anonymous 401 | others 403"#,
            r"function: condition is_awake | anonymous 401 | others 403",
            r"function_by_path: condition names::is_awake | anonymous 401 | others 403",
            r"function_hidden: condition is_awake | anonymous 401 | others 404",
            r"function_other: condition is_asleep | anonymous 401 | others 403",
            r"invoice: record Invoice (Read) | anonymous 401 | others 404",
            r#"name: condition "awake" | anonymous 401 | others 403"#,
            r#"name_hidden: condition "awake" | anonymous 401 | others 404"#,
            r#"name_other: condition "asleep" | anonymous 401 | others 403"#,
            r#"name_says: condition "awake" (message "Good night.") | anonymous 401 | others 403"#,
            r"order: record Order (Read) | anonymous 401 | others 404",
            r"order_refunded: record Order (Refund) | anonymous 401 | others 403 or 404",
            r"order_written: record Order (Write) | anonymous 401 | others 403 or 404",
            r"owner: owner of {id} | anonymous 401 | others 403",
            r"owner_hidden: owner of {id} | anonymous 401 | others 404",
            r"owner_of_another: owner of {tenant} | anonymous 401 | others 403",
            r#"owner_or: owner of {id} or role "support" | anonymous 401 | others 403"#,
            r#"owner_or_all: owner of {id} or role all("support", "lead") | anonymous 401 | others 403"#,
            r#"owner_or_any: owner of {id} or role any("support", "lead") | anonymous 401 | others 403"#,
            r#"owner_or_other: owner of {id} or role "lead" | anonymous 401 | others 403"#,
            r#"owner_or_typed: owner of {id} or role "support" (or "lead") | anonymous 401 | others 403"#,
            r#"owner_says: owner of {id} (message "Not yours.") | anonymous 401 | others 403"#,
            r#"tenant: claim "tenant_id" of {tenant} | anonymous 401 | others 404"#,
            r#"tenant_claim: claim "org" of {tenant} | anonymous 401 | others 404"#,
            r#"tenant_open: claim "tenant_id" of {tenant} | anonymous 401 | others 403"#,
            r#"tenant_or: claim "tenant_id" of {tenant} or role "support" | anonymous 401 | others 404"#,
        ]
    );
}

/// A handler that is guarded in one way and then in another has another line.
#[test]
fn every_change_of_access_changes_a_line() {
    let lines = lines("change");
    let without_names: BTreeSet<_> = lines
        .iter()
        .map(|it| it.split_once(": ").unwrap().1)
        .collect();
    assert_eq!(without_names.len(), lines.len());
    lock_file("one_change", |file, path| {
        file.judge(&access_matrix(), &[WAYS], Mode::Update).unwrap();
        let written = fs::read_to_string(path).unwrap();
        for (now, before) in [
            (
                r#"claim "account" of {id} |"#,
                r#"claim "tenant" of {id} |"#,
            ),
            (r#"{id} or role "support""#, "{id}"),
            ("record Order (Read)", "record Order (Write)"),
            ("record Invoice (Read)", "record Order (Read)"),
            (r#"condition "asleep""#, r#"condition "awake""#),
            ("condition is_asleep", r#"condition "is_asleep""#),
        ] {
            let changed = written.replace(now, before);
            assert_ne!(changed, written, "{now}");
            fs::write(path, changed).unwrap();
            let problem = file
                .judge(&access_matrix(), &[WAYS], Mode::Compare)
                .unwrap_err();
            assert!(problem.contains("\n+ GET /way/"), "{problem}");
            assert!(problem.contains(now), "{problem}");
        }
    });
}

/// An app that serves the one handler.
async fn serve(module: &str) -> TestApp {
    let auth = issuer_and_auth().1;
    let app = App::new().app_data(auth.clone());
    macro_rules! by_module {
        ($($name:ident)+) => {
            match module {
                $(stringify!($name) => start(
                    app.service(ways::$name::page).default_service(auth.not_found()),
                ).await,)+
                other => panic!("{other}"),
            }
        };
    }
    by_module! {
        owner owner_of_another owner_hidden owner_says owner_or owner_or_other owner_or_any
        owner_or_all owner_or_typed claim claim_other claim_or tenant tenant_open tenant_or
        tenant_claim name name_other name_hidden name_says function function_other
        function_by_path function_hidden order order_written order_refunded invoice both
    }
}

fn issuer_and_auth() -> (auth_runtime::testing::TestIssuer, auth_runtime::Auth) {
    thread_local! {
        static BOTH: (auth_runtime::testing::TestIssuer, auth_runtime::Auth) = {
            let issuer = issuer();
            let no = |_: &actix_web::HttpRequest, _: &auth_runtime::Identity| false;
            let builder = issuer.auth_builder().only_modules([WAYS]);
            let auth = builder.condition("awake", no).condition("asleep", no).build();
            (issuer, auth.unwrap())
        };
    }
    BOTH.with(Clone::clone)
}

/// What others get is what the row says: alice, who reads orders and owns nothing, and a stranger.
#[actix_web::test]
async fn a_row_says_what_an_app_answers() {
    let matrix = access_matrix().only_modules([WAYS]);
    assert_eq!(matrix.rows().len(), 29);
    for row in matrix.rows() {
        let module = row.place().module.rsplit("::").next().unwrap();
        let app = serve(module).await;
        let mut seen = BTreeSet::new();
        for subject in ["alice", "eve"] {
            seen.insert(answer(&app, "/way/1/2", subject).await);
        }
        // Nobody gets past both a condition and a record here.
        let expected: BTreeSet<_> = expected(row, module).collect();
        seen.remove(&Answer::Allow);
        assert_eq!(seen, expected, "{module}");
        let anonymous = ask(actix_web::http::Method::GET, "/way/1/2");
        assert_eq!(anonymous.status(&app).await, 401, "{module}");
    }
}

fn expected(row: &AccessRow, module: &str) -> impl Iterator<Item = Answer> {
    let is_behind_condition = module == "both";
    let answers = row.underprivileged().into_iter();
    answers.filter(move |it| !is_behind_condition || *it == Answer::Forbid)
}

async fn answer(app: &TestApp, path: &str, subject: &str) -> Answer {
    let (issuer, _) = issuer_and_auth();
    let send = |path| {
        let request = ask(actix_web::http::Method::GET, path);
        request.bearer(issuer.token(subject)).send(app)
    };
    let (answer, miss) = (send(path).await, send("/nowhere").await);
    match answer.status.as_u16() {
        200 => Answer::Allow,
        403 => Answer::Forbid,
        _ => {
            assert_eq!(answer.visible(), miss.visible(), "{path}");
            Answer::Hide
        }
    }
}
