//! How long a token may be.

use auth_runtime::Auth;
use auth_runtime::testing::TestClock;

use crate::kit::{Draft, NOW, Refused, Setup, app, ask, bearer};

const TOO_LONG: Option<Refused> = Some(Refused::Invalid("too_long"));

/// A good token of exactly this length.
fn of_length(length: usize) -> String {
    let padded = |header: usize, claim: usize| {
        let text = |length: usize| format!("\"{}\"", "x".repeat(length));
        Draft::of(Setup::Hs256)
            .header("x", text(header))
            .claim("x", text(claim))
            .mint()
    };
    let claim = (length - padded(0, 0).len()) * 3 / 4 - 8;
    // Four characters hold three bytes, and header and payload are rounded up each on its own.
    (0..6)
        .flat_map(|header| (0..16).map(move |more| (header, more)))
        .map(|(header, more)| padded(header, claim + more))
        .find(|token| token.len() == length)
        .unwrap()
}

fn auth(longest: Option<usize>) -> Auth {
    let jwt = Setup::Hs256.jwt();
    let jwt = match longest {
        Some(longest) => jwt.longest_token(longest),
        None => jwt,
    };
    Auth::builder()
        .bearer(jwt)
        .clock(TestClock::at(NOW))
        .build()
        .unwrap()
}

#[actix_web::test]
async fn a_token_is_refused_from_the_first_byte_beyond_the_limit() {
    let kibi = 1024;
    let rows = [
        (None, 16 * kibi, None),
        (None, 16 * kibi + 1, TOO_LONG),
        (None, 64 * kibi, TOO_LONG),
        (Some(64 * kibi), 64 * kibi, None),
        (Some(64 * kibi), 64 * kibi + 1, TOO_LONG),
        (Some(128 * kibi), 64 * kibi, None),
        (Some(kibi), kibi, None),
        (Some(kibi), kibi + 1, TOO_LONG),
        (Some(0), kibi, TOO_LONG),
    ];
    for (longest, length, refused) in rows {
        let app = app(auth(longest)).await;
        let answer = ask(&app, bearer(of_length(length))).await;
        let difference = match refused {
            Some(refused) => answer.differs_from(refused),
            None => answer.differs_from_welcome(),
        };
        assert_eq!(difference, None, "{length} bytes, limit {longest:?}");
    }
}
