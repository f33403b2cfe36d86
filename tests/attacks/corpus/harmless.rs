//! Tokens that look like an attack, or lie just inside a limit, and are good: a gate that refuses
//! too much would pass the corpus.

use std::time::Duration;

use auth_runtime::Auth;
use auth_runtime::jwt::Algorithm;
use auth_runtime::testing::TestClock;

use super::embedded_keys::{BROKEN, offers};
use crate::kit::{Draft, NOW, Refused, Setup, app, ask, bearer, expect_none, keys};

fn of(setup: Setup, name: impl Into<String>, token: String) -> (Setup, String, String) {
    (setup, name.into(), token)
}

fn with_keys_inside() -> Vec<(Setup, String, String)> {
    let mut rows = Vec::new();
    for setup in [Setup::Hs256, Setup::Rs256, Setup::Es256, Setup::EdDsa] {
        for (name, value) in offers(setup.others_key()) {
            rows.push(of(setup, name, Draft::of(setup).header(name, value).mint()));
        }
        for (name, value) in BROKEN {
            rows.push(of(
                setup,
                value,
                Draft::of(setup).header(name, value).mint(),
            ));
        }
    }
    rows
}

fn headers() -> Vec<(Setup, String, String)> {
    let members = [
        ("alg", r#""HS25\u0036""#),
        ("typ", r#""JWT""#),
        ("typ", r#""jwt""#),
        ("typ", r#""AT+JWT""#),
        ("typ", r#""application/at+jwt""#),
        ("typ", r#""application/jwt""#),
        ("typ", r#""at\u002bjwt""#),
        ("kid", r#""any, where the key has no name""#),
        ("Crit", r#"["x"]"#),
        ("x", r#"{"crit":["x"]}"#),
    ];
    let mut rows = members
        .map(|(name, value)| {
            let draft = Draft::of(Setup::Hs256).header(name, value);
            of(Setup::Hs256, format!("{name}: {value}"), draft.mint())
        })
        .to_vec();
    let untyped = Draft::of(Setup::Hs256).without_header("typ");
    rows.push(of(Setup::Hs256, "no typ", untyped.mint()));
    let unnamed = Draft::of(Setup::Named).without_header("kid");
    rows.push(of(Setup::Named, "no kid, one key", unnamed.mint()));
    let ec = Draft::of(Setup::Several)
        .header("kid", r#""ec-1""#)
        .header("alg", r#""ES256""#);
    let signature = keys().p256.sign(Algorithm::ES256, ec.message().as_bytes());
    rows.push(of(
        Setup::Several,
        "the second key",
        ec.with_signature(signature),
    ));
    let other_name = Draft::of(Setup::EdDsa).header("alg", r#""Ed25519""#);
    rows.push(of(Setup::EdDsa, "Ed25519", other_name.mint()));
    rows
}

fn claims() -> Vec<(Setup, String, String)> {
    let second = |seconds: u64| seconds.to_string();
    let rows = [
        (Setup::Hs256, "exp", second(NOW + 1)),
        (Setup::Hs256, "nbf", second(NOW)),
        (Setup::Hs256, "iat", second(NOW + 3600)),
        (Setup::Leeway, "exp", second(NOW - 59)),
        (Setup::Leeway, "nbf", second(NOW + 60)),
        (Setup::Hs256, "aud", r#"["other","test-api"]"#.into()),
        (Setup::Hs256, "aud", r#""test\u002dapi""#.into()),
        (Setup::Hs256, "iss", r#""https:\/\/issuer.test""#.into()),
        (Setup::Hs256, "roles", "[]".into()),
        (Setup::Hs256, "scope", r#""""#.into()),
        (Setup::Hs256, "scope", r#""read""#.into()),
        (Setup::NestedRoles, "roles", r#""not looked at""#.into()),
        (
            Setup::NestedRoles,
            "realm_access",
            r#"{"roles":["admin"]}"#.into(),
        ),
        (
            Setup::Hs256,
            "x",
            format!("{}{}", "[".repeat(100), "]".repeat(100)),
        ),
        (Setup::Hs256, "x", r#""cnf""#.into()),
        (Setup::Hs256, "x", r#"[{"a":1},{"a":1}]"#.into()),
        (Setup::Hs256, "x", "[1.5,-1,1e300]".into()),
    ];
    let mut rows = rows
        .map(|(setup, name, value)| {
            of(
                setup,
                format!("{name}: {value}"),
                Draft::of(setup).claim(name, value).mint(),
            )
        })
        .to_vec();
    for claim in ["nbf", "iat", "jti", "client_id", "roles", "scope"] {
        let draft = Draft::of(Setup::Hs256).without_claim(claim);
        rows.push(of(Setup::Hs256, format!("no {claim}"), draft.mint()));
    }
    let draft = Draft::of(Setup::Hs256);
    let airy = format!(" \r\n\t{} \n", draft.claims_text().replace(':', " : \t"));
    // The colons within text are not to be touched.
    let airy = airy.replace("https : \t", "https:");
    rows.push(of(
        Setup::Hs256,
        "white space around members",
        draft.mint_payload(airy),
    ));
    rows
}

#[actix_web::test]
async fn what_only_looks_like_an_attack_is_accepted() {
    let rows = [with_keys_inside(), headers(), claims()].concat();
    let mut failures = Vec::new();
    for setup in Setup::ALL {
        let app = app(setup.auth()).await;
        for (_, name, token) in rows.iter().filter(|row| row.0 == setup) {
            if let Some(difference) = ask(&app, bearer(token)).await.differs_from_welcome() {
                failures.push(format!("{name} ({setup:?})\n    {difference}"));
            }
        }
    }
    expect_none(&failures, rows.len());
}

/// The same token, as time goes by.
#[actix_web::test]
async fn a_token_dies_at_the_second_that_it_names() {
    let clock = TestClock::at(NOW);
    let auth = Auth::builder()
        .bearer(Setup::Hs256.jwt())
        .clock(clock.clone())
        .build()
        .unwrap();
    let app = app(auth).await;
    let token = Draft::of(Setup::Hs256)
        .claim("nbf", (NOW + 1).to_string())
        .claim("exp", (NOW + 3).to_string())
        .mint();
    let early = ask(&app, bearer(&token)).await;
    assert_eq!(early.differs_from(Refused::Invalid("not_yet_valid")), None);
    for _ in 0..2 {
        clock.advance(Duration::from_secs(1));
        assert_eq!(ask(&app, bearer(&token)).await.differs_from_welcome(), None);
    }
    clock.advance(Duration::from_secs(1));
    let late = ask(&app, bearer(&token)).await;
    assert_eq!(
        (late.status, &late.challenges[..]),
        (401, &[Refused::Expired.challenge().into()][..])
    );
}
