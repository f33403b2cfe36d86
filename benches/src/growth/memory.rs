//! What stays in memory of distinct tokens, and of clients that failed.

use std::fs;
use std::time::Instant;

use actix_http::Request;
use auth_runtime::jwt::TokenCache;
use auth_runtime::{Auth, AuthBuilder, Throttle};
use serde_json::json;

use super::drive::measured_requests;
use super::minted::{Issuer, forged};
use super::rig::{Rig, auth, presenting};
use super::throttled::from;

const MIB: usize = 1 << 20;

/// Presents 1,000 things, 10,000 and so on, and says after each how much memory the process has.
pub fn fill(what: &str, most: usize) {
    let issuer = Issuer::new();
    let bearer = |jwt| Auth::builder().bearer(jwt);
    // So many entries that only the bytes bound them.
    let of_bytes = |mib: usize| TokenCache::new().entries(mib * 4096).bytes(mib * MIB);
    let token = |number| one(&issuer.token(number));
    match what {
        "tokens" => present(16 * MIB, most, bearer(issuer.jwt()), token),
        "tokens, 64 MiB" => {
            present(
                64 * MIB,
                most,
                bearer(issuer.jwt().cache(of_bytes(64))),
                token,
            );
        }
        "tokens of 100 roles, 64 MiB" => {
            let roles: Vec<_> = (0..99).map(|role| format!("r{role:03}")).collect();
            let roles = [&roles[..], &["admin".into()]].concat();
            let token = |number| {
                let subject = format!("user-{number:08}");
                one(&issuer.token_with(&json!({"sub": subject, "roles": roles})))
            };
            present(
                64 * MIB,
                most,
                bearer(issuer.jwt().cache(of_bytes(64))),
                token,
            );
        }
        "failing clients" => {
            let bad = forged(&issuer.token(0));
            let builder = bearer(issuer.jwt()).throttle(Throttle::new());
            // What `MemoryStore` says of itself.
            present(40_000_000, most, builder, |number| from(number, &bad));
        }
        other => panic!("nothing called {other} can fill the memory"),
    }
}

fn one(token: &String) -> Request {
    presenting(std::slice::from_ref(token))(0)
}

fn present(bound: usize, most: usize, builder: AuthBuilder, request: impl Fn(usize) -> Request) {
    let rig = Rig::new();
    let app = rig.app(&auth(builder));
    // What a server makes once is made here.
    measured_requests(&rig.runner, &app, &|_| request(0), 1_000);
    let empty = resident();
    let (mut sent, mut next) = (1, 1_000);
    while next <= most {
        let began = Instant::now();
        let status = measured_requests(
            &rig.runner,
            &app,
            &|number| request(sent + number),
            next - sent,
        );
        let nanoseconds = began.elapsed().as_nanos() / (next - sent) as u128;
        let line = json!({
            "n": next,
            "status": status.as_u16(),
            "bound": bound,
            "resident": resident().saturating_sub(empty),
            "nanoseconds": u64::try_from(nanoseconds).unwrap_or(u64::MAX),
        });
        println!("{line}");
        (sent, next) = (next, next * 10);
    }
}

/// Bytes of memory that the process has, where the system is Linux.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("only Linux says it");
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    let kib: usize = number
        .and_then(|it| it.parse().ok())
        .expect("a number of KiB");
    kib * 1024
}
