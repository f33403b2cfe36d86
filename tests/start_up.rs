//! Promise 7 before the first request: an `Auth` that cannot serve a handler is not built.

use actix_web::get;
use auth_runtime::jwt::{Algorithm, Jwt, Key};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{Access, Auth, BuildError, allow_anonymous, require_auth, require_role};

#[require_role("admin", hide = true)]
#[get("/seen")]
#[require_auth]
async fn reveals_itself() -> &'static str {
    "in"
}

#[get("/unseen")]
#[require_auth(hide = true)]
#[require_role("admin", hide = true)]
async fn stays_hidden() -> &'static str {
    "in"
}

#[get("/open")]
#[allow_anonymous]
async fn asks_nobody() -> &'static str {
    "in"
}

mod below {
    use actix_web::get;
    use auth_runtime::require_auth;

    #[get("/below")]
    #[require_auth]
    pub(super) async fn lies_below() -> &'static str {
        "in"
    }
}

fn problem_about<'a>(error: &'a BuildError, handler: &str) -> Option<&'a str> {
    let name = format!("::{handler} (");
    let mut problems = error.problems().iter().filter(|it| it.contains(&name));
    let problem = problems.next()?;
    assert_eq!(problems.next(), None, "{handler} twice");
    Some(problem)
}

#[test]
fn a_scheme_that_is_not_configured_is_named_with_handler_file_and_line() {
    let error = Auth::builder().build().unwrap_err();
    for (handler, module) in [
        ("reveals_itself", module_path!().to_owned()),
        ("stays_hidden", module_path!().to_owned()),
        ("lies_below", format!("{}::below", module_path!())),
    ] {
        let problem = problem_about(&error, handler).expect("a problem");
        let place = problem
            .split_once("start_up.rs:")
            .and_then(|(_, rest)| rest.split_once(')'))
            .expect("file and line");
        assert!(
            problem.starts_with(&format!("{module}::{handler} (")),
            "{problem}"
        );
        assert!(
            place.0.parse::<u32>().is_ok_and(|line| line > 0),
            "{problem}"
        );
        assert!(problem.contains("scheme Bearer"), "{problem}");
        assert!(problem.contains("only_modules"), "{problem}");
        assert!(error.to_string().contains(problem), "{problem}");
    }
    assert_eq!(problem_about(&error, "asks_nobody"), None);
}

/// The line leads to the attribute or to the function's name.
#[test]
fn the_line_is_that_of_the_handler() {
    let place = auth_runtime::declared_handlers()
        .into_iter()
        .map(Access::place)
        .find(|place| place.handler == "stays_hidden")
        .expect("declared");
    let lines: Vec<_> = include_str!("start_up.rs").lines().collect();
    let index = usize::try_from(place.line).unwrap() - 1;
    let around = lines[index..index + 3].concat();
    assert!(around.contains("fn stays_hidden"), "{place}: {around}");
}

#[test]
fn only_modules_checks_these_and_what_lies_below_them() {
    let only = |module: &str| Auth::builder().only_modules([module]).build();
    assert!(only("behaviour::no_such_module").is_ok());
    assert!(only("behaviour::start").is_ok(), "a namesake's beginning");

    let error = only(module_path!()).unwrap_err();
    assert!(problem_about(&error, "stays_hidden").is_some());
    assert!(problem_about(&error, "lies_below").is_some());
    assert_eq!(error.problems().len(), 3, "{error}");

    let error = only(&format!("{}::below", module_path!())).unwrap_err();
    assert_eq!(error.problems().len(), 1, "{error}");
}

#[test]
fn a_configured_scheme_serves_every_handler_of_the_binary() {
    assert_eq!(TestIssuer::new().auth_builder().build().map(|_| ()), Ok(()));
}

#[test]
fn public_misses_name_the_handlers_that_a_401_would_reveal() {
    let builder = TestIssuer::new().auth_builder().public_misses();
    let error = builder.only_modules([module_path!()]).build().unwrap_err();
    let problem = problem_about(&error, "reveals_itself").expect("a problem");
    assert!(problem.contains("start_up.rs:"), "{problem}");
    assert!(problem.contains("require_auth(hide = true)"), "{problem}");
    assert_eq!(error.problems().len(), 1, "{error}");
}

#[test]
fn weak_and_contradictory_configurations_are_refused_with_what_to_do() {
    let secret = [7; 32];
    let key = |kid: &str| Key::secret(Algorithm::HS256, secret).kid(kid);
    for (jwt, words) in [
        (Jwt::hs256([7; 31]).audience("a"), "32"),
        (Jwt::hs384([7; 47]).audience("a"), "48"),
        (Jwt::hs512([7; 63]).audience("a"), "64"),
        (Jwt::hs256(secret), "dangerous_any_audience"),
        (Jwt::hs256(secret).audience(""), "empty"),
        (Jwt::keys([]).audience("a"), "no key"),
        (Jwt::keys([key("1"), key("1")]).audience("a"), "\"1\""),
        (
            Jwt::keys([key("1"), Key::secret(Algorithm::HS256, secret)]).audience("a"),
            "kid",
        ),
    ] {
        let error = Auth::builder().bearer(jwt.clone()).build().unwrap_err();
        assert!(error.to_string().contains(words), "{words}: {error}");
        assert_eq!(error.problems().len(), 1, "{error}");
    }
}

#[test]
fn every_problem_is_told_at_once() {
    let builder = Auth::builder().realm("\n").bearer(Jwt::hs256([7; 4]));
    let error = builder.build().unwrap_err();
    let told = error.to_string();
    for word in ["realm", "audience", "32"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    assert_eq!(error.problems().len(), 3, "{told}");
}
