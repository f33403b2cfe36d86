//! The same guard with the tokens that it has verified kept, whole, until they expire.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use actix_web::dev::Payload;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{FromRequest, HttpRequest, get, post};
use quick_cache::sync::Cache;

use super::Configure;
use super::bare::public;
use super::body::{self, ANSWER, Names};
use super::hand::{Refusal, bearer};
use super::verifier::{Claims, Verifier};
use crate::keys::Keys;

/// How many tokens are kept.
const SIZE: usize = 10_000;

struct CachingVerifier {
    verifier: Verifier,
    verified: Cache<String, Arc<Claims>>,
}

impl CachingVerifier {
    fn verify(&self, token: &str) -> Option<Arc<Claims>> {
        if let Some(claims) = self.verified.get(token) {
            return (claims.exp > now()).then_some(claims);
        }
        let claims = Arc::new(self.verifier.verify(token)?);
        self.verified.insert(token.to_owned(), claims.clone());
        Some(claims)
    }
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(u64::MAX, |it| it.as_secs())
}

/// A caller with the role.
struct Admin(Arc<Claims>);

impl FromRequest for Admin {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(admitted(request))
    }
}

fn admitted(request: &HttpRequest) -> Result<Admin, Refusal> {
    let verifier: &Data<CachingVerifier> = request.app_data().ok_or(Refusal::Unconfigured)?;
    let token = bearer(request).ok_or(Refusal::Unauthenticated)?;
    let claims = verifier.verify(token).ok_or(Refusal::Unauthenticated)?;
    if claims.may_enter() {
        Ok(Admin(claims))
    } else {
        Err(Refusal::Forbidden)
    }
}

#[get("/guarded")]
async fn guarded(caller: Admin) -> &'static str {
    std::hint::black_box(&caller.0);
    ANSWER
}

#[post("/names")]
async fn names(_: Admin, names: Names) -> &'static str {
    body::answer(&names)
}

pub(super) fn contender(keys: &Keys) -> Configure {
    let verifier = Data::new(CachingVerifier {
        verifier: Verifier::new(keys),
        verified: Cache::new(SIZE),
    });
    Arc::new(move |config: &mut ServiceConfig| {
        config
            .app_data(verifier.clone())
            .service(public)
            .service(web::scope("/api").service(guarded).service(names));
    })
}
