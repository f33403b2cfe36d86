//! What is wrong with networks stops the start.

use auth_runtime::{Auth, BuildError, Networks};

use crate::kit::{builder, issuer, office};

fn problems(built: Result<Auth, BuildError>) -> Vec<String> {
    built.unwrap_err().problems().to_vec()
}

#[test]
fn a_condition_that_is_not_registered_is_named() {
    let problems = problems(issuer().auth_builder().build());
    for handler in ["::books (", "::safe ("] {
        let of = problems.iter().filter(|it| it.contains(handler));
        let [problem] = of.collect::<Vec<_>>()[..] else {
            panic!("one problem of {handler}: {problems:?}")
        };
        assert!(
            problem.contains("\"office\", which is not registered"),
            "{problem}"
        );
        assert!(problem.contains(".condition(\"office\", …)"), "{problem}");
    }
    assert_eq!(problems.len(), 2);
}

#[test]
fn a_name_that_is_registered_under_another_spelling_is_offered() {
    let problems = problems(
        issuer()
            .auth_builder()
            .condition("offices", office())
            .build(),
    );
    assert!(
        problems[0].contains("or ask one of \"offices\""),
        "{problems:?}"
    );
}

#[test]
fn proxies_that_cannot_be_meant_are_named() {
    let built = builder(&issuer())
        .trusted_proxies(["0.0.0.0/0", "proxy.example"])
        .trusted_proxies(["10.0.7.1/8"])
        .build();
    let problems = problems(built);
    assert_eq!(problems.len(), 3);
    for text in ["\"0.0.0.0/0\"", "\"proxy.example\"", "\"10.0.7.1/8\""] {
        assert!(problems.iter().any(|it| it.contains(text)), "{problems:?}");
    }
}

#[test]
fn two_lists_for_the_whole_app_are_one_too_many() {
    let built = builder(&issuer()).networks(office()).networks(office());
    let problems = problems(built.build());
    assert!(problems[0].contains("configured twice"), "{problems:?}");
    assert_eq!(problems.len(), 1);
}

#[test]
fn a_list_with_a_mistake_is_no_list_and_stops_what_builds_with_it() {
    let auth = || -> Result<Auth, BuildError> {
        builder(&issuer())
            .networks(Networks::only([
                "192.0.2.0/24",
                "10.0.0.0/33",
                "the office",
            ])?)
            .build()
    };
    let problems = problems(auth());
    assert_eq!(problems.len(), 2);
    assert!(problems[0].contains("\"10.0.0.0/33\""), "{problems:?}");
    assert!(problems[1].contains("\"the office\""), "{problems:?}");
    assert!(
        problems[1].contains("write `10.0.7.1`, `10.0.7.0/24`"),
        "{problems:?}"
    );
}
