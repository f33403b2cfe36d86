//! One event per refusal, without anything secret (OWASP ASVS 16.2, 16.4.1).

use actix_web::http::header::AUTHORIZATION;
use actix_web::test::TestRequest;
use tracing::Level;

use crate::kit::{Answer, Draft, NOW, Setup, app, ask};

/// Words that occur in a token's header or claims, and nowhere else.
const CANARIES: [&str; 5] = [
    "canary-header",
    "canary-claim",
    "canary-role",
    "canary-scope",
    "canary-client",
];

fn draft() -> Draft {
    Draft::of(Setup::Hs256)
        .header("x", r#""canary-header""#)
        .claim("tenant", r#""canary-claim""#)
        .claim("roles", r#"["canary-role"]"#)
        .claim("scope", r#""canary-scope""#)
        .claim("client_id", r#""canary-client""#)
}

fn get(path: &str, field: Option<&str>) -> TestRequest {
    let request = TestRequest::get().uri(path);
    match field {
        Some(field) => request.insert_header((AUTHORIZATION, field)),
        None => request,
    }
}

/// The parts of a credential that would be of use to a reader of the log.
fn pieces(field: &str) -> Vec<&str> {
    field
        .split([' ', '.', ',', '"'])
        .filter(|piece| piece.len() > 8)
        .collect()
}

fn shows_nothing_secret(name: &str, field: &str, answer: &Answer) {
    let events = format!("{:?}", answer.events);
    let seen = format!(
        "{events}{}{:?}{:?}",
        answer.body, answer.challenges, answer.content_type
    );
    for secret in pieces(field).into_iter().chain(CANARIES) {
        assert!(!seen.contains(secret), "{name}: {secret} in {seen}");
    }
}

/// Path, credential, status, and what the event must say.
struct Row {
    name: &'static str,
    path: &'static str,
    field: Option<String>,
    status: u16,
    handler: &'static str,
    reason: &'static str,
    subject: Option<&'static str>,
    level: Level,
}

fn rows() -> Vec<Row> {
    let bearer = |token: String| Some(format!("Bearer {token}"));
    let row = |name, path: &'static str, field, status, reason, subject| Row {
        name,
        path,
        field,
        status,
        handler: &path[1..],
        reason,
        subject,
        level: if subject.is_some() {
            Level::WARN
        } else {
            Level::INFO
        },
    };
    let claims = draft().claim_again("tenant", r#""canary-claim""#);
    let header = draft().header("crit", r#"["canary-header"]"#);
    vec![
        row("nothing", "/me", None, 401, "no_credential", None),
        row(
            "another scheme",
            "/me",
            Some("Basic Y2FuYXJ5LXBhc3N3b3Jk".into()),
            401,
            "no_credential",
            None,
        ),
        row(
            "no token",
            "/me",
            Some("Bearer".into()),
            400,
            "no_token",
            None,
        ),
        row(
            "no scheme",
            "/me",
            Some("\"canary-scheme-text\"".into()),
            400,
            "no_scheme",
            None,
        ),
        row(
            "foreign character",
            "/me",
            Some("Bearer canary-with-quote\"".into()),
            400,
            "foreign_character_in_token",
            None,
        ),
        row(
            "no JWT",
            "/me",
            bearer("canary-opaque-token".into()),
            401,
            "shape",
            None,
        ),
        row(
            "expired",
            "/me",
            bearer(draft().claim("exp", NOW.to_string()).mint()),
            401,
            "expired",
            None,
        ),
        row(
            "forged",
            "/me",
            bearer(draft().with_signature([7; 32])),
            401,
            "signature",
            None,
        ),
        row(
            "header",
            "/me",
            bearer(header.mint()),
            401,
            "unsupported_header",
            None,
        ),
        row("claims", "/me", bearer(claims.mint()), 401, "claims", None),
        row(
            "subject of no text",
            "/me",
            bearer(draft().claim("sub", r#"["canary-claim"]"#).mint()),
            401,
            "sub",
            None,
        ),
        row(
            "too long",
            "/me",
            bearer("canary-long".repeat(2000)),
            401,
            "too_long",
            None,
        ),
        row(
            "role missing",
            "/admin",
            bearer(draft().mint()),
            403,
            "requirement_not_met",
            Some("alice"),
        ),
        row(
            "role missing, hidden",
            "/hidden",
            bearer(draft().mint()),
            404,
            "requirement_not_met",
            Some("alice"),
        ),
        row(
            "anonymous at the hidden one",
            "/hidden",
            None,
            401,
            "no_credential",
            None,
        ),
    ]
}

#[actix_web::test]
async fn each_refusal_is_told_once_and_tells_nothing_secret() {
    let app = app(Setup::Hs256.auth()).await;
    for row in rows() {
        let name = row.name;
        let answer = ask(&app, get(row.path, row.field.as_deref())).await;
        assert_eq!(
            (answer.status, answer.handler_runs),
            (row.status, 0),
            "{name}"
        );
        let denials: Vec<_> = answer.denials().collect();
        let [event] = denials[..] else {
            panic!("{name}: {} events", denials.len());
        };
        assert_eq!(event.field("handler"), Some(row.handler), "{name}");
        assert_eq!(event.field("scheme"), Some("Bearer"), "{name}");
        assert_eq!(event.field("reason"), Some(row.reason), "{name}");
        assert_eq!(event.field("subject"), row.subject, "{name}");
        assert_eq!(event.level, row.level, "{name}");
        shows_nothing_secret(name, row.field.as_deref().unwrap_or_default(), &answer);
    }
}

#[actix_web::test]
async fn a_request_that_passes_is_no_refusal() {
    let app = app(Setup::Hs256.auth()).await;
    let field = format!("Bearer {}", draft().mint());
    let answer = ask(&app, get("/me", Some(&field))).await;
    assert_eq!((answer.status, answer.denials().count()), (200, 0));
    shows_nothing_secret("good", &field, &answer);
}

/// A miss is no refusal either, unless the caller would have been challenged.
#[actix_web::test]
async fn a_path_that_does_not_exist_is_no_refusal_for_who_may_know() {
    let app = app(Setup::Hs256.auth()).await;
    let field = format!("Bearer {}", draft().mint());
    let answer = ask(&app, get("/none", Some(&field))).await;
    assert_eq!((answer.status, answer.denials().count()), (404, 0));
}

/// The characters that a token's subject may have and a log line may not.
#[actix_web::test]
async fn a_subject_cannot_write_a_line_of_its_own() {
    let app = app(Setup::Hs256.auth()).await;
    let rows = [
        (
            r#""eve\u2028INFO all is well""#,
            r"eve\u{2028}INFO all is well",
        ),
        (r#""eve\u2029x""#, r"eve\u{2029}x"),
        (r#""eve\u202etxt""#, r"eve\u{202e}txt"),
        (r#""eve\\nINFO""#, r"eve\\nINFO"),
        (r#""\u00fcnal\u200b""#, r"\u{fc}nal\u{200b}"),
        (r#""eve\" reason=\"none""#, r#"eve" reason="none"#),
    ];
    for (subject, encoded) in rows {
        let field = format!("Bearer {}", draft().claim("sub", subject).mint());
        let answer = ask(&app, get("/admin", Some(&field))).await;
        assert_eq!(answer.status, 403, "{subject}");
        let told: Vec<_> = answer
            .denials()
            .map(|event| event.field("subject"))
            .collect();
        assert_eq!(told, [Some(encoded)]);
    }
    let long = format!("\"{}\"", "e".repeat(4000));
    let field = format!("Bearer {}", draft().claim("sub", long).mint());
    let answer = ask(&app, get("/admin", Some(&field))).await;
    let told: Vec<_> = answer
        .denials()
        .map(|event| event.field("subject"))
        .collect();
    assert_eq!(told, [Some(&*"e".repeat(128))]);
}
