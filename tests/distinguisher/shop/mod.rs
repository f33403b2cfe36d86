//! Everybody asks for `/admin/users`, and finds a path that does not exist.

mod callers;
mod door;

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use auth_runtime::testing::TestClock;
use onboarding::Shop;
use tests::distinguisher::{Caller, Distinguisher, Report};

use callers::{Asking, everybody};
use door::Door;
use tests::server::Server;

const HIDDEN: &str = "/admin/users";
const MISS: &str = "/admin/usurp";

/// Longer than failures are counted, of a client or against an account.
const FORGOTTEN: Duration = Duration::from_secs(16 * 60);

/// A shop of its own, where nobody has failed yet.
struct Opened {
    server: Server,
    door: Door,
    clock: TestClock,
}

impl Opened {
    fn new() -> Self {
        let clock = TestClock::at(1_800_000_000);
        let shop = Shop::open_with_clock("http://127.0.0.1:8080", clock.clone()).unwrap();
        let server = Server::start_with_http2(move || shop.app());
        let door = Door::of(&server);
        Self {
            server,
            door,
            clock,
        }
    }

    /// An attack by this caller. Whoever fails comes back when that is forgotten, so that nobody is
    /// told to wait.
    fn attacker(&self, asking: &Asking, hidden: &str, miss: &str) -> Distinguisher {
        let caller = (asking.caller)(&self.door, &self.clock);
        let clock = self.clock.clone();
        let fails = asking.fails;
        let attack = self.server.attacked(hidden, miss).caller(caller).pairs(0);
        attack.before_each(move || {
            if fails {
                clock.advance(FORGOTTEN);
            }
        })
    }
}

#[track_caller]
fn is_hidden(report: &Report, status: &str) {
    println!("{report}");
    assert!(!report.tells() && report.is_steady(), "{report}");
    let statuses = report.statuses.values().flat_map(|it| it.keys());
    let mut others = statuses.filter(|it| *it != status && *it != "400");
    assert_eq!(others.next(), None, "{report}");
}

#[test]
fn nobody_finds_the_admin_area() {
    let (tell, hear) = mpsc::channel();
    // Two at a time: each has a shop of its own.
    let [even, odd] = [0, 1].map(|first| {
        let tell = tell.clone();
        thread::spawn(move || {
            for asking in everybody().iter().skip(first).step_by(2) {
                let opened = Opened::new();
                let attack = opened.attacker(asking, HIDDEN, MISS).every(asking.every);
                let samples = if asking.every == 1 { 40 } else { 20 };
                tell.send(attack.samples(samples).run().unwrap()).unwrap();
            }
        })
    });
    drop(tell);
    let mut pairs = 0;
    for report in hear {
        is_hidden(&report, "404");
        pairs += report.pairs;
    }
    even.join().unwrap();
    odd.join().unwrap();
    println!("{pairs} pairs in all");
    assert!(pairs >= 2000, "{pairs}");
}

/// A route that hides from strangers alone.
#[test]
fn nobody_without_a_token_finds_the_previews() {
    for asking in everybody().iter().filter(|it| !it.has_token) {
        let opened = Opened::new();
        let attack = opened.attacker(asking, "/previews", "/prevails");
        let attack = attack.every(4 * asking.every).samples(0);
        is_hidden(&attack.run().unwrap(), "404");
    }
}

/// Whoever failed too often is told so for every path.
#[test]
fn who_has_to_wait_finds_nothing_either() {
    let opened = Opened::new();
    for _ in 0..21 {
        opened
            .door
            .ask("GET", "/me", &["Authorization: Bearer guess"], "");
    }
    let throttled = opened
        .door
        .ask("GET", MISS, &["Authorization: Bearer guess"], "");
    assert!(throttled.starts_with("HTTP/1.1 429 "), "{throttled}");
    // By whichever scheme, also by those that the hidden path does not take.
    let attack = opened
        .server
        .attacked(HIDDEN, MISS)
        .caller(Caller::new("a token").authorization("Bearer guess"))
        .caller(Caller::new("a password").authorization("Basic YWxpY2U6Z3Vlc3M="))
        .caller(Caller::new("a key").with("X-API-Key", "guess"));
    is_hidden(&attack.pairs(0).samples(40).run().unwrap(), "429");
}
