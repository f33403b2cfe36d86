//! Requests that are no good, row by row: status, challenge, body, and no copy in any cache.

mod conditional;
mod length;
mod socket;
mod wire;

use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use actix_web::test::TestRequest;

use crate::kit::{Draft, NOW, Refused, Setup, app, ask, expect_none};

use Refused::{Expired, Invalid, Missing, Unreadable};

/// What the `Authorization` fields hold, and how that is refused; `None` for a good request.
type Row = (&'static str, Vec<Vec<u8>>, Option<Refused>);

fn field(name: &'static str, value: impl Into<Vec<u8>>, refused: Refused) -> Row {
    (name, vec![value.into()], Some(refused))
}

fn good(name: &'static str, value: impl Into<Vec<u8>>) -> Row {
    (name, vec![value.into()], None)
}

fn draft() -> Draft {
    Draft::of(Setup::Hs256)
}

const NO_SCHEME: Refused = Unreadable("no_scheme");
const NO_TOKEN: Refused = Unreadable("no_token");
const FOREIGN: Refused = Unreadable("foreign_character_in_token");
const SEVERAL: Refused = Unreadable("several_authorization_fields");

fn schemes(t: &str) -> Vec<Row> {
    vec![
        ("no field", Vec::new(), Some(Missing)),
        field("empty field", "", NO_SCHEME),
        field("only a space", " ", NO_SCHEME),
        good("Bearer", format!("Bearer {t}")),
        good("bearer", format!("bearer {t}")),
        good("BEARER", format!("BEARER {t}")),
        good("bEaReR", format!("bEaReR {t}")),
        good("two spaces", format!("Bearer  {t}")),
        good("many spaces", format!("Bearer{}{t}", " ".repeat(50))),
        field("Bearer alone", "Bearer", NO_TOKEN),
        field("bearer alone", "bearer", NO_TOKEN),
        field("Bearer and a space", "Bearer ", NO_TOKEN),
        field("Bearer and spaces", "Bearer     ", NO_TOKEN),
        field("a tab for the space", format!("Bearer\t{t}"), NO_SCHEME),
        field("a tab after the space", format!("Bearer \t{t}"), FOREIGN),
        field("a space before", format!(" Bearer {t}"), NO_SCHEME),
        field("a tab before", format!("\tBearer {t}"), NO_SCHEME),
        field(
            "a colon after the scheme",
            format!("Bearer: {t}"),
            NO_SCHEME,
        ),
        field("the scheme in quotes", format!("\"Bearer\" {t}"), NO_SCHEME),
        field(
            "a comma after the scheme",
            format!("Bearer, {t}"),
            NO_SCHEME,
        ),
        field(
            "an equals sign for the space",
            format!("Bearer={t}"),
            NO_SCHEME,
        ),
        field("no space", format!("Bearer{t}"), Missing),
        field("only the token", t, Missing),
        field("Basic", "Basic YWxpY2U6b3BlbiBzZXNhbWU=", Missing),
        field("basic", "basic YWxpY2U6b3BlbiBzZXNhbWU=", Missing),
        field(
            "Digest",
            "Digest username=\"alice\", realm=\"api\"",
            Missing,
        ),
        field("Basic and the token", format!("Basic {t}"), Missing),
        field("DPoP and the token", format!("DPoP {t}"), Missing),
        field("Token and the token", format!("Token {t}"), Missing),
        field("JWT and the token", format!("JWT {t}"), Missing),
        field("Negotiate", "Negotiate", Missing),
        field("an unknown scheme", "Unheard-Of x y z", Missing),
        field("Bearers", format!("Bearers {t}"), Missing),
        field("X-Bearer", format!("X-Bearer {t}"), Missing),
    ]
}

fn tokens(t: &str) -> Vec<Row> {
    let forged = draft().with_signature([7; 32]);
    let expired = draft().claim("exp", NOW.to_string()).mint();
    vec![
        field("a word", "Bearer x", Invalid("shape")),
        field("undefined", "Bearer undefined", Invalid("shape")),
        field("expired", format!("Bearer {expired}"), Expired),
        field("forged", format!("Bearer {forged}"), Invalid("signature")),
        field("in quotes", format!("Bearer \"{t}\""), FOREIGN),
        field("a quote after it", format!("Bearer {t}\""), FOREIGN),
        field("a quote before it", format!("Bearer '{t}"), FOREIGN),
        field("a quote in it", "Bearer a\"b", FOREIGN),
        field("a backslash in it", "Bearer a\\b", FOREIGN),
        field("a space after it", format!("Bearer {t} "), FOREIGN),
        field("a tab in it", "Bearer a\tb", FOREIGN),
        field("two words", "Bearer a b", FOREIGN),
        field("twice", format!("Bearer {t} {t}"), FOREIGN),
        field("an equals sign before it", format!("Bearer ={t}"), FOREIGN),
        field("an equals sign in it", "Bearer a=b", FOREIGN),
        field("only equals signs", "Bearer ==", FOREIGN),
        field(
            "an equals sign after it",
            format!("Bearer {t}="),
            Invalid("base64url"),
        ),
        field("percent-encoded", "Bearer a%2Eb%2Ec", FOREIGN),
        field("a comma after it", format!("Bearer {t},"), FOREIGN),
        field("a list", format!("Bearer {t}, Bearer {t}"), FOREIGN),
        field(
            "a list of schemes",
            format!("Bearer {t}, Basic YTpi"),
            FOREIGN,
        ),
        field(
            "a list, no space",
            format!("Bearer {t},Basic YTpi"),
            FOREIGN,
        ),
        field("a list of an empty one", format!("Bearer ,{t}"), FOREIGN),
        field("Latin-1", b"Bearer caf\xe9", FOREIGN),
        field("UTF-8", "Bearer caf\u{e9}", FOREIGN),
        field(
            "a byte that is never UTF-8",
            [b"Bearer ", t.as_bytes(), b"\xff"].concat(),
            FOREIGN,
        ),
        field("a no-break space", format!("Bearer\u{a0}{t}"), NO_SCHEME),
        field("a zero-width space", format!("Bearer \u{200b}{t}"), FOREIGN),
        field("a BOM before", format!("\u{feff}Bearer {t}"), NO_SCHEME),
        field(
            "full-width letters",
            format!("\u{ff22}earer {t}"),
            NO_SCHEME,
        ),
        field("a Cyrillic letter", format!("Be\u{430}rer {t}"), NO_SCHEME),
    ]
}

fn several_fields(t: &str) -> Vec<Row> {
    let bearer = || format!("Bearer {t}").into_bytes();
    let basic = || b"Basic YTpi".to_vec();
    let row = |name, fields: &[Vec<u8>]| (name, fields.to_vec(), Some(SEVERAL));
    vec![
        row("the same twice", &[bearer(), bearer()]),
        row("three times", &[bearer(), bearer(), bearer()]),
        row("a good and a bad one", &[bearer(), b"Bearer x".to_vec()]),
        row("a bad and a good one", &[b"Bearer x".to_vec(), bearer()]),
        row("Bearer and Basic", &[bearer(), basic()]),
        row("Basic and Bearer", &[basic(), bearer()]),
        row("Basic twice", &[basic(), basic()]),
        row("an empty one first", &[Vec::new(), bearer()]),
        row("an empty one last", &[bearer(), Vec::new()]),
    ]
}

fn request(fields: &[Vec<u8>]) -> TestRequest {
    let request = TestRequest::get().uri("/me");
    fields.iter().fold(request, |request, field| {
        let field = HeaderValue::from_bytes(field).unwrap();
        request.append_header((AUTHORIZATION, field))
    })
}

#[actix_web::test]
async fn each_bad_request_has_its_exact_answer() {
    let app = app(Setup::Hs256.auth()).await;
    let token = draft().mint();
    let rows = [schemes(&token), tokens(&token), several_fields(&token)].concat();
    let mut failures = Vec::new();
    for (name, fields, refused) in &rows {
        let answer = ask(&app, request(fields)).await;
        let difference = match refused {
            Some(refused) => answer.differs_from(*refused),
            None => answer.differs_from_welcome(),
        };
        failures.extend(difference.map(|difference| format!("{name}\n    {difference}")));
    }
    println!("{} requests", rows.len());
    expect_none(&failures, rows.len());
}

/// OAuth 2.1 §5.1: a token in the query or in a form is none.
#[actix_web::test]
async fn only_the_field_can_hold_a_token() {
    let app = app(Setup::Hs256.auth()).await;
    let token = draft().mint();
    let form = || {
        TestRequest::post()
            .uri("/form")
            .insert_header((CONTENT_TYPE, "application/x-www-form-urlencoded"))
    };
    let requests = [
        (
            "query",
            TestRequest::get().uri(&format!("/me?access_token={token}")),
        ),
        (
            "query of another name",
            TestRequest::get().uri(&format!("/me?token={token}&bearer_token={token}")),
        ),
        ("form", form().set_payload(format!("access_token={token}"))),
        (
            "form of a GET",
            TestRequest::get()
                .uri("/me")
                .set_payload(format!("access_token={token}")),
        ),
        (
            "cookie",
            TestRequest::get()
                .uri("/me")
                .insert_header(("Cookie", format!("access_token={token}"))),
        ),
        (
            "Proxy-Authorization",
            TestRequest::get()
                .uri("/me")
                .insert_header(("Proxy-Authorization", format!("Bearer {token}"))),
        ),
        (
            "X-Authorization",
            TestRequest::get()
                .uri("/me")
                .insert_header(("X-Authorization", format!("Bearer {token}"))),
        ),
        (
            "X-Forwarded-Authorization",
            TestRequest::get()
                .uri("/me")
                .insert_header(("X-Forwarded-Authorization", format!("Bearer {token}"))),
        ),
    ];
    for (name, request) in requests {
        assert_eq!(
            ask(&app, request).await.differs_from(Missing),
            None,
            "{name}"
        );
    }
    // Nor does one in the query spoil the one in the field.
    let both = TestRequest::get()
        .uri("/me?access_token=x")
        .insert_header((AUTHORIZATION, format!("Bearer {token}")));
    assert_eq!(ask(&app, both).await.differs_from_welcome(), None);
    let both = form()
        .insert_header((AUTHORIZATION, format!("Bearer {token}")))
        .set_payload("access_token=x");
    assert_eq!(ask(&app, both).await.status, 200);
}
