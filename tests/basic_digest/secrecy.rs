//! What a log tells of passwords: nothing.

use actix_web::{App, get};
use auth_runtime::basic::{Basic, User, UserStore, hash_password};
use auth_runtime::digest::{self, Digest};
use auth_runtime::{Auth, Identity, StoreAnswer, require_auth};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tests::events::recorded;

use crate::answering::Challenge;
use crate::app::{get, start};

#[require_auth(scheme = ["Digest", "Basic"])]
#[get("/me")]
async fn me() -> &'static str {
    "in"
}

const PASSWORD: &str = "correct-horse";
const WRONG: &str = "wrong-horse";

/// Knows `ada`, and of `eve` a hash that is corrupt.
struct Staff(String);

impl UserStore for Staff {
    fn find(&self, name: &str) -> StoreAnswer<Option<User>> {
        let hash = match name {
            "ada" => Some(self.0.clone()),
            "eve" => Some(self.0.replace("argon2id", "argon9id")),
            _ => None,
        };
        let user = hash.map(|hash| User::new(hash, Identity::new(name)));
        StoreAnswer::now(Ok(user))
    }
}

#[actix_web::test]
async fn neither_a_password_nor_a_proof_nor_a_hash_is_logged_or_answered() {
    let hash = hash_password(PASSWORD).unwrap();
    let digests = digest::Users::new("api").with_password("ada", PASSWORD, Identity::new("ada"));
    let auth = Auth::builder()
        .basic(Basic::new(Staff(hash.clone())))
        .digest(Digest::new(digests))
        .only_modules([module_path!()])
        .build()
        .unwrap();
    let app = start(App::new().app_data(auth).service(me)).await;
    let offer = get("/me").send(&app).await;
    let challenge = Challenge::read(offer.challenges()[0]);
    let mut fields = Vec::new();
    for (user, password) in [
        ("ada", PASSWORD),
        ("ada", WRONG),
        ("nobody", WRONG),
        ("eve", WRONG),
    ] {
        fields.push(format!(
            "Basic {}",
            STANDARD.encode(format!("{user}:{password}"))
        ));
        fields.push(format!(
            "Basic {}",
            STANDARD.encode(format!("{user}:\0{password}"))
        ));
        let proof = challenge.answer(user, password, "/me");
        fields.push(proof.field());
        fields.push(proof.field()); // The right one is a replay then.
        fields.push(proof.field().replace("uri=\"/me\"", "uri=\"/\""));
    }
    let (answers, events) = recorded(async {
        let mut answers = Vec::new();
        for field in &fields {
            answers.push(get("/me").authorization(field).send(&app).await);
        }
        answers
    })
    .await;
    let mut seen: Vec<String> = events.iter().map(|event| format!("{event:?}")).collect();
    let reasons = [
        "wrong_password",
        "unknown_user",
        "wrong_response",
        "replayed_nonce_count",
    ];
    for reason in reasons
        .into_iter()
        .chain(["control_character", "uri_of_another_request"])
    {
        assert!(
            seen.iter().any(|it| it.contains(reason)),
            "{reason} is logged: {seen:?}"
        );
    }
    seen.extend(answers.iter().map(|answer| answer.text().to_owned()));
    let stored = hash.rsplit('$').next().unwrap();
    for secret in [
        PASSWORD,
        WRONG,
        stored,
        "argon9id",
        challenge.nonce.as_str(),
    ] {
        assert!(
            seen.iter().all(|it| !it.contains(secret)),
            "{secret}: {seen:?}"
        );
    }
    for field in &fields {
        let credentials = field.rsplit([' ', '"']).find(|it| it.len() > 7).unwrap();
        assert!(
            seen.iter().all(|it| !it.contains(credentials)),
            "{credentials}: {seen:?}"
        );
    }
}
