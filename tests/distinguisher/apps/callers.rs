//! Everybody who must not find a hidden path, of apps that take tokens.

use auth_runtime::testing::{TestIssuer, TestToken};
use tests::distinguisher::{Caller, Distinguisher};

/// Has all of them ask.
pub(super) fn everybody(attack: Distinguisher, issuer: &TestIssuer) -> Distinguisher {
    callers(issuer)
        .into_iter()
        .fold(attack, Distinguisher::caller)
}

fn callers(issuer: &TestIssuer) -> [Caller; 9] {
    let bearer = |token: TestToken| token.bearer().1;
    let alice = || issuer.token("alice").role("guest");
    let admin = || issuer.token("alice").role("admin");
    let with = |name: &str, credentials: String| Caller::new(name).authorization(credentials);
    [
        Caller::anonymous(),
        with("of another scheme", "Basic YTpi".into()),
        with("without a real token", "Bearer x".into()),
        with("forged", bearer(admin().signed_with_another_key())),
        with("expired", bearer(admin().expired())),
        with("not yet valid", bearer(admin().not_yet_valid())),
        with("malformed", "Bearer a b".into()),
        with("twofold", bearer(alice())).authorization(bearer(alice())),
        with("of the wrong role", bearer(alice())),
    ]
}
