//! Audience, issuer, leeway, and keys that do not go together.

use std::time::Duration;

use auth_runtime::jwt::{Algorithm, Jwt, Key};

use super::Row;
use crate::kit::keys;

use Algorithm::{HS256, RS256};

pub(super) fn rows() -> Vec<Row> {
    let good = || Jwt::hs256([7; 32]);
    let public = |kid: &str| Key::pem(RS256, keys().rsa.pem()).kid(kid);
    let mixed = [public("a"), Key::secret(HS256, [7; 32]).kid("b")];
    vec![
        (
            "no audience",
            good(),
            &["no audience", ".audience(", ".dangerous_any_audience()"],
        ),
        (
            "two answers on the audience",
            good().audience("api").dangerous_any_audience(),
            &["contradict", "keep one"],
        ),
        (
            "empty audience",
            good().audience(""),
            &["issuer or audience is empty"],
        ),
        (
            "empty issuer",
            good().audience("api").issuer(""),
            &["issuer or audience is empty"],
        ),
        (
            "leeway of six minutes",
            good().audience("api").leeway(Duration::from_secs(301)),
            &["leeway of 301s", "at most 300s"],
        ),
        (
            "leeway without end",
            good().audience("api").leeway(Duration::MAX),
            &["leeway", "at most 300"],
        ),
        (
            "leeway of a little more than five minutes",
            good()
                .audience("api")
                .leeway(Duration::from_millis(300_001)),
            &["leeway of 300.001s", "at most 300s"],
        ),
        (
            "blank issuer",
            good().audience("api").issuer(" "),
            &["issuer or audience is empty"],
        ),
        (
            "access tokens of any issuer",
            good().audience("api").only_access_tokens(),
            &[".only_access_tokens()", "add `.issuer("],
        ),
        (
            "a kid without a name",
            Jwt::keys([public("")]).audience("api"),
            &["empty `kid`", "name it"],
        ),
        (
            "no key",
            Jwt::keys([]).audience("api"),
            &["no key", "add one"],
        ),
        (
            "secret beside a public key",
            Jwt::keys(mixed).audience("api"),
            &["mixed", "two `Auth`"],
        ),
        (
            "one kid twice",
            Jwt::keys([public("a"), public("a")]).audience("api"),
            &["two keys have the `kid` \"a\""],
        ),
    ]
}
