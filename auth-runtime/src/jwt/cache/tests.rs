use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::{Remembered, TokenCache, remembering};
use crate::clock::Clock;
use crate::identity::{AuthenticationError, Failure, Identity};
use crate::jwt::claims::{Profile, Rules};
use crate::jwt::verifier::{Judge, KeySet, VerifyingKey};
use crate::jwt::wanted::Wanted;
use crate::jwt::{Algorithm, Key};
use crate::testing::{TestClock, TestIssuer};

const NOW: u64 = 1_790_000_000;
const SECRET: [u8; 32] = [7; 32];

struct Bench {
    judge: Judge,
    keys: KeySet,
    clock: TestClock,
}

impl Bench {
    fn new(cache: Option<TokenCache>) -> Self {
        let (clock, mut problems) = (TestClock::at(NOW), Vec::new());
        let judge = Judge {
            rules: rules(),
            longest_token: 2000,
            clock: Arc::new(clock.clone()),
            remembered: remembering(cache, &mut problems),
        };
        assert_eq!(problems, [""; 0]);
        Self {
            judge,
            keys: KeySet::fixed(vec![key(1)]),
            clock,
        }
    }

    fn verify(&self, token: &str) -> Result<Identity, AuthenticationError> {
        self.judge.identify(&self.keys, token)
    }

    fn recall(&self, token: &str) -> Option<Result<Identity, AuthenticationError>> {
        self.judge.recall(&self.keys, token.as_bytes())
    }

    fn remembers(&self, token: &str) -> bool {
        matches!(self.recall(token), Some(Ok(_)))
    }
}

fn rules() -> Rules {
    let wanted = Wanted {
        any_audience: true,
        ..Wanted::default()
    };
    wanted.rules(Profile::Jwt, &mut Vec::new())
}

/// The same key, as one that is another.
#[expect(clippy::unwrap_used, reason = "how a test fails")]
fn key(name: u8) -> VerifyingKey {
    let loaded = Key::secret(Algorithm::HS256, SECRET).loaded.unwrap();
    VerifyingKey {
        kid: None,
        algorithm: loaded.algorithm,
        material: loaded.material,
        fingerprint: [name; 32],
        usual_header: OnceLock::new(),
    }
}

fn token(subject: &str) -> String {
    let issuer = TestIssuer::with_secret(SECRET);
    issuer.token(subject).claim("exp", NOW + 1000).mint()
}

#[test]
fn a_good_token_is_remembered_and_no_other() {
    let bench = Bench::new(Some(TokenCache::new()));
    let (good, forged) = (token("alice"), format!("{}A", token("alice")));
    assert!(bench.recall(&good).is_none());
    assert!(bench.verify(&good).is_ok());
    assert_eq!(bench.recall(&good).unwrap().unwrap().subject(), "alice");
    assert!(bench.verify(&forged).is_err());
    assert!(bench.recall(&forged).is_none());
    assert!(bench.recall(&token("bob")).is_none());
}

#[test]
fn without_a_cache_nothing_is_remembered() {
    let bench = Bench::new(None);
    assert!(bench.verify(&token("alice")).is_ok());
    assert!(bench.recall(&token("alice")).is_none());
}

#[test]
fn what_is_refused_for_the_time_is_not_remembered() {
    let bench = Bench::new(Some(TokenCache::new()));
    let issuer = TestIssuer::with_secret(SECRET);
    let early = issuer
        .token("alice")
        .claim("exp", NOW + 1000)
        .claim("nbf", NOW + 10)
        .mint();
    let late = issuer.token("alice").claim("exp", NOW).mint();
    for token in [&early, &late] {
        assert!(bench.verify(token).is_err());
        assert!(bench.recall(token).is_none());
    }
    bench.clock.advance(Duration::from_secs(9));
    assert!(bench.verify(&early).is_err());
    bench.clock.advance(Duration::from_secs(1));
    assert!(bench.verify(&early).is_ok());
    assert!(bench.remembers(&early));
}

#[test]
fn it_expires_to_the_second_and_is_forgotten_then() {
    let bench = Bench::new(Some(TokenCache::new().age(Duration::from_secs(3600))));
    let token = token("alice");
    assert!(bench.verify(&token).is_ok());
    bench.clock.advance(Duration::from_secs(999));
    assert!(bench.remembers(&token));
    bench.clock.advance(Duration::from_secs(1));
    let expired = bench.recall(&token).unwrap().unwrap_err();
    assert!(matches!(expired.0, Failure::Expired));
    assert!(bench.recall(&token).is_none());
}

#[test]
fn after_its_age_it_is_verified_anew() {
    let bench = Bench::new(Some(TokenCache::new().age(Duration::from_secs(60))));
    let token = token("alice");
    assert!(bench.verify(&token).is_ok());
    bench.clock.advance(Duration::from_secs(59));
    assert!(bench.remembers(&token));
    bench.clock.advance(Duration::from_secs(1));
    assert!(bench.recall(&token).is_none());
    assert!(bench.verify(&token).is_ok());
    assert!(bench.remembers(&token));
}

/// It says nothing then about how old the entry is, and nothing good about `nbf`.
#[test]
fn a_clock_before_the_entry_has_it_verified_anew() {
    let mut bench = Bench::new(Some(TokenCache::new()));
    let token = token("alice");
    assert!(bench.verify(&token).is_ok());
    bench.judge.clock = Arc::new(TestClock::at(NOW - 1)) as Arc<dyn Clock>;
    assert!(bench.recall(&token).is_none());
    bench.judge.clock = Arc::new(|| std::time::SystemTime::UNIX_EPOCH - Duration::from_secs(1));
    assert!(bench.recall(&token).is_none());
}

#[test]
fn a_token_is_remembered_as_long_as_its_key_is_one_of_ours() {
    let mut bench = Bench::new(Some(TokenCache::new()));
    let token = token("alice");
    assert!(bench.verify(&token).is_ok());
    // The next set has it still, and others.
    bench.keys = KeySet {
        keys: vec![key(2), key(1)],
        generation: 1,
    };
    assert!(bench.remembers(&token));
    assert!(bench.remembers(&token));
    // And the one after that does not.
    bench.keys = KeySet {
        keys: vec![key(2)],
        generation: 2,
    };
    assert!(bench.recall(&token).is_none());
    // Nor does it come back with the key: it is forgotten.
    bench.keys = KeySet {
        keys: vec![key(1)],
        generation: 3,
    };
    assert!(bench.recall(&token).is_none());
}

/// However often it was looked for, and whichever set had its key since.
#[test]
fn looking_for_it_makes_it_no_younger() {
    let mut bench = Bench::new(Some(TokenCache::new().age(Duration::from_secs(60))));
    let token = token("alice");
    assert!(bench.verify(&token).is_ok());
    bench.clock.advance(Duration::from_secs(50));
    bench.keys = KeySet {
        keys: vec![key(1)],
        generation: 1,
    };
    assert!(bench.remembers(&token));
    bench.clock.advance(Duration::from_secs(10));
    assert!(bench.recall(&token).is_none());
}

/// The header that a key's tokens usually have lets in no other one.
#[test]
fn a_usual_header_speaks_for_itself_alone() {
    let issuer = TestIssuer::with_secret(SECRET);
    let token = || issuer.token("alice").claim("exp", NOW + 1000);
    for learnt in [token().mint(), token().header("x", "y").mint()] {
        let bench = Bench::new(None);
        assert!(bench.verify(&learnt).is_ok());
        assert!(bench.keys.keys[0].usual_header.get().is_some());
        for good in [token(), token().header("x", "y"), token().header("x", "z")] {
            assert!(bench.verify(&good.mint()).is_ok());
        }
        for bad in [
            token().header("typ", "dpop+jwt"),
            token().header("crit", "x"),
            token().header("alg", "none"),
            token().signed_with_another_key(),
        ] {
            assert!(bench.verify(&bad.mint()).is_err());
        }
        let (header, rest) = learnt.split_once('.').unwrap();
        for bad in [format!("{header}{rest}"), format!("{header}A.{rest}")] {
            assert!(bench.verify(&bad).is_err());
        }
    }
}

#[test]
fn a_longer_token_than_may_be_is_not_looked_for() {
    let mut bench = Bench::new(Some(TokenCache::new()));
    let token = token("alice");
    assert!(bench.verify(&token).is_ok());
    bench.judge.longest_token = token.len() - 1;
    assert!(bench.recall(&token).is_none());
    assert!(bench.verify(&token).is_err());
}

#[test]
fn many_tokens_take_no_more_room_than_there_is() {
    let bench = Bench::new(Some(TokenCache::new().entries(100)));
    let tokens: Vec<_> = (0..1000).map(|name| token(&name.to_string())).collect();
    for token in &tokens {
        assert!(bench.verify(token).is_ok());
    }
    let remembered = tokens.iter().filter(|token| bench.remembers(token)).count();
    assert!((50..=100).contains(&remembered), "{remembered}");
}

#[test]
fn settings_that_remember_nothing_or_for_too_long_are_problems() {
    for (cache, problem) in [
        (
            TokenCache::new().age(Duration::from_millis(999)),
            "for no time",
        ),
        (TokenCache::new().entries(0), "in no room"),
        (TokenCache::new().bytes(0), "in no room"),
        (
            TokenCache::new().age(Duration::from_secs(3601)),
            "at most 3600s",
        ),
    ] {
        let mut problems = Vec::new();
        let none: Option<Remembered> = remembering(Some(cache), &mut problems);
        assert!(none.is_none());
        assert!(
            problems.len() == 1 && problems[0].contains(problem),
            "{problems:?}"
        );
    }
}
