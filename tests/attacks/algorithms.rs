//! Every algorithm, through every way in which its key can be loaded.

use auth_runtime::Auth;
use auth_runtime::jwt::{Algorithm, Jwt, Key};
use auth_runtime::testing::TestClock;
use serde_json::{Value, json};

use crate::kit::{
    AUDIENCE, Draft, ISSUER, NOW, Refused, Setup, TestKey, app, ask, bearer, keys, pem,
};

use Algorithm::{
    ES256, ES384, EdDSA, HS256, HS384, HS512, PS256, PS384, PS512, RS256, RS384, RS512,
};

const ALL: [Algorithm; 12] = [
    HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, EdDSA,
];

/// The right key, and one of the same kind.
fn pair(algorithm: Algorithm) -> (&'static TestKey, &'static TestKey) {
    let keys = keys();
    match algorithm {
        HS256 | HS384 | HS512 => (&keys.secret, &keys.others_secret),
        ES256 => (&keys.p256, &keys.others_p256),
        ES384 => (&keys.p384, &keys.others_p384),
        EdDSA => (&keys.ed25519, &keys.others_ed25519),
        _ => (&keys.rsa, &keys.others_rsa),
    }
}

fn jwk(key: &TestKey, more: Value) -> Value {
    let mut jwk = key.jwk();
    let Value::Object(more) = more else {
        panic!("members are an object")
    };
    jwk.as_object_mut().unwrap().extend(more);
    jwk
}

fn set(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}

/// Each way to load the key.
fn loadings(algorithm: Algorithm, key: &TestKey, other: &TestKey) -> Vec<(&'static str, Jwt)> {
    let one = |key: Key| Jwt::keys([key]);
    let named = jwk(key, json!({"alg": algorithm.name()}));
    let full = jwk(
        key,
        json!({"alg": algorithm.name(), "use": "sig", "key_ops": ["verify"], "kid": "k", "x-more": 1}),
    );
    let second = jwk(other, json!({"alg": algorithm.name(), "kid": "other"}));
    let encryption = jwk(
        other,
        json!({"alg": algorithm.name(), "kid": "k", "use": "enc"}),
    );
    let mut loadings = vec![
        ("JWK", one(Key::jwk(named.to_string()))),
        ("JWK with everything", one(Key::jwk(full.to_string()))),
        ("JWK set of one", Jwt::jwk_set(set(&[named]))),
        ("JWK set of two", Jwt::jwk_set(set(&[second, full.clone()]))),
        (
            "JWK set beside an encryption key",
            Jwt::jwk_set(set(&[encryption, full])),
        ),
    ];
    match key {
        TestKey::Secret(secret) => {
            loadings.push(("secret", one(Key::secret(algorithm, secret))));
            return loadings;
        }
        TestKey::Rsa(_) => {
            let unnamed = set(&[key.jwk()]);
            let pkcs1 = pem("RSA PUBLIC KEY", &key.raw());
            loadings.push(("JWK set without alg", Jwt::jwk_set_for(unnamed, algorithm)));
            loadings.push(("PKCS #1 PEM", Jwt::pem(algorithm, pkcs1)));
        }
        TestKey::Ec(..) | TestKey::Ed25519(_) => {
            loadings.push(("JWK without alg", one(Key::jwk(key.jwk().to_string()))));
            loadings.push(("JWK set without alg", Jwt::jwk_set(set(&[key.jwk()]))));
        }
    }
    loadings.push(("PEM", Jwt::pem(algorithm, key.pem())));
    loadings.push((
        "PEM with CRLF",
        Jwt::pem(algorithm, key.pem().replace('\n', "\r\n")),
    ));
    loadings.push(("DER", one(Key::der(algorithm, key.spki()))));
    loadings
}

/// A good token for any algorithm.
fn draft(name: &str) -> Draft {
    Draft::of(Setup::Hs256)
        .header("alg", format!("\"{name}\""))
        .header("kid", r#""k""#)
}

fn mint(name: &str, algorithm: Algorithm, key: &TestKey) -> String {
    let draft = draft(name);
    draft.with_signature(key.sign(algorithm, draft.message().as_bytes()))
}

fn auth(jwt: Jwt) -> Auth {
    let jwt = jwt.issuer(ISSUER).audience(AUDIENCE);
    Auth::builder()
        .bearer(jwt)
        .clock(TestClock::at(NOW))
        .build()
        .unwrap()
}

#[actix_web::test]
async fn every_algorithm_verifies_through_every_way_to_load_its_key() {
    let mut failures = Vec::new();
    let mut count = 0;
    for algorithm in ALL {
        let (key, other) = pair(algorithm);
        for (loading, jwt) in loadings(algorithm, key, other) {
            count += 1;
            let app = app(auth(jwt)).await;
            let good = ask(&app, bearer(mint(algorithm.name(), algorithm, key))).await;
            failures.extend(
                good.differs_from_welcome()
                    .map(|it| format!("{algorithm} by {loading}: good\n    {it}")),
            );
            let forged = ask(&app, bearer(mint(algorithm.name(), algorithm, other))).await;
            let difference = forged.differs_from(Refused::Invalid("signature"));
            failures
                .extend(difference.map(|it| format!("{algorithm} by {loading}: forged\n    {it}")));
        }
    }
    println!("{count} ways to load a key");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// RFC 9864 gives Ed25519 a name of its own; both names mean the same key, in header and JWK.
#[actix_web::test]
async fn ed25519_goes_by_two_names() {
    let (key, other) = pair(EdDSA);
    for in_jwk in ["EdDSA", "Ed25519"] {
        for in_header in ["EdDSA", "Ed25519"] {
            let jwk = jwk(key, json!({"alg": in_jwk})).to_string();
            let app = app(auth(Jwt::keys([Key::jwk(jwk)]))).await;
            let good = ask(&app, bearer(mint(in_header, EdDSA, key))).await;
            assert_eq!(good.differs_from_welcome(), None, "{in_jwk}, {in_header}");
            let forged = ask(&app, bearer(mint(in_header, EdDSA, other))).await;
            let difference = forged.differs_from(Refused::Invalid("signature"));
            assert_eq!(difference, None, "{in_jwk}, {in_header}");
        }
    }
}

/// One configuration with a key of every asymmetric kind: each token finds its own.
#[actix_web::test]
async fn keys_of_several_kinds_stand_side_by_side() {
    let algorithms = [RS256, PS512, ES256, ES384, EdDSA];
    let keys = algorithms.map(|it| Key::pem(it, pair(it).0.pem()).kid(it.name()));
    let app = app(auth(Jwt::keys(keys))).await;
    for wanted in algorithms {
        for named in algorithms {
            let draft = draft(wanted.name()).header("kid", format!("\"{named}\""));
            let key = pair(wanted).0;
            let token = draft.with_signature(key.sign(wanted, draft.message().as_bytes()));
            let answer = ask(&app, bearer(token)).await;
            let difference = if wanted == named {
                answer.differs_from_welcome()
            } else {
                answer.differs_from(Refused::Invalid("algorithm"))
            };
            assert_eq!(
                difference, None,
                "a {wanted} token that names the {named} key"
            );
        }
    }
}
