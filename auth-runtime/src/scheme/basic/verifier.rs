//! Credentials → identity.

use std::sync::Arc;

use actix_web::HttpRequest;
use zeroize::Zeroizing;

use super::credentials;
use super::hash::HashError;
use super::passwords::Passwords;
use super::users::{User, UserStore};
use super::workers::Place;
use crate::challenge::{Asking, Challenge, Fields};
use crate::identity::{Answer, AuthenticationError, Failure, Verification};
use crate::scheme::cross_site::{Origin, is_misused};
use crate::scheme::remembered::{Remembered, Slot};
use crate::scheme::{SchemeVerifier, user_text};
use crate::store::{StoreAnswer, StoreError};

pub(super) struct Verifier {
    pub(super) users: Box<dyn UserStore>,
    pub(super) passwords: Passwords,
    /// Which passwords were found to match which hashes, unless none are remembered.
    pub(super) remembered: Option<Arc<Remembered<()>>>,
    pub(super) origins: Vec<Origin>,
}

impl Verifier {
    fn find(&self, name: &str) -> StoreAnswer<Option<User>> {
        if name.len() > user_text::LONGEST_NAME {
            return StoreAnswer::now(Ok(None));
        }
        self.users.find(name)
    }
}

impl SchemeVerifier for Verifier {
    /// Who sent the request is judged first: a page of another site learns nothing of the credential
    /// that the browser sends for it, and costs no hashing.
    fn verify(&self, request: &HttpRequest, credentials: &[u8]) -> Verification {
        if is_misused(request, &self.origins) {
            return Verification::now(Err(AuthenticationError(Failure::CrossSite)));
        }
        let credentials = match credentials::read(credentials) {
            Ok(credentials) => credentials,
            Err(error) => return Verification::now(Err(error)),
        };
        // Before the store is asked: who cannot be served must not cost it anything. And before it is
        // known whether the password is remembered: tried while all places are taken, one would cost
        // no hash and count as no failure.
        let Some(place) = self.passwords.place() else {
            return Verification::now(Err(AuthenticationError(Failure::Busy)));
        };
        let comparison = Comparison {
            passwords: self.passwords.clone(),
            remembered: self.remembered.clone(),
            password: credentials.password,
            place,
        };
        match self.find(&credentials.user).split() {
            Ok(found) => comparison.decide(found),
            Err(found) => Verification::later(async move {
                match comparison.decide(found.await).0 {
                    Answer::Now(answer) => answer,
                    Answer::Later(answer) => answer.await,
                }
            }),
        }
    }

    /// `realm` and `charset`, and nothing else (RFC 7617 §2, §2.1).
    fn challenge(&self, asking: &Asking<'_>, fields: &mut Fields) {
        let challenge = Challenge::new("Basic", asking.realm);
        fields.challenge(challenge.quoted("charset", "UTF-8"));
    }

    fn challenges_alike(&self) -> bool {
        true
    }

    fn account(&self, credentials: &[u8]) -> Option<String> {
        credentials::claimed_user(credentials)
    }
}

/// A password with a place, to be compared once its user is found.
struct Comparison {
    passwords: Passwords,
    remembered: Option<Arc<Remembered<()>>>,
    password: Zeroizing<String>,
    place: Place,
}

impl Comparison {
    fn decide(self, found: Result<Option<User>, StoreError>) -> Verification {
        let user = match found {
            Ok(user) => user,
            Err(error) => return Verification::now(Err(AuthenticationError::unavailable(error))),
        };
        let slot = self.slot(user.as_ref());
        match user {
            Some(user) if slot.as_ref().is_some_and(is_known) => {
                Verification::now(Ok(user.identity))
            }
            user => self.hash(user, slot),
        }
    }

    /// Where it is remembered that this password matches this very hash. A new salt makes another, so
    /// what was remembered of an old password is worth nothing.
    fn slot(&self, user: Option<&User>) -> Option<Slot<()>> {
        let remembered = self.remembered.as_ref()?;
        Some(remembered.slot(&[self.password.as_bytes(), user?.hash.as_bytes()]))
    }

    /// To its end also when the client hangs up: whoever could see by the silence that a password is
    /// not remembered would have tried it for free.
    fn hash(self, user: Option<User>, slot: Option<Slot<()>>) -> Verification {
        let hash = user.as_ref().map(|user| user.hash.clone());
        // Of requests that come together, the first one hashes for all.
        let waiting = slot.clone();
        let is_known = move || waiting.as_ref().is_some_and(is_known);
        let compared = tokio::spawn(async move {
            let (passwords, password) = (self.passwords, self.password);
            let hash = hash.as_deref();
            passwords
                .compare(self.place, password, hash, is_known)
                .await
        });
        Verification::later(async move {
            let compared = compared.await.unwrap_or(Err(HashError::panicked()));
            let matches = compared.map_err(AuthenticationError::broken)?;
            match user {
                Some(user) if matches => {
                    if let Some(slot) = slot {
                        slot.fill(());
                    }
                    Ok(user.identity)
                }
                Some(_) => Err(AuthenticationError::rejected("wrong_password")),
                None => Err(AuthenticationError::rejected("unknown_user")),
            }
        })
    }
}

fn is_known(slot: &Slot<()>) -> bool {
    slot.recall(|()| true).is_some()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::sync::{Arc, Mutex, mpsc};
    use std::time::{Duration, SystemTime};

    use actix_web::test::TestRequest;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use futures_util::FutureExt;

    use super::{Passwords, Verifier};
    use crate::clock::Clock;
    use crate::identity::{Answer, AuthenticationError, Failure, Identity};
    use crate::scheme::SchemeVerifier;
    use crate::scheme::basic::hash::Hash;
    use crate::scheme::basic::workers::Workers;
    use crate::scheme::basic::{User, UserStore, Users, hash_password};
    use crate::scheme::remembered::Remembered;
    use crate::store::{StoreAnswer, StoreError};

    fn verifier(users: impl UserStore, decoy: Hash) -> Verifier {
        Verifier {
            users: Box::new(users),
            passwords: Passwords::of(decoy, Workers::new(1, 1)),
            remembered: None,
            origins: Vec::new(),
        }
    }

    fn verify(verifier: &Verifier, user_pass: &str) -> Answer {
        let request = TestRequest::default().to_http_request();
        let credentials = format!(" {}", STANDARD.encode(user_pass));
        verifier.verify(&request, credentials.as_bytes()).0
    }

    async fn verified(
        verifier: &Verifier,
        user_pass: &str,
    ) -> Result<Identity, AuthenticationError> {
        match verify(verifier, user_pass) {
            Answer::Now(answer) => answer,
            Answer::Later(answer) => answer.await,
        }
    }

    /// `ada`, who is the only one there is, or the word for logs.
    fn told(answer: Result<Identity, AuthenticationError>) -> &'static str {
        match answer {
            Ok(who) if who.subject() == "ada" => "ada",
            Err(AuthenticationError(Failure::Rejected { code })) => code,
            Err(AuthenticationError(Failure::Busy)) => "busy",
            Err(AuthenticationError(Failure::Unavailable(_))) => "unavailable",
            other => panic!("{other:?}"),
        }
    }

    /// The answer, and whether it took a hash: that never comes at once.
    async fn asked(verifier: &Verifier, user_pass: &str) -> (&'static str, &'static str) {
        match verify(verifier, user_pass) {
            Answer::Now(answer) => (told(answer), "at once"),
            Answer::Later(answer) => (told(answer.await), "by a hash"),
        }
    }

    /// A decoy that cannot be computed shows that it is.
    #[actix_web::test]
    async fn a_user_who_does_not_exist_costs_a_hash() {
        let hash = hash_password("x").unwrap();
        let impossible = hash.replace("m=19456", "m=1");
        let (memory, _) = memory();
        for remembered in [None, Some(memory)] {
            let verifier = |users| Verifier {
                remembered: remembered.clone(),
                ..verifier(users, Hash::parse(&impossible).unwrap())
            };
            for _ in 0..2 {
                let error = verified(&verifier(Users::new()), "ada:x").await;
                let error = error.unwrap_err();
                assert!(matches!(error.0, Failure::Broken(_)), "{error:?}");
            }
            let ada = User::new(hash.clone(), Identity::new("ada"));
            let verifier = verifier(Users::new().with("ada", ada));
            assert!(verified(&verifier, "ada:x").await.is_ok());
        }
    }

    #[actix_web::test]
    async fn the_log_can_tell_who_is_unknown_and_what_is_wrong() {
        let ada = User::new(hash_password("y").unwrap(), Identity::new("ada"));
        for (users, word) in [
            (Users::new(), "unknown_user"),
            (Users::new().with("ada", ada), "wrong_password"),
        ] {
            let verifier = verifier(users, Hash::decoy().unwrap());
            let error = verified(&verifier, "ada:x").await.unwrap_err();
            assert!(matches!(error.0, Failure::Rejected { code } if code == word));
        }
    }

    /// What it was told last, of whomever it is asked for.
    #[derive(Clone)]
    struct Told(Arc<Mutex<Result<Option<User>, &'static str>>>);

    impl Told {
        fn of(user: User) -> Self {
            Self(Arc::new(Mutex::new(Ok(Some(user)))))
        }

        fn tell(&self, answer: Result<Option<User>, &'static str>) {
            *self.0.lock().unwrap() = answer;
        }
    }

    impl UserStore for Told {
        fn find(&self, _: &str) -> StoreAnswer<Option<User>> {
            StoreAnswer::now(self.0.lock().unwrap().clone().map_err(StoreError::new))
        }
    }

    /// Remembers for five minutes by the clock of which it gives the seconds.
    fn memory() -> (Arc<Remembered<()>>, Arc<AtomicU64>) {
        let time = Arc::new(AtomicU64::new(1_800_000_000));
        let told = time.clone();
        let now =
            move || SystemTime::UNIX_EPOCH + Duration::from_secs(told.load(Ordering::Relaxed));
        let clock: Arc<dyn Clock> = Arc::new(now);
        let memory = Remembered::new("passwords", Duration::from_secs(300), &clock);
        (memory.unwrap().unwrap(), time)
    }

    /// Ada with the password `x`: her store, her hash, and who remembers.
    struct Site {
        store: Told,
        hash: String,
        memory: Arc<Remembered<()>>,
        time: Arc<AtomicU64>,
        verifier: Verifier,
        workers: Workers,
    }

    fn site(workers: Workers) -> Site {
        let hash = hash_password("x").unwrap();
        let store = Told::of(User::new(hash.clone(), Identity::new("ada")));
        let (memory, time) = memory();
        let verifier = Verifier {
            users: Box::new(store.clone()),
            passwords: Passwords::of(Hash::decoy().unwrap(), workers.clone()),
            remembered: Some(memory.clone()),
            origins: Vec::new(),
        };
        Site {
            store,
            hash,
            memory,
            time,
            verifier,
            workers,
        }
    }

    impl Site {
        /// As if this had been found to be her password, right or wrong.
        fn plant(&self, password: &str) {
            let parts = [password.as_bytes(), self.hash.as_bytes()];
            self.memory.slot(&parts).fill(());
        }
    }

    #[actix_web::test]
    async fn a_password_is_hashed_once_and_a_wrong_one_each_time() {
        let Site { verifier, .. } = site(Workers::new(1, 1));
        assert_eq!(asked(&verifier, "ada:x").await, ("ada", "by a hash"));
        for _ in 0..2 {
            assert_eq!(asked(&verifier, "ada:x").await, ("ada", "at once"));
            for wrong in ["ada:y", "ada:", "ada:x ", "ada:X", "ada:xx"] {
                let expected = ("wrong_password", "by a hash");
                assert_eq!(asked(&verifier, wrong).await, expected, "{wrong}");
            }
        }
    }

    #[actix_web::test]
    async fn none_is_remembered_where_none_is_to_be() {
        let Site { mut verifier, .. } = site(Workers::new(1, 1));
        verifier.remembered = None;
        for _ in 0..2 {
            assert_eq!(asked(&verifier, "ada:x").await, ("ada", "by a hash"));
        }
    }

    /// A password that only the memory takes for hers shows whether it was asked.
    #[actix_web::test]
    async fn what_is_too_old_is_hashed_anew() {
        let site = site(Workers::new(1, 1));
        site.plant("y");
        site.time.fetch_add(299, Ordering::Relaxed);
        assert_eq!(asked(&site.verifier, "ada:y").await, ("ada", "at once"));
        site.time.fetch_add(1, Ordering::Relaxed);
        for _ in 0..2 {
            let answer = asked(&site.verifier, "ada:y").await;
            assert_eq!(answer, ("wrong_password", "by a hash"));
        }
    }

    #[actix_web::test]
    async fn a_clock_that_goes_back_has_it_hashed_anew() {
        let site = site(Workers::new(1, 1));
        site.plant("y");
        site.time.fetch_sub(1, Ordering::Relaxed);
        let answer = asked(&site.verifier, "ada:y").await;
        assert_eq!(answer, ("wrong_password", "by a hash"));
    }

    #[actix_web::test]
    async fn the_store_has_the_last_word() {
        let Site {
            store,
            hash,
            verifier,
            ..
        } = site(Workers::new(1, 1));
        assert_eq!(asked(&verifier, "ada:x").await, ("ada", "by a hash"));
        let editor = Identity::new("ada").with_roles(["editor"]);
        store.tell(Ok(Some(User::new(hash, editor.clone()))));
        let who = verified(&verifier, "ada:x").await.unwrap();
        assert!(who.has_role("editor"), "roles count at once");

        store.tell(Err("down"));
        let answer = asked(&verifier, "ada:x").await;
        assert_eq!(answer, ("unavailable", "at once"));
        store.tell(Ok(None));
        let answer = asked(&verifier, "ada:x").await;
        assert_eq!(answer, ("unknown_user", "by a hash"));

        let salted = hash_password("x").unwrap();
        store.tell(Ok(Some(User::new(salted, editor.clone()))));
        assert_eq!(asked(&verifier, "ada:x").await, ("ada", "by a hash"));
        assert_eq!(asked(&verifier, "ada:x").await, ("ada", "at once"));

        let changed = hash_password("y").unwrap();
        store.tell(Ok(Some(User::new(changed, editor))));
        let answer = asked(&verifier, "ada:x").await;
        assert_eq!(answer, ("wrong_password", "by a hash"));
        assert_eq!(asked(&verifier, "ada:y").await, ("ada", "by a hash"));
        assert_eq!(asked(&verifier, "ada:y").await, ("ada", "at once"));
    }

    #[actix_web::test]
    async fn a_store_that_takes_its_time_is_asked_each_time() {
        struct Slow(Told);
        impl UserStore for Slow {
            fn find(&self, name: &str) -> StoreAnswer<Option<User>> {
                let found = self.0.find(name);
                StoreAnswer::later(async move { found.wait().await })
            }
        }
        let mut site = site(Workers::new(1, 0));
        site.verifier.users = Box::new(Slow(site.store.clone()));
        site.plant("y");
        assert_eq!(told(verified(&site.verifier, "ada:y").await), "ada");
        site.store.tell(Ok(None));
        let answer = told(verified(&site.verifier, "ada:y").await);
        assert_eq!(answer, "unknown_user");
    }

    /// Otherwise passwords could be tried as fast as requests come, and none would count as a failure.
    #[actix_web::test]
    async fn without_a_place_nobody_learns_what_is_remembered() {
        let site = site(Workers::new(1, 0));
        site.plant("x");
        let place = site.workers.place().unwrap();
        for user_pass in ["ada:x", "ada:y"] {
            let answer = asked(&site.verifier, user_pass).await;
            assert_eq!(answer, ("busy", "at once"), "{user_pass}");
        }
        drop(place);
        assert_eq!(asked(&site.verifier, "ada:x").await, ("ada", "at once"));
        assert!(site.workers.place().is_some(), "and no place is kept");
    }

    /// One place is left, and no turn: whoever is remembered needs none, whoever is not waits, and has
    /// the place until it is hashed, there or not.
    #[actix_web::test]
    async fn a_guess_that_is_given_up_is_hashed_all_the_same() {
        let site = site(Workers::new(1, 1));
        site.plant("x");
        let (finish, wait) = mpsc::channel::<()>();
        let place = site.workers.place().unwrap();
        let mut working = Box::pin(site.workers.work(place, move || wait.recv()));
        assert!(working.as_mut().now_or_never().is_none());
        for _ in 0..3 {
            let Answer::Now(answer) = verify(&site.verifier, "ada:x") else {
                panic!("a password that is remembered waits for a turn");
            };
            assert_eq!(told(answer), "ada");
        }
        let Answer::Later(mut guess) = verify(&site.verifier, "ada:y") else {
            panic!("a wrong password was told at once");
        };
        assert!(guess.as_mut().now_or_never().is_none());
        drop(guess);
        actix_web::rt::task::yield_now().await;
        assert!(site.workers.place().is_none());
        finish.send(()).unwrap();
        working.await.unwrap().unwrap();
    }

    /// A password that only the memory takes for hers, once its turn has come.
    #[actix_web::test]
    async fn of_requests_that_come_together_one_hashes_for_all() {
        for (planted, expected) in [(true, "ada"), (false, "wrong_password")] {
            let site = site(Workers::new(1, 1));
            let (finish, wait) = mpsc::channel::<()>();
            let place = site.workers.place().unwrap();
            let mut working = Box::pin(site.workers.work(place, move || wait.recv()));
            assert!(working.as_mut().now_or_never().is_none());
            let Answer::Later(waiting) = verify(&site.verifier, "ada:y") else {
                panic!("it was told at once");
            };
            if planted {
                site.plant("y");
            }
            finish.send(()).unwrap();
            working.await.unwrap().unwrap();
            assert_eq!(told(waiting.await), expected);
        }
    }
}
