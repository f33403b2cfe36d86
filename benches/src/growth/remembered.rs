//! API keys that are remembered instead of asked for, with room for 10,000. Passwords are remembered in the same way.

use std::time::Duration;

use actix_web::get;
use actix_web::http::header::{HeaderName, HeaderValue};
use auth_runtime::api_key::{ApiKey, ApiKeys, MemoryKeys};
use auth_runtime::{Auth, require_auth};

use super::rig::{Cell, Rig, auth_of, request};

#[get("/guarded")]
#[require_auth(scheme = "ApiKey")]
async fn with_key() -> &'static str {
    "done"
}

pub fn count(rig: &Rig) {
    for n in [1, 10, 100, 1_000, 10_000, 100_000] {
        let keys = MemoryKeys::new();
        let fields: Vec<_> = (0..n).map(|_| field(&keys)).collect();
        let build = |number: usize| {
            let name = HeaderName::from_static("x-api-key");
            let field = fields[number % n].clone();
            request().insert_header((name, field)).to_request()
        };
        for (series, seconds) in [("in turn", 300), ("in turn, none remembered", 0)] {
            let api_keys = ApiKeys::new(keys.clone()).remember_for(Duration::from_secs(seconds));
            let auth = auth_of(Auth::builder().api_keys(api_keys), module_path!());
            let app = rig.app_with(&auth, with_key);
            let cell = Cell {
                series,
                n,
                status: 200,
            };
            rig.requests(cell, &app, (&build, n), &build);
        }
    }
}

/// A new key that these know.
fn field(keys: &MemoryKeys) -> HeaderValue {
    let key = ApiKey::generate().expect("random bytes");
    let field = HeaderValue::try_from(key.text()).expect("a key is visible ASCII");
    keys.add(key.into_record());
    field
}
