//! Two servers, two processes, one Redis.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::thread;
use std::time::SystemTime;

use auth_runtime::testing::{TestIssuer, TestToken};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tests::foreign::Running;

use crate::one_client::ask;
use crate::prover::Prover;
use crate::redis::{Redis, eventually};

/// A server in a process of its own.
struct Machine {
    address: SocketAddr,
    process: Running,
}

impl Machine {
    fn start(redis: &Redis) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_machine"));
        command.arg(redis.url());
        let mut process = Running::start(command.stdin(Stdio::piped()).stdout(Stdio::piped()));
        let out = process.child().stdout.take().expect("its output");
        let mut line = String::new();
        BufReader::new(out)
            .read_line(&mut line)
            .expect("its address");
        let address = line.trim().parse().expect("its address");
        Self { address, process }
    }

    fn is_alive(&mut self) -> bool {
        self.process
            .child()
            .try_wait()
            .expect("a process")
            .is_none()
    }

    /// The whole answer; the test has failed when there is none in time.
    fn get(&self, path: &str, fields: &str) -> String {
        ask(self.address, &format!("GET {path}"), fields)
    }

    fn status(&self, path: &str, fields: &str) -> String {
        self.get(path, fields)[9..12].to_owned()
    }

    /// The status for `ada` with this password, from this address.
    fn login(&self, from: &str, password: &str) -> String {
        self.status("/private", &credentials(from, password))
    }

    fn claim(&self, mark: &str) -> String {
        let answer = self.get(&format!("/claim/{mark}"), "");
        let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
        body.to_owned()
    }
}

fn credentials(from: &str, password: &str) -> String {
    let encoded = STANDARD.encode(format!("ada:{password}"));
    format!("X-Forwarded-For: {from}\r\nAuthorization: Basic {encoded}\r\n")
}

fn two_machines() -> Option<(Redis, [Machine; 2])> {
    let redis = Redis::start(&[])?;
    let machines = [Machine::start(&redis), Machine::start(&redis)];
    Some((redis, machines))
}

#[test]
fn failures_are_counted_across_machines() {
    let Some((_redis, [one, other])) = two_machines() else {
        return;
    };
    assert_eq!(one.login("192.0.2.1", "right"), "200");
    for machine in [&one, &other, &one, &other] {
        assert_eq!(machine.login("192.0.2.1", "wrong"), "401");
    }
    for machine in [&one, &other] {
        let answer = machine.get("/private", &credentials("192.0.2.1", "right"));
        assert!(answer.starts_with("HTTP/1.1 429 "), "{answer}");
        assert!(
            answer.contains("\r\ncache-control: no-store\r\n"),
            "{answer}"
        );
        let after = answer.split_once("\r\nretry-after: ").expect("a field").1;
        let after = after.split_once("\r\n").expect("its end").0;
        let after: u64 = after.parse().expect("seconds");
        assert!((1..=60).contains(&after), "{after}");
        assert_eq!(machine.login("192.0.2.2", "right"), "200");
        assert_eq!(
            machine.status("/private", "X-Forwarded-For: 192.0.2.1\r\n"),
            "401"
        );
    }
}

#[test]
fn of_two_machines_one_gets_the_mark() {
    let Some((_redis, [one, other])) = two_machines() else {
        return;
    };
    assert_eq!(one.claim("a"), "first");
    assert_eq!(other.claim("a"), "again");
    assert_eq!(one.claim("a"), "again");
    let firsts: usize = thread::scope(|scope| {
        let claims = |machine: &Machine| {
            let firsts = (0..50).filter(|n| machine.claim(&format!("b{n}")) == "first");
            firsts.count()
        };
        let threads = [&one, &other, &one, &other].map(|it| scope.spawn(move || claims(it)));
        threads.map(|it| it.join().unwrap()).iter().sum()
    });
    assert_eq!(firsts, 50);
}

fn token() -> TestToken {
    TestIssuer::with_secret([7; 32])
        .token("ada")
        .claim("jti", "1")
}

#[test]
fn a_proof_that_one_machine_saw_is_used_up_on_the_other() {
    let Some((_redis, [one, other])) = two_machines() else {
        return;
    };
    let client = Prover::es256();
    let bound = serde_json::json!({"jkt": client.thumbprint()});
    let token = token().claim("cnf", bound).mint();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = now.expect("after 1970").as_secs();
    for (first, second) in [(&one, &other), (&other, &one)] {
        let proof = client.proof("GET", "https://api.example/bound", &token);
        let proof = proof.claim("iat", now).sign();
        let fields = format!("Authorization: DPoP {token}\r\nDPoP: {proof}\r\n");
        assert_eq!(first.status("/bound", &fields), "200");
        assert_eq!(second.status("/bound", &fields), "401");
    }
}

#[test]
fn a_token_that_was_revoked_on_one_machine_is_refused_on_the_other() {
    let Some((mut redis, [one, other])) = two_machines() else {
        return;
    };
    let fields = |token: TestToken| format!("Authorization: Bearer {}\r\n", token.mint());
    let (revoked, kept) = (fields(token()), fields(token().claim("jti", "2")));
    for machine in [&one, &other] {
        assert_eq!(machine.status("/token", &revoked), "200");
    }
    let answer = ask(one.address, "POST /logout", &revoked);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    for machine in [&one, &other] {
        assert_eq!(machine.status("/token", &revoked), "401");
        assert_eq!(machine.status("/token", &kept), "200");
    }
    redis.kill();
    for fields in [&revoked, &kept] {
        assert_eq!(other.status("/token", fields), "503");
    }
    let answer = ask(one.address, "POST /logout", &kept);
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
}

/// Nothing opens: no credential passes, a mark is not claimed, and what needs no store is served.
fn is_closed(machine: &Machine) {
    for password in ["right", "wrong"] {
        let answer = machine.get("/private", &credentials("192.0.2.9", password));
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
        assert!(!answer.contains("www-authenticate"), "{answer}");
    }
    assert_eq!(
        machine.status("/private", "Authorization: Basic ?\r\n"),
        "503"
    );
    assert_eq!(
        machine.status("/nowhere", &credentials("192.0.2.9", "right")),
        "503"
    );
    assert!(machine.claim("c").starts_with("the store cannot answer"));
    assert_eq!(machine.status("/private", ""), "401");
    assert_eq!(machine.status("/open", ""), "200");
}

#[test]
fn without_redis_nothing_opens_and_with_it_everything_recovers() {
    let Some((mut redis, mut machines)) = two_machines() else {
        return;
    };
    for _ in 0..2 {
        for machine in &machines {
            assert_eq!(machine.login("192.0.2.1", "right"), "200");
        }
        redis.kill();
        machines.iter().for_each(is_closed);
        redis.restart();
        for machine in &machines {
            eventually("the machine recovers", || {
                machine.login("192.0.2.1", "right") == "200"
            });
            assert_eq!(machine.login("192.0.2.1", "wrong"), "401");
        }
    }
    assert!(
        machines.iter_mut().all(Machine::is_alive),
        "the same processes"
    );
}

#[test]
fn a_redis_that_hangs_is_as_good_as_none() {
    let Some((mut redis, machines)) = two_machines() else {
        return;
    };
    for machine in &machines {
        assert_eq!(machine.login("192.0.2.1", "right"), "200");
    }
    redis.hang();
    machines.iter().for_each(is_closed);
    redis.go_on();
    for machine in &machines {
        eventually("the machine recovers", || {
            machine.login("192.0.2.1", "right") == "200"
        });
    }
}

#[test]
fn machines_start_before_redis_does() {
    let Some(mut redis) = Redis::start(&[]) else {
        return;
    };
    redis.kill();
    let machine = Machine::start(&redis);
    is_closed(&machine);
    redis.restart();
    eventually("the machine recovers", || {
        machine.login("192.0.2.1", "right") == "200"
    });
}
