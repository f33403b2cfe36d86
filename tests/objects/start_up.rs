//! An `Auth` that cannot judge a condition, or does not know a role, is not built.

use auth_runtime::testing::TestIssuer;
use auth_runtime::{AuthBuilder, Identity, Role, Verdict};

use actix_web::HttpRequest;

#[expect(
    dead_code,
    clippy::unused_async,
    reason = "what they declare is read, and nobody calls them"
)]
mod conditional {
    use auth_runtime::{require_auth, require_condition};

    pub(super) async fn is_there(_: actix_web::HttpRequest) -> bool {
        true
    }

    #[require_auth]
    #[require_condition("in office \"A\"")]
    #[require_condition("awake")]
    async fn asks_two() -> &'static str {
        "in"
    }

    #[require_auth]
    #[require_condition(is_there)]
    async fn asks_a_function() -> &'static str {
        "in"
    }
}

#[expect(
    dead_code,
    clippy::unused_async,
    reason = "what they declare is read, and nobody calls them"
)]
mod owned {
    use auth_runtime::{require_auth, require_owner, require_tenant};

    #[require_auth]
    #[require_owner(path = "id", unless_role = any("lead", "leed"))]
    async fn misspells() -> &'static str {
        "in"
    }

    #[require_auth]
    #[require_tenant(path = "tenant", unless_role = "operator")]
    async fn knows_another() -> &'static str {
        "in"
    }

    #[require_auth]
    #[require_owner(path = "id", claim = "account", unless_role = super::Staff::Lead)]
    async fn knows_it() -> &'static str {
        "in"
    }
}

#[derive(Role)]
enum Staff {
    Clerk,
    #[role(implies(Clerk))]
    Lead,
}

const OFFICE: &str = "in office \"A\"";

fn allow(_: &HttpRequest, _: &Identity) -> Verdict {
    Verdict::Allow
}

fn builder(module: &str) -> AuthBuilder {
    let module = format!("{}::{module}", module_path!());
    TestIssuer::new().auth_builder().only_modules([module])
}

fn problems(builder: AuthBuilder) -> Vec<String> {
    match builder.build() {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().iter().map(ToString::to_string).collect(),
    }
}

/// What a problem says behind the handler's name, module, file and line.
#[track_caller]
fn about<'a>(problem: &'a str, handler: &str) -> &'a str {
    let start = format!("{}::{handler} (", module_path!());
    let (place, said) = problem.split_once(") ").unwrap();
    assert!(place.starts_with(&start), "{problem}");
    assert!(place.contains("objects/start_up.rs:"), "{problem}");
    said
}

#[test]
fn a_condition_that_nobody_registered_is_named_with_its_handler() {
    let found = problems(builder("conditional"));
    let said: Vec<_> = found
        .iter()
        .map(|it| about(it, "conditional::asks_two"))
        .collect();
    assert_eq!(
        said,
        [
            r#"asks the condition "in office \"A\"", which is not registered: add `.condition("in office \"A\"", …)`"#,
            r#"asks the condition "awake", which is not registered: add `.condition("awake", …)`"#,
        ]
    );
    // With one that is registered, in whichever spelling, as what may have been meant.
    let found = problems(
        builder("conditional")
            .condition("Awake", allow)
            .condition(OFFICE, allow),
    );
    let [problem] = &found[..] else {
        panic!("one problem: {found:?}")
    };
    assert_eq!(
        about(problem, "conditional::asks_two"),
        r#"asks the condition "awake", which is not registered: add `.condition("awake", …)`, or ask one of "Awake", "in office \"A\"""#
    );
    let all = builder("conditional")
        .condition("awake", allow)
        .condition(OFFICE, allow);
    assert_eq!(problems(all), [""; 0]);
    // Whoever serves other handlers need not know them.
    assert_eq!(problems(builder("nothing")), [""; 0]);
}

#[test]
fn a_condition_is_registered_once() {
    let twice = builder("nothing")
        .condition("awake", allow)
        .condition("awake", allow);
    assert_eq!(
        problems(twice),
        [r#"the condition "awake" is registered twice: keep one"#]
    );
}

#[test]
fn a_role_beside_the_owner_is_one_of_the_registered_enum() {
    assert_eq!(problems(builder("owned")), [""; 0]);
    let mut found = problems(builder("owned").roles::<Staff>());
    found.sort();
    let [operator, leed] = &found[..] else {
        panic!("two problems: {found:?}")
    };
    let unknown = |name: &str| {
        format!(
            "asks for the role {name:?}, which no registered enum of roles has: correct it, or add a \
             variant"
        )
    };
    assert_eq!(about(operator, "owned::knows_another"), unknown("operator"));
    assert_eq!(about(leed, "owned::misspells"), unknown("leed"));
}
