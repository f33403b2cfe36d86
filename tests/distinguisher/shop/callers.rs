//! Callers by every scheme of the shop: let in and not privileged, or not let in.

use std::time::Duration;

use auth_runtime::testing::TestClock;
use tests::distinguisher::Caller;

use super::door::Door;

/// How somebody comes to the door.
pub(super) struct Asking {
    pub(super) caller: fn(&Door, &TestClock) -> Caller,
    /// Whether it comes with a token that is good.
    pub(super) has_token: bool,
    /// Whether that counts as a failure.
    pub(super) fails: bool,
    /// Whether all probes are sent or some: a password takes long to verify.
    pub(super) every: usize,
}

const KNOWN: Asking = Asking {
    caller: |_, _| Caller::anonymous(),
    has_token: false,
    fails: false,
    every: 1,
};
const FAILING: Asking = Asking {
    fails: true,
    ..KNOWN
};

/// `alice:alice-demo`
const ALICE: &str = "Basic YWxpY2U6YWxpY2UtZGVtbw==";
/// `alice:guess`
const GUESS: &str = "Basic YWxpY2U6Z3Vlc3M=";
const DIGEST: &str = "Digest username=\"till\", realm=\"bookshop\", nonce=\"n\", uri=\"/elsewhere\", \
     algorithm=SHA-256, qop=auth, nc=00000001, cnonce=\"c\", \
     response=\"0000000000000000000000000000000000000000000000000000000000000000\"";

fn bearer(name: &str, token: &str) -> Caller {
    Caller::new(name).authorization(format!("Bearer {token}"))
}

/// A token whose signature is another's.
fn forged(door: &Door) -> String {
    let (alice, carol) = (door.token("alice"), door.token("carol"));
    let (claims, _) = carol.rsplit_once('.').unwrap();
    let (_, signature) = alice.rsplit_once('.').unwrap();
    format!("{claims}.{signature}")
}

pub(super) fn everybody() -> [Asking; 16] {
    [
        KNOWN,
        Asking {
            caller: |door, _| bearer("a customer", &door.token("alice")),
            has_token: true,
            ..KNOWN
        },
        Asking {
            caller: |door, _| bearer("an editor", &door.token("bob")),
            has_token: true,
            ..KNOWN
        },
        Asking {
            caller: |door, clock| {
                let token = door.token("carol");
                clock.advance(Duration::from_secs(60 * 60));
                bearer("an admin whose token expired", &token)
            },
            ..KNOWN
        },
        Asking {
            caller: |door, _| Caller::new("a session").with("Cookie", door.cookie("alice")),
            ..KNOWN
        },
        Asking {
            caller: |door, _| {
                Caller::new("a session of an admin").with("Cookie", door.cookie("carol"))
            },
            ..KNOWN
        },
        Asking {
            caller: |_, _| Caller::new("a made-up session").with("Cookie", "id=guess"),
            ..KNOWN
        },
        Asking {
            caller: |_, _| Caller::new("a password").authorization(ALICE),
            every: 10,
            ..KNOWN
        },
        Asking {
            caller: |_, _| Caller::new("a wrong password").authorization(GUESS),
            every: 10,
            ..FAILING
        },
        Asking {
            caller: |door, _| bearer("a forged token", &forged(door)),
            ..FAILING
        },
        Asking {
            caller: |_, _| bearer("no token", "guess"),
            ..FAILING
        },
        Asking {
            caller: |_, _| bearer("a malformed token", "a b"),
            ..FAILING
        },
        Asking {
            caller: |door, _| {
                let token = door.token("alice");
                bearer("two tokens", &token).authorization(format!("Bearer {token}"))
            },
            ..FAILING
        },
        Asking {
            caller: |door, _| {
                let token = door.token("alice");
                Caller::new("a token without its proof").authorization(format!("DPoP {token}"))
            },
            ..FAILING
        },
        Asking {
            caller: |_, _| Caller::new("a digest").authorization(DIGEST),
            ..FAILING
        },
        Asking {
            caller: |_, _| Caller::new("a wrong key").with("X-API-Key", "guess"),
            ..FAILING
        },
    ]
}
