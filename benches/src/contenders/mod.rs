//! The apps: one for each way to guard, of the same shape.
//!
//! A handler for everybody, and a scope `/api` with a guarded `GET` and a guarded `POST` that takes 64 KiB of JSON.

mod attributes;
mod bare;
mod body;
#[cfg(feature = "peers")]
mod grants;
mod hand;
mod hand_cache;
#[cfg(feature = "peers")]
mod httpauth;
mod verifier;

use std::sync::Arc;

use actix_web::web::ServiceConfig;

use crate::keys::Keys;
use crate::scenario::Scenario;

/// What the floor is, what people write, the peers, and the attributes.
pub const CONTENDERS: &[&str] = &[
    "bare",
    "hand",
    "hand_cache",
    #[cfg(feature = "peers")]
    "httpauth",
    #[cfg(feature = "peers")]
    "grants",
    "attributes_uncached",
    "attributes",
];

/// Puts a contender into an app, in each worker again.
pub type Configure = Arc<dyn Fn(&mut ServiceConfig) + Send + Sync>;

/// The contender of this name, verifying with these keys.
pub fn named(name: &str, keys: &Keys) -> Configure {
    match name {
        "bare" => Arc::new(bare::configure),
        "hand" => hand::contender(keys),
        "hand_cache" => hand_cache::contender(keys),
        #[cfg(feature = "peers")]
        "httpauth" => httpauth::contender(keys),
        #[cfg(feature = "peers")]
        "grants" => grants::contender(keys),
        "attributes" => attributes::contender(keys, true),
        "attributes_uncached" => attributes::contender(keys, false),
        other => panic!("no contender {other}: choose one of {CONTENDERS:?}"),
    }
}

/// Whether a contender has a handler for this scenario.
pub fn answers(name: &str, scenario: Scenario) -> bool {
    scenario != Scenario::Hidden || name.starts_with("attributes")
}
