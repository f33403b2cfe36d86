//! Configurations that must not start, each with a text that says what to do.

mod jwks;
mod pems;
mod secrets;
mod sets;
mod settings;

use std::time::Duration;

use auth_runtime::Auth;
use auth_runtime::jwt::{Algorithm, Jwt, Key};
use serde_json::Value;

use Algorithm::{ES256, HS256, RS256};

use crate::kit::{TestKey, keys};

const CERTIFICATE: &str = include_str!("keys/test_certificate.pem");
const RSA_1024: &str = include_str!("keys/test_rsa_1024_public.pem");

/// What is configured, and words that the one problem must have.
type Row = (&'static str, Jwt, &'static [&'static str]);

fn one(key: Key) -> Jwt {
    Jwt::keys([key]).audience("api")
}

fn secret(algorithm: Algorithm, length: usize) -> Jwt {
    one(Key::secret(algorithm, vec![7; length]))
}

/// The key's JWK with members set; one that is null is taken away.
fn jwk(key: &TestKey, more: Value) -> Value {
    let mut jwk = key.jwk();
    let object = jwk.as_object_mut().unwrap();
    let Value::Object(more) = more else {
        panic!("members are an object")
    };
    object.extend(more);
    object.retain(|_, value| !value.is_null());
    jwk
}

fn build(jwt: Jwt) -> Result<Auth, Vec<String>> {
    let built = Auth::builder().bearer(jwt).build();
    built.map_err(|error| error.problems().to_vec())
}

#[test]
fn a_configuration_that_is_wrong_does_not_start_and_says_why() {
    let tables = [
        ("secret", secrets::rows()),
        ("PEM", pems::rows()),
        ("JWK", jwks::rows()),
        ("set", sets::rows()),
        ("setting", settings::rows()),
    ];
    let mut failures = Vec::new();
    for (table, rows) in tables {
        for (name, jwt, words) in rows {
            match build(jwt) {
                Ok(_) => failures.push(format!("{table}: {name}: builds")),
                Err(problems) => {
                    let text = problems.join("\n");
                    let missing: Vec<_> =
                        words.iter().filter(|word| !text.contains(**word)).collect();
                    if problems.len() != 1 || !missing.is_empty() {
                        failures.push(format!("{table}: {name}: {missing:?} not in {problems:?}"));
                    }
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Whoever must have a weak key says so by name; nothing else becomes possible by that.
#[test]
fn weak_keys_need_a_dangerous_word_and_broken_keys_stay_refused() {
    for (name, jwt) in [
        ("short secret", secret(HS256, 31)),
        ("RSA of 1024 bits", one(Key::pem(RS256, RSA_1024))),
    ] {
        assert!(build(jwt.clone()).is_err(), "{name}");
        assert!(build(jwt.dangerous_accept_weak_keys()).is_ok(), "{name}");
    }
    for (name, jwt) in [
        ("empty secret", secret(HS256, 0)),
        ("PEM as secret", one(Key::secret(HS256, keys().rsa.pem()))),
        ("wrong kind", one(Key::pem(ES256, keys().rsa.pem()))),
    ] {
        assert!(build(jwt.dangerous_accept_weak_keys()).is_err(), "{name}");
    }
}

/// Several mistakes are told at once.
#[test]
fn every_problem_is_told() {
    let problems = build(
        Jwt::hs256([7; 8])
            .issuer("")
            .leeway(Duration::from_secs(999)),
    )
    .unwrap_err();
    for words in [
        "no audience",
        "is empty text",
        "leeway of 999",
        "has 8 bytes",
    ] {
        assert!(
            problems.iter().any(|problem| problem.contains(words)),
            "{words}: {problems:?}"
        );
    }
    assert_eq!(problems.len(), 4, "{problems:?}");
}

/// What an attacker knows must not become a secret, also when white space stands before it: a file
/// that `Key::pem` reads is one.
#[test]
fn a_pem_file_is_no_secret_whatever_stands_before_it() {
    for before in ["\n", " ", "\r\n", "\t", "\u{feff}"] {
        let text = format!("{before}{}", keys().rsa.pem());
        let built = build(one(Key::secret(HS256, text)));
        assert!(built.is_err(), "{before:?} before it");
    }
}
