//! `Debug` of the public types: no secret, no token, no claim that the type is not there to show.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use auth_runtime::jwt::{Algorithm, Jwt, Key, RoleClaim};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{
    Auth, AuthenticationError, Authenticator, BearerToken, Body, Identity, Verification,
    declared_handlers,
};
use serde_json::json;

use crate::kit::{Draft, Setup, app, ask, base64url, bearer, keys};

const SECRET: &str = "canary-secret-canary-secret-canary-secret-canary-secret-canary-secret";
const CLAIM: &str = "canary-claim";

/// The secret as text, as a list of bytes, in hexadecimal and in base64.
fn spellings() -> Vec<String> {
    let hex: Vec<_> = SECRET
        .bytes()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let hex = hex.concat();
    let list: Vec<_> = SECRET
        .bytes()
        .take(12)
        .map(|byte| byte.to_string())
        .collect();
    vec![
        "canary".into(),
        hex.to_uppercase(),
        hex,
        list.join(", "),
        list.join(",\n"),
        base64url(&SECRET[..12]),
    ]
}

fn shows_nothing(name: &str, value: &dyn Debug) {
    let (line, lines) = (format!("{value:?}"), format!("{value:#?}"));
    // Indentation of the longer form aside.
    let lines: String = lines.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    for spelling in spellings() {
        for text in [&line, &lines] {
            assert!(!text.contains(&spelling), "{name}: {spelling:?} in {text}");
        }
    }
}

#[test]
fn configuration_shows_no_key() {
    let key = Key::secret(Algorithm::HS256, SECRET).kid("k");
    let jwk = json!({"kty": "oct", "alg": "HS256", "k": base64url(SECRET)}).to_string();
    let short = Jwt::hs256(&SECRET[..20]);
    let mistaken =
        Jwt::jwk_set(json!({"keys": [{"kty": "oct", "k": base64url(SECRET)}]}).to_string());
    let private = json!({"kty": "EC", "crv": "P-256", "d": base64url(SECRET)}).to_string();
    let jwt = || {
        Jwt::keys([key.clone()])
            .audience("api")
            .roles(RoleClaim::groups())
    };
    let auth = Auth::builder().bearer(jwt()).build().unwrap();
    let problems = [
        short.clone(),
        mistaken.clone(),
        Jwt::keys([Key::jwk(&private)]),
    ]
    .map(|jwt| Auth::builder().bearer(jwt).build().unwrap_err());
    shows_nothing("Key", &key);
    shows_nothing("Key of a JWK", &Key::jwk(&jwk));
    shows_nothing("Key that is private", &Key::jwk(&private));
    shows_nothing("Jwt", &jwt());
    shows_nothing("Jwt with a short secret", &short);
    shows_nothing("Jwt of a bad set", &mistaken);
    shows_nothing("AuthBuilder", &Auth::builder().bearer(jwt()));
    shows_nothing("Auth", &auth);
    for problem in problems {
        shows_nothing("BuildError", &problem);
        shows_nothing("BuildError as text", &problem.to_string());
    }
    shows_nothing("declared handlers", &declared_handlers());
}

#[test]
fn the_testing_kit_shows_no_secret() {
    let issuer = TestIssuer::with_secret(SECRET);
    shows_nothing("TestIssuer", &issuer);
    shows_nothing("TestToken", &issuer.token("alice"));
    shows_nothing("its Jwt", &issuer.jwt());
}

/// Takes any token, and keeps what its `Debug` says.
struct Curious(Arc<Mutex<Vec<String>>>);

impl Authenticator for Curious {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        let identity = Identity::new("alice").with_claims(format!(r#"{{"tenant":"{CLAIM}"}}"#));
        let answer = Verification::now(Ok(identity));
        let said = [
            format!("{token:?}"),
            format!("{token:#?}"),
            format!("{answer:?}"),
            format!("{answer:#?}"),
        ];
        self.0.lock().unwrap().extend(said);
        answer
    }
}

#[actix_web::test]
async fn neither_a_token_nor_a_claim_shows() {
    let said = Arc::new(Mutex::new(Vec::new()));
    let app = app(Auth::builder()
        .bearer_with(Curious(said.clone()))
        .build()
        .unwrap())
    .await;
    let token = format!("canary.{}", Draft::of(Setup::Hs256).mint());
    let answer = ask(&app, bearer(&token)).await;
    assert_eq!(answer.differs_from_welcome(), None);
    let said = said.lock().unwrap();
    assert_eq!(said.len(), 4);
    for text in said.iter() {
        shows_nothing("BearerToken or Verification", text);
        for piece in token.split('.') {
            assert!(!text.contains(piece), "{piece} in {text}");
        }
    }
}

fn identity() -> Identity {
    let claims = json!({"sub": "alice", "tenant": CLAIM, "n": 1}).to_string();
    Identity::new("alice")
        .with_roles(["reader"])
        .with_claims(claims)
}

#[test]
fn an_identity_shows_who_it_is_and_no_other_claim() {
    shows_nothing("Identity", &identity());
    let text = format!("{:?}", identity());
    assert!(text.contains("alice") && text.contains("reader"), "{text}");
    shows_nothing(
        "AuthenticationError",
        &AuthenticationError::rejected("code"),
    );
    shows_nothing("Body", &Body::text("nothing of the kind"));
}

/// actix logs the `Debug` of an error that a handler returns with `?`.
#[test]
fn claims_that_do_not_fit_are_not_quoted() {
    #[derive(Debug, serde::Deserialize)]
    struct Tenant {
        #[allow(dead_code, reason = "only its type matters")]
        tenant: u64,
    }
    let error = identity().claims::<Tenant>().unwrap_err();
    shows_nothing("ClaimsError as text", &error.to_string());
    shows_nothing("ClaimsError", &error);
}

/// The checks above can see a leak.
#[test]
fn a_leak_would_be_seen() {
    let bytes = SECRET.as_bytes();
    let leaks: [&dyn Debug; 4] = [&SECRET, &bytes, &base64url(bytes), &Some(SECRET)];
    for leak in leaks {
        let seen =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| shows_nothing("leak", leak)));
        assert!(seen.is_err(), "{leak:?}");
    }
    assert!(!keys().rsa.pem().contains("canary"));
}
