//! Whatever a client writes, it comes from where it comes.

use actix_web::rt::System;
use actix_web::{App, get};
use auth_runtime::allow_anonymous;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::app::{TestApp, get, start};
use crate::kit::{OUTSIDE, PROXY, builder, from, issuer, office};

#[get("/door")]
#[allow_anonymous]
async fn door() -> &'static str {
    "in"
}

async fn app(trusts_proxies: bool) -> TestApp {
    let mut auth = builder(&issuer()).networks(office());
    if trusts_proxies {
        auth = auth.trusted_proxies(["10.0.7.0/24", "2001:db8:7::/48"]);
    }
    let auth = auth.build().unwrap();
    start(App::new().configure(auth.install()).service(door)).await
}

/// Who stands at an address. The model asks nothing else of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Inside,
    Outside,
    /// In an accepted network.
    Proxy,
}

/// How an address is written.
#[derive(Debug, Clone, Copy)]
struct Address {
    who: Who,
    is_v6: bool,
    host: u8,
}

impl Address {
    fn text(self, mapped: bool) -> String {
        let host = self.host;
        match (self.who, self.is_v6) {
            (who, false) => {
                let network = match who {
                    Who::Inside => "192.0.2",
                    Who::Outside => "203.0.113",
                    Who::Proxy => "10.0.7",
                };
                let clothes = if mapped { "::ffff:" } else { "" };
                format!("{clothes}{network}.{host}")
            }
            (Who::Inside, true) => format!("2001:db8:1:{host:x}::1"),
            (Who::Outside, true) => format!("2001:db8:2:{host:x}::1"),
            (Who::Proxy, true) => format!("2001:db8:7:{host:x}::1"),
        }
    }
}

fn address() -> impl Strategy<Value = Address> {
    let who = prop_oneof![Just(Who::Inside), Just(Who::Outside), Just(Who::Proxy)];
    (who, any::<bool>(), any::<u8>()).prop_map(|(who, is_v6, host)| Address { who, is_v6, host })
}

/// What stands between two commas: an address in one of its forms, or none.
fn entry() -> impl Strategy<Value = (Option<Who>, String)> {
    let written = (address(), any::<bool>(), any::<bool>()).prop_map(|(address, mapped, port)| {
        let text = address.text(mapped);
        let text = match (port, text.contains(':')) {
            (false, _) => text,
            (true, false) => format!("{text}:443"),
            (true, true) => format!("[{text}]:443"),
        };
        (Some(address.who), text)
    });
    let garbage = prop::sample::select(vec![
        "",
        "unknown",
        "_hidden",
        "999.0.2.1",
        "192.0.2.7/24",
        "192.0.2.7 x",
        "192.0.2.07",
        "for=192.0.2.7",
        "192.0.2.7;192.0.2.8",
        "[192.0.2.7]",
        "localhost",
        "0x7f.1",
        "2001:db8:1",
    ]);
    prop_oneof![
        4 => written,
        1 => garbage.prop_map(|text| (None, text.to_owned())),
    ]
}

/// Whether the request comes from inside, as the rule is told in words: go from the connection back,
/// past proxies; whoever comes first that is no proxy is the client. Where nobody does, or somebody
/// cannot be read, there is none.
fn comes_from_inside(trusts: bool, peer: Option<Who>, chain: &[Option<Who>]) -> bool {
    if !trusts {
        // Proxies are machines like others, in a network that is accepted.
        return matches!(peer, Some(Who::Inside | Who::Proxy));
    }
    let peer = peer.unwrap_or(Who::Proxy);
    let back = [Some(peer)].into_iter().chain(chain.iter().rev().copied());
    let client = back.into_iter().find(|it| *it != Some(Who::Proxy));
    client.flatten() == Some(Who::Inside)
}

/// Fields that proxies of others set, and that nobody here reads.
const OTHERS: [&str; 7] = [
    "forwarded",
    "x-real-ip",
    "x-client-ip",
    "true-client-ip",
    "cf-connecting-ip",
    "x-forwarded",
    "x-cluster-client-ip",
];

#[test]
fn who_comes_in_is_who_the_rule_lets_in() {
    let system = System::new();
    let apps = [false, true].map(|trusts| system.block_on(app(trusts)));
    let peer = prop::option::weighted(0.9, (address(), any::<bool>()));
    proptest!(ProptestConfig::with_cases(1024), |(
        trusts in any::<bool>(),
        peer in peer,
        fields in vec(vec(entry(), 1..4), 0..4),
        others in vec((prop::sample::select(OTHERS.to_vec()), entry()), 0..3),
    )| {
        let text = peer.map(|(peer, mapped)| peer.text(mapped)).unwrap_or_default();
        let mut request = from(&text, get("/door"));
        for field in &fields {
            let texts: Vec<_> = field.iter().map(|(_, text)| text.as_str()).collect();
            request = request.header("X-Forwarded-For", &texts.join(", "));
        }
        for (name, (_, text)) in &others {
            request = request.header(name, text);
        }
        let chain: Vec<_> = fields.iter().flatten().map(|(who, _)| *who).collect();
        let expected = comes_from_inside(trusts, peer.map(|(peer, _)| peer.who), &chain);
        let status = system.block_on(request.status(&apps[usize::from(trusts)]));
        prop_assert_eq!(status, if expected { 200 } else { 403 });
    });
}

#[test]
fn nothing_that_a_client_outside_writes_lets_it_in() {
    let system = System::new();
    let apps = [false, true].map(|trusts| system.block_on(app(trusts)));
    let text = || {
        prop_oneof![
            "[ -~]{0,60}",
            "[0-9a-f.:, \\[\\]]{0,60}",
            "(192\\.0\\.2\\.[0-9]{1,2}|10\\.0\\.7\\.2|for=|;|,|\"| |::ffff:|/24){0,8}",
        ]
    };
    let names = || prop::sample::select([&OTHERS[..], &["x-forwarded-for"]].concat());
    proptest!(ProptestConfig::with_cases(1024), |(
        trusts in any::<bool>(),
        fields in vec((names(), text()), 0..5),
        last in text(),
    )| {
        let made_up = |peer| fields.iter().fold(from(peer, get("/door")), |request, (name, text)| {
            request.header(name, text)
        });
        let app = &apps[usize::from(trusts)];
        let direct = made_up(OUTSIDE).header("x-forwarded-for", &last);
        prop_assert_eq!(system.block_on(direct.status(app)), 403);
        // A proxy extends the field, on its line or on one of its own.
        for appended in [OUTSIDE.to_owned(), format!("{last}, {OUTSIDE}")] {
            let behind = made_up(PROXY).header("x-forwarded-for", &appended);
            let behind = system.block_on(behind.status(&apps[1]));
            prop_assert_eq!(behind, 403);
        }
    });
}
