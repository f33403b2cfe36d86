//! Preconditions and ranges come after the decision (RFC 9110 §13.2.1).

use actix_web::http::header::AUTHORIZATION;
use actix_web::test::TestRequest;

use crate::kit::{Answer, Draft, NOW, Refused, Setup, app, ask};

const CONDITIONS: [(&str, &str); 12] = [
    ("If-None-Match", "*"),
    ("If-None-Match", "\"x\""),
    ("If-Match", "*"),
    ("If-Match", "\"x\""),
    ("If-Modified-Since", "Fri, 15 Jan 2027 08:00:00 GMT"),
    ("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ("If-Range", "\"x\""),
    ("Range", "bytes=0-0"),
    ("Range", "bytes=9-"),
    ("Range", "lines=x"),
    ("Expect", "100-continue"),
    ("Expect", "the-unexpected"),
];

fn request(authorization: Option<&str>) -> TestRequest {
    let request = TestRequest::get().uri("/cached");
    match authorization {
        Some(field) => request.insert_header((AUTHORIZATION, field)),
        None => request,
    }
}

/// All that a client sees.
fn seen(answer: Answer) -> (u16, Vec<String>, Option<String>, Option<String>, String) {
    let Answer {
        status,
        challenges,
        cache_control,
        content_type,
        body,
        ..
    } = answer;
    (status, challenges, cache_control, content_type, body)
}

#[actix_web::test]
async fn no_condition_changes_a_refusal() {
    let app = app(Setup::Hs256.auth()).await;
    let bearer = |draft: Draft| format!("Bearer {}", draft.mint());
    let draft = || Draft::of(Setup::Hs256);
    let expired = bearer(draft().claim("exp", NOW.to_string()));
    let no_reader = bearer(draft().claim("roles", "[]"));
    let rows = [
        (None, Some(Refused::Missing)),
        (Some("Bearer"), Some(Refused::Unreadable("no_token"))),
        (Some("Bearer x"), Some(Refused::Invalid("shape"))),
        (Some(expired.as_str()), Some(Refused::Expired)),
        (Some(no_reader.as_str()), None),
    ];
    for (authorization, refused) in rows {
        let plain = ask(&app, request(authorization)).await;
        match refused {
            Some(refused) => assert_eq!(plain.differs_from(refused), None, "{authorization:?}"),
            None => assert_eq!((plain.status, plain.challenges.len()), (403, 0)),
        }
        let plain = seen(plain);
        for condition in CONDITIONS {
            let answer = ask(&app, request(authorization).insert_header(condition)).await;
            assert_eq!(answer.handler_runs, 0, "{condition:?} {authorization:?}");
            assert_eq!(seen(answer), plain, "{condition:?} {authorization:?}");
        }
    }
}

/// The handler would have honoured them.
#[actix_web::test]
async fn conditions_reach_a_handler_that_may_run() {
    let app = app(Setup::Hs256.auth()).await;
    let token = format!("Bearer {}", Draft::of(Setup::Hs256).mint());
    for (condition, status) in [
        (("If-None-Match", "*"), 304),
        (("If-Match", "\"x\""), 412),
        (("Range", "bytes=0-0"), 206),
        (("X-Other", "x"), 200),
    ] {
        let answer = ask(&app, request(Some(&token)).insert_header(condition)).await;
        assert_eq!(
            (answer.status, answer.handler_runs),
            (status, 1),
            "{condition:?}"
        );
    }
}
