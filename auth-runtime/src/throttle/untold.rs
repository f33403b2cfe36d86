//! What a scheme noted for the answer goes with an attempt that is not answered.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_web::http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, HttpRequest};

use crate::challenge::{Asking, Fields};
use crate::identity::{Identity, Verification};
use crate::notice::{AuthenticationInfo, note};
use crate::policy::Scheme;
use crate::scheme::{Parts, SchemeConfig, SchemeVerifier};
use crate::store::{Count, MemoryStore, Store, StoreAnswer, StoreError};
use crate::{Auth, Throttle};

const INFO: HeaderName = HeaderName::from_static("authentication-info");

/// Lets everybody in, and says so.
struct Talkative;

impl SchemeConfig for Talkative {
    fn build(self: Box<Self>, _: &Parts) -> Result<Box<dyn SchemeVerifier>, Vec<String>> {
        Ok(self)
    }
}

impl SchemeVerifier for Talkative {
    fn verify(&self, request: &HttpRequest, _: &[u8]) -> Verification {
        note(request, INFO, HeaderValue::from_static("rspauth=\"\""));
        Verification::now(Ok(Identity::new("ada")))
    }

    fn challenge(&self, _: &Asking<'_>, _: &mut Fields) {}
}

/// Counts by itself, as if other requests failed all the time, and fails itself in the end.
struct Rising(AtomicU32);

impl Store for Rising {
    fn get(&self, key: &str) -> StoreAnswer<Option<Vec<u8>>> {
        MemoryStore::new().get(key)
    }

    fn put(&self, key: &str, value: &[u8], keep: Duration) -> StoreAnswer<()> {
        MemoryStore::new().put(key, value, keep)
    }

    fn raise(&self, key: &str, number: u64, keep: Duration) -> StoreAnswer<u64> {
        MemoryStore::new().raise(key, number, keep)
    }

    fn claim(&self, key: &str, keep: Duration) -> StoreAnswer<bool> {
        MemoryStore::new().claim(key, keep)
    }

    fn count(&self, _: &str, _: u32, remaining: Duration) -> StoreAnswer<Count> {
        let total = self.0.fetch_add(1, Ordering::SeqCst);
        if total == 5 {
            return StoreAnswer::now(Err(StoreError::new("out of reach")));
        }
        StoreAnswer::now(Ok(Count { total, remaining }))
    }
}

/// The count is good before the verification. Behind it, it is too high, or there is none.
#[actix_web::test]
async fn whoever_is_not_let_in_after_all_is_not_told_that_the_guess_was_right() {
    for (start, failures, status, is_told) in
        [(0, 1, 429, false), (4, 9, 503, false), (0, 9, 404, true)]
    {
        let throttle = Throttle::new().per_client(failures, Duration::from_secs(60));
        let auth = Auth::builder()
            .given_scheme(Scheme::Digest, Talkative)
            .store(Rising(AtomicU32::new(start)))
            .throttle(throttle)
            .only_modules(["nothing"])
            .build()
            .expect("a configuration");
        let app = App::new()
            .wrap(AuthenticationInfo)
            .app_data(auth.clone())
            .default_service(auth.not_found());
        let app = init_service(app).await;
        let request = TestRequest::default().append_header((AUTHORIZATION, "Digest x"));
        let answer = call_service(&app, request.to_request()).await;
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers().contains_key(INFO), is_told);
    }
}
