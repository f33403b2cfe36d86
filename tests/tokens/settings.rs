//! Configurations that do not start.

use std::time::Duration;

use auth_runtime::introspection::Introspection;
use auth_runtime::jwt::{Algorithm, Jwt};
use auth_runtime::{
    Auth, AuthBuilder, AuthenticationError, Authenticator, BearerToken, Verification,
};

use crate::kit::{AUDIENCE, ISSUER};

fn problem(configure: impl FnOnce(AuthBuilder) -> AuthBuilder) -> String {
    let builder = Auth::builder().only_modules(["nowhere"]);
    let built = configure(builder).build();
    built.expect_err("it must not start").to_string()
}

const NOT_SECURE: [&str; 7] = [
    "http://id.example/x",
    "http://192.168.1.1/x",
    "ftp://127.0.0.1/x",
    "id.example",
    "",
    "https://me:secret@id.example/x",
    "https://id.example/x#y",
];

#[test]
fn keys_come_from_https_or_from_this_machine() {
    for url in NOT_SECURE {
        for jwt in [Jwt::jwks_url(url), Jwt::discover(url)] {
            let problem = problem(|auth| auth.bearer(jwt.audience(AUDIENCE)));
            assert!(problem.contains("the URL"), "{url}: {problem}");
        }
    }
}

#[test]
fn verdicts_come_from_https_or_from_this_machine() {
    for url in NOT_SECURE {
        let introspection = Introspection::at(url).client("api", "secret");
        let problem = problem(|auth| auth.introspection(introspection.audience(AUDIENCE)));
        assert!(problem.contains("the URL"), "{url}: {problem}");
    }
}

#[test]
fn what_is_for_keys_by_url_is_for_nothing_else() {
    let minute = Duration::from_secs(60);
    for jwt in [
        Jwt::hs256([7; 32]).refresh_after(minute),
        Jwt::hs256([7; 32]).usable_for(minute),
        Jwt::hs256([7; 32]).fetch_timeout(minute),
        Jwt::hs256([7; 32]).rsa(Algorithm::RS256),
        Jwt::hs256([7; 32]).dangerous_any_issuer(),
    ] {
        let problem = problem(|auth| auth.bearer(jwt.audience(AUDIENCE)));
        assert!(problem.contains("for keys by URL"), "{problem}");
    }
}

#[test]
fn keys_by_url_have_sound_settings() {
    let at = || Jwt::jwks_url("http://127.0.0.1/jwks");
    let jwt = || at().issuer(ISSUER);
    let discovered = || Jwt::discover("http://127.0.0.1").audience(AUDIENCE);
    for (jwt, expected) in [
        (at().audience(AUDIENCE), "no issuer is chosen"),
        (
            jwt().audience(AUDIENCE).dangerous_any_issuer(),
            "contradicts it",
        ),
        (
            discovered().issuer("http://127.0.0.1/"),
            "sign for another issuer",
        ),
        (discovered().dangerous_any_issuer(), "contradicts it"),
        (jwt(), "no audience is chosen"),
        (
            jwt().audience(AUDIENCE).rsa(Algorithm::ES256),
            "none of RSA",
        ),
        (
            jwt().audience(AUDIENCE).rsa(Algorithm::HS256),
            "none of RSA",
        ),
        (
            jwt().audience(AUDIENCE).usable_for(Duration::ZERO),
            "unusable before",
        ),
        (
            jwt().audience(AUDIENCE).fetch_timeout(Duration::ZERO),
            "no time",
        ),
    ] {
        let problem = problem(|auth| auth.bearer(jwt));
        assert!(problem.contains(expected), "{problem}");
    }
}

#[test]
fn introspection_has_sound_settings() {
    let at = || Introspection::at("http://127.0.0.1/introspect");
    let asking = || at().client("api", "secret");
    for (introspection, expected) in [
        (at().audience(AUDIENCE), "add `.client(id, secret)`"),
        (asking(), "no audience is chosen"),
        (
            asking().audience(AUDIENCE).dangerous_any_audience(),
            "contradict",
        ),
        (asking().audience(" "), "empty text"),
        (
            asking().audience(AUDIENCE).leeway(Duration::from_secs(301)),
            "leeway",
        ),
        (
            asking()
                .audience(AUDIENCE)
                .cache_for(Duration::from_secs(601)),
            "revoked tokens alive",
        ),
        (
            asking().audience(AUDIENCE).fetch_timeout(Duration::ZERO),
            "no time",
        ),
        (asking().audience(AUDIENCE).most_at_once(0), "nobody ask"),
    ] {
        let problem = problem(|auth| auth.introspection(introspection));
        assert!(problem.contains(expected), "{problem}");
    }
}

#[test]
fn tokens_are_judged_in_one_way() {
    let jwt = || Jwt::hs256([7; 32]).audience(AUDIENCE);
    let asking = || {
        let at = Introspection::at("http://127.0.0.1/introspect");
        at.client("api", "secret").audience(AUDIENCE)
    };
    for problem in [
        problem(|auth| auth.bearer(jwt()).bearer(jwt())),
        problem(|auth| auth.introspection(asking()).introspection(asking())),
        problem(|auth| auth.bearer_with(Nobody).introspection(asking())),
        problem(|auth| auth.introspection(asking()).bearer_with(Nobody)),
        problem(|auth| auth.bearer(jwt()).bearer_with(Nobody)),
        problem(|auth| auth.bearer(jwt()).introspection(asking()).bearer(jwt())),
    ] {
        assert!(problem.contains("configured twice"), "{problem}");
    }
}

struct Nobody;

impl Authenticator for Nobody {
    fn authenticate(&self, _: BearerToken<'_>) -> Verification {
        Verification::now(Err(AuthenticationError::rejected("nobody")))
    }
}

#[test]
fn what_is_wrong_with_either_kind_of_token_is_told_at_once() {
    let asking = Introspection::at("http://127.0.0.1/introspect").audience(AUDIENCE);
    let problem = problem(|auth| auth.bearer(Jwt::hs256([7; 32])).introspection(asking));
    for expected in ["no audience is chosen", "add `.client(id, secret)`"] {
        assert!(problem.contains(expected), "{problem}");
    }
}

#[test]
fn there_is_something_to_revoke_in_one_list() {
    assert!(problem(AuthBuilder::revocable).contains("there are none"));
    let jwt = Jwt::hs256([7; 32]).audience(AUDIENCE);
    let problem = problem(|auth| auth.bearer(jwt).revocable().revocable());
    assert!(
        problem.contains("revocation is configured twice"),
        "{problem}"
    );
}

#[test]
fn secrets_are_not_printed() {
    let introspection = Introspection::at("http://127.0.0.1/x").client("api", "s3cret");
    let printed = format!("{introspection:?}");
    assert!(
        printed.contains("api") && !printed.contains("s3cret"),
        "{printed}"
    );
}
