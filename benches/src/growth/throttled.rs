//! Clients that failed, in a store that holds 100,000 of them unless said otherwise.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use actix_http::Request;
use actix_web::http::header::AUTHORIZATION;
use auth_runtime::testing::TestClock;
use auth_runtime::{Auth, MemoryStore, Store, Throttle};

use super::minted::{Issuer, forged, now};
use super::rig::{Cell, Rig, auth, field, request};

pub fn count(rig: &Rig) {
    let issuer = Issuer::new();
    let good = issuer.token(0);
    let bad = forged(&good);
    for n in [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] {
        let clock = TestClock::at(now());
        let store = Arc::new(MemoryStore::new().clock(clock.clone()));
        for number in 0..n {
            let key = format!("throttle:client:{number:043}");
            let count = store.count(&key, 1, Duration::from_secs(60));
            rig.runner.block_on(count.wait()).expect("others give way");
        }
        let builder = Auth::builder()
            .bearer(issuer.jwt())
            .clock(clock)
            .store(store);
        let app = rig.app(&auth(builder.throttle(Throttle::new())));
        let guess = |number| from(number, &bad);
        let cell = |series, status| Cell { series, n, status };
        rig.requests(cell("another one fails", 401), &app, (&guess, 1), &guess);
        let login = |number| from(number, &good);
        rig.requests(cell("one succeeds", 200), &app, (&login, 1), &login);
    }
}

/// A request of the client with this number.
pub fn from(number: usize, token: &str) -> Request {
    let bits = u32::try_from(number).expect("there are not so many clients") | 0x0a00_0000;
    request()
        .peer_addr(SocketAddr::from((Ipv4Addr::from_bits(bits), 40_000)))
        .insert_header((AUTHORIZATION, field(token)))
        .to_request()
}
