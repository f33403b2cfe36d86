//! Logins of the application's own, and floods of accounts that somebody makes up.

use std::ops::Range;

use actix_web::http::header::{CACHE_CONTROL, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::test::TestRequest;
use actix_web::{Error, HttpRequest};
use auth_runtime::{Auth, LoginAttempt, MemoryStore, RefusalError};
use tests::events::recorded;
use tracing::Level;

use crate::app::{get, start};
use crate::throttling::{Failing, MINUTE, Panicking, TestClock, Tokens, builder, clock};

fn auth(clock: &TestClock) -> Auth {
    builder(clock, Tokens::default()).build().unwrap()
}

/// One whose store has so much room.
fn small(clock: &TestClock, room: usize) -> Auth {
    let store = MemoryStore::with_room_for(room).clock(clock.read());
    let auth = builder(clock, Tokens::default()).store(store);
    auth.build().unwrap()
}

fn request(auth: &Auth, from: &str) -> HttpRequest {
    let from = from.parse::<std::net::IpAddr>().expect("an address");
    let request = TestRequest::default().app_data(auth.clone());
    request.peer_addr((from, 40_000).into()).to_http_request()
}

async fn begin(auth: &Auth, from: &str, account: &str) -> Result<LoginAttempt, Error> {
    Auth::login_attempt(&request(auth, from), account).await
}

/// Whether the client was told that this was wrong.
async fn guess(auth: &Auth, from: &str, account: &str) -> bool {
    let told = match begin(auth, from, account).await {
        Ok(attempt) => attempt.failed().await,
        Err(error) => Err(error),
    };
    told.map_err(|error| assert_eq!(status(&error), 429))
        .is_ok()
}

fn status(error: &Error) -> u16 {
    assert!(error.as_error::<RefusalError>().is_some());
    let answer = error.error_response();
    assert_eq!(answer.headers().get(CACHE_CONTROL).unwrap(), "no-store");
    assert_eq!(answer.headers().get(WWW_AUTHENTICATE), None);
    answer.status().as_u16()
}

#[actix_web::test]
async fn a_form_counts_for_the_client_together_with_what_guards_see() {
    let clock = clock();
    let auth = auth(&clock);
    let app = start(&auth).await;
    for account in ["ada", "bert"] {
        assert!(guess(&auth, "192.0.2.1", account).await);
    }
    let last = begin(&auth, "192.0.2.1", "ada").await.expect("the last");
    let bad = get("/bearer").from("192.0.2.1").bearer("bad");
    assert_eq!(bad.status(&app).await, 401);
    let late = last.succeeded().await.expect_err("somebody failed");
    assert_eq!(status(&late), 429);
    let refused = begin(&auth, "192.0.2.1", "ada").await.expect_err("refused");
    let answer = refused.error_response();
    assert_eq!(answer.headers().get(RETRY_AFTER).unwrap(), "60");
    assert_eq!(status(&refused), 429);
    let good = get("/bearer").from("192.0.2.1").bearer("good");
    assert_eq!(good.status(&app).await, 429);
    let other = begin(&auth, "192.0.2.2", "ada").await.expect("another");
    other.succeeded().await.expect("it is let in");
    clock.advance(MINUTE);
    let again = begin(&auth, "192.0.2.1", "ada").await.expect("its time");
    again.succeeded().await.expect("it is let in");
}

#[actix_web::test]
async fn a_form_counts_against_the_account_that_basic_names() {
    let auth = auth(&clock());
    let app = start(&auth).await;
    // The name in another normal form is the same name.
    for (n, name) in ["ade\u{301}", "ad\u{e9}"]
        .into_iter()
        .cycle()
        .take(5)
        .enumerate()
    {
        assert!(guess(&auth, &format!("198.51.100.{n}"), name).await);
    }
    let basic = |password| {
        let ask = get("/basic").from("198.51.100.9");
        ask.basic("ad\u{e9}", password)
    };
    for _ in 0..2 {
        assert_eq!(basic("wrong").status(&app).await, 401);
    }
    assert!(guess(&auth, "198.51.100.9", "ad\u{e9}").await);
    // Of another client nothing counts but the account.
    assert_eq!(basic("wrong").status(&app).await, 429);
    assert!(begin(&auth, "192.0.2.7", "ad\u{e9}").await.is_ok());
}

#[actix_web::test]
async fn forms_at_the_same_time_are_answered_like_forms_one_after_the_other() {
    let auth = auth(&clock());
    let mut attempts = Vec::new();
    for _ in 0..20 {
        attempts.push(begin(&auth, "192.0.2.1", "ada").await.expect("no failure"));
    }
    let right = attempts.pop().expect("one");
    let mut told = 0;
    for attempt in attempts {
        told += usize::from(attempt.failed().await.is_ok());
    }
    assert_eq!(told, 3);
    let late = right.succeeded().await.expect_err("nobody learns");
    assert_eq!(status(&late), 429);
}

#[actix_web::test]
async fn a_login_that_cannot_be_counted_is_not_decided() {
    let clock = clock();
    let store = Failing::after(usize::MAX);
    let auth = builder(&clock, Tokens::default()).store(store.clone());
    let auth = auth.build().unwrap();
    let attempts = [
        begin(&auth, "192.0.2.1", "ada").await.expect("it answers"),
        begin(&auth, "192.0.2.1", "ada").await.expect("it answers"),
    ];
    store.goes_down();
    let [one, other] = attempts;
    for error in [
        begin(&auth, "192.0.2.1", "ada").await.map(drop),
        one.failed().await,
        other.succeeded().await,
    ] {
        assert_eq!(status(&error.expect_err("out of reach")), 503);
    }
    let auth = builder(&clock, Tokens::default()).store(Panicking);
    let auth = auth.build().unwrap();
    let error = begin(&auth, "192.0.2.1", "ada").await;
    assert_eq!(status(&error.expect_err("a bug")), 500);
}

#[actix_web::test]
async fn where_nothing_counts_nobody_logs_in() {
    let auth = Auth::builder().only_modules(["nothing"]).build().unwrap();
    let ask = begin(&auth, "192.0.2.1", "ada");
    let (error, events) = recorded(ask).await;
    assert_eq!(status(&error.expect_err("no limits")), 500);
    assert!(events.iter().any(|it| it.level == Level::ERROR));
    let nowhere = TestRequest::default().to_http_request();
    let (error, events) = recorded(Auth::login_attempt(&nowhere, "ada")).await;
    assert_eq!(status(&error.expect_err("no `Auth`")), 500);
    assert!(events.iter().any(|it| it.level == Level::ERROR));
}

#[actix_web::test]
async fn the_log_tells_of_a_login_that_was_refused_and_not_whose() {
    let auth = auth(&clock());
    for _ in 0..3 {
        assert!(guess(&auth, "192.0.2.1", "ada-the-user").await);
    }
    let (refused, events) = recorded(begin(&auth, "192.0.2.1", "ada-the-user")).await;
    assert_eq!(status(&refused.expect_err("too many")), 429);
    let ours = events
        .iter()
        .filter(|it| it.target == "auth_runtime::denial");
    let [event] = ours.collect::<Vec<_>>()[..] else {
        panic!("one event, not {events:?}");
    };
    assert_eq!(event.level, Level::WARN);
    assert_eq!(event.field("reason"), Some("throttled"));
    assert!(!format!("{event:?}").contains("ada-the-user"));
}

/// Failures of very many clients, each at accounts that nobody else names.
async fn flood(auth: &Auth, clients: Range<usize>) {
    for n in clients {
        let from = format!("10.{}.{}.1", n / 250, n % 250);
        for account in ["a", "b"] {
            assert!(guess(auth, &from, &format!("{account}{n}")).await);
        }
    }
}

#[actix_web::test]
async fn made_up_accounts_do_not_make_a_client_s_failures_forgotten() {
    let auth = small(&clock(), 400);
    flood(&auth, 0..100).await;
    let mut told = 0;
    for n in 0..500 {
        told += usize::from(guess(&auth, "198.51.100.7", &format!("made-up{n}")).await);
    }
    assert_eq!(told, 3);
    // Nor do those of all the others, who have not failed as often.
    flood(&auth, 100..2000).await;
    assert!(!guess(&auth, "198.51.100.7", "ada").await);
}

#[actix_web::test]
async fn made_up_accounts_do_not_make_failures_against_an_account_forgotten() {
    let auth = small(&clock(), 400);
    for n in 0..5 {
        assert!(guess(&auth, &format!("198.51.100.{n}"), "ada").await);
        flood(&auth, 20 * n..20 * n + 20).await;
    }
    flood(&auth, 100..1000).await;
    let mut told = 0;
    for _ in 0..10 {
        told += usize::from(guess(&auth, "2001:db8::1", "ada").await);
    }
    assert_eq!(told, 3, "it has too many failures");
}

/// What a home has: 256 networks of 2^64 addresses.
#[actix_web::test]
async fn all_addresses_of_a_home_are_one_client() {
    let auth = auth(&clock());
    let mut told = 0;
    for n in 0..256 {
        let from = format!("2001:db8:1:{n:x}::{n:x}");
        told += usize::from(guess(&auth, &from, &format!("made-up{n}")).await);
    }
    assert_eq!(told, 3);
    assert!(guess(&auth, "2001:db8:1:100::1", "ada").await, "next door");
}
