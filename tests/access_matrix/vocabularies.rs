//! What the lock file says of names that are values of an enum, and of enums that stand for text.

use std::fs;

use auth_runtime::__private::Mode;
use auth_runtime::access_matrix;

use super::lock_file;

/// Two enums with a name in common, and others that no attribute names.
mod names {
    use auth_runtime::{Permission, Role, Scope};

    #[derive(Role)]
    pub(super) enum House {
        Viewer,
        #[role(implies(Viewer))]
        Editor,
        #[role(name = "administrator", implies(Editor))]
        Admin,
    }

    #[derive(Role)]
    pub(super) enum Guesthouse {
        Viewer,
        #[role(implies(Viewer))]
        Guest,
    }

    #[derive(Scope)]
    enum r#Orders {
        #[scope(name = "orders:read")]
        Read,
        #[scope(name = "orders:write", implies(Read))]
        Write,
    }

    #[expect(dead_code, reason = "it is there to be compiled")]
    fn generic<T>(_: T) {
        #[derive(Permission)]
        enum Local {
            Pay,
            #[permission(implies(Pay))]
            Refund,
        }
        #[derive(Permission)]
        enum Alone {
            Ship,
        }
    }
}

#[expect(
    dead_code,
    clippy::unused_async,
    reason = "what they declare is read, and nobody calls them"
)]
mod handlers {
    use auth_runtime::{require_auth, require_role};

    use super::names::{Guesthouse, House};

    #[require_auth]
    #[require_role("viewer")]
    async fn by_text() -> &'static str {
        "in"
    }

    #[require_auth]
    #[require_role(House::Viewer)]
    async fn by_house() -> &'static str {
        "in"
    }

    #[require_auth]
    #[require_role(Guesthouse::Viewer)]
    async fn by_guesthouse() -> &'static str {
        "in"
    }

    #[require_auth(realm = "house")]
    #[require_role(
        all(House::Admin, any("night", House::Editor)),
        message = "House staff only."
    )]
    async fn mixed() -> &'static str {
        "in"
    }
}

const HERE: &str = module_path!();

/// The lines of the lock file for these modules below this one, which is left out of them.
fn lines(name: &str, modules: &[&str]) -> Vec<String> {
    let modules: Vec<_> = modules.iter().map(|it| format!("{HERE}::{it}")).collect();
    let modules: Vec<_> = modules.iter().map(String::as_str).collect();
    let mut text = String::new();
    lock_file(name, |file, path| {
        file.judge(&access_matrix(), &modules, Mode::Update)
            .unwrap();
        assert_eq!(
            file.judge(&access_matrix(), &modules, Mode::Compare),
            Ok(())
        );
        text = fs::read_to_string(path).unwrap();
    });
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| line.replace(&format!("{HERE}::"), ""))
        .collect()
}

/// The same name by text, by one enum and by another lets different callers pass.
#[test]
fn a_row_says_who_passes_for_each_name() {
    assert_eq!(
        lines("names_in_rows", &["handlers"]),
        [
            r#"(route not in sight) | handlers::by_guesthouse | Bearer | role "viewer" (or "guest") | anonymous 401 | others 403"#,
            r#"(route not in sight) | handlers::by_house | Bearer | role "viewer" (or "administrator", "editor") | anonymous 401 | others 403"#,
            r#"(route not in sight) | handlers::by_text | Bearer | role "viewer" | anonymous 401 | others 403"#,
            r#"(route not in sight) | handlers::mixed | Bearer (realm "house") | role all("administrator" (only), any("night", "editor" (or "administrator"))) (message "House staff only.") | anonymous 401 | others 403"#,
        ]
    );
}

/// An application that registers them gives their hierarchy to text, wherever it stands.
#[test]
fn every_enum_of_the_modules_has_its_hierarchy_in_the_file() {
    let expected = [
        r#"permission "pay" | names::Local | also "refund""#,
        r#"role "editor" | names::House | also "administrator""#,
        r#"role "viewer" | names::Guesthouse | also "guest""#,
        r#"role "viewer" | names::House | also "administrator", "editor""#,
        r#"scope "orders:read" | names::Orders | also "orders:write""#,
    ];
    let lines = lines("hierarchies", &["names", "handlers"]);
    let (rows, enums) = lines.split_at(4);
    assert!(
        rows.iter().all(|row| row.contains("handlers::")),
        "{rows:?}"
    );
    assert_eq!(enums, expected);
}

/// Enums alone guard nothing.
#[test]
fn modules_of_enums_alone_are_nothing_to_compare() {
    lock_file("enums_alone", |file, path| {
        let modules = [&*format!("{HERE}::names")];
        let problem = file
            .judge(&access_matrix(), &modules, Mode::Update)
            .unwrap_err();
        assert!(problem.contains("no guarded handler"), "{problem}");
        assert!(!path.exists());
    });
}
