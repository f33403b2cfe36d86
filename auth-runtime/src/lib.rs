#![doc = include_str!("../README.md")]

#[cfg(test)]
extern crate self as auth_runtime;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod audit;
mod auth;
mod authorize;
#[cfg(any(
    feature = "api_key",
    feature = "aws_lc_rs",
    feature = "basic",
    feature = "rust_crypto"
))]
mod bounded;
mod challenge;
mod clock;
mod condition;
mod credential;
mod decision;
mod extract;
#[cfg(all(
    any(feature = "jwks", feature = "introspection"),
    any(feature = "aws_lc_rs", feature = "rust_crypto")
))]
mod fetch;
mod guard;
mod head;
mod identity;
#[cfg(all(
    feature = "introspection",
    any(feature = "aws_lc_rs", feature = "rust_crypto")
))]
pub mod introspection;
mod inventory;
mod json;
mod matrix;
mod metadata;
#[cfg(feature = "networks")]
mod network;
mod notice;
mod obstacle;
mod policy;
mod record;
mod response;
#[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
mod revocation;
mod route;
mod scheme;
mod scheme_macros;
#[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
mod sha256;
mod store;
#[cfg(feature = "throttle")]
mod throttle;
mod vocabulary;

#[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
pub mod jwt;
#[cfg(all(
    feature = "testing",
    any(feature = "aws_lc_rs", feature = "rust_crypto")
))]
pub mod testing;

#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/errors.md")]
pub mod compile_errors {}

pub use auth_macros::{
    Permission, Role, Scope, access_control, allow_anonymous, require_auth, require_condition,
    require_owner, require_permission, require_role, require_scope, require_tenant,
};
/// Route attributes of actix-web's names and syntax, for handlers that declare their access.
pub use auth_macros::{
    connect, delete, get, head, options, patch, post, put, query, route, routes, trace,
};

pub use auth::{Auth, AuthBuilder, BuildError, resource};
pub use clock::Clock;
pub use condition::{Condition, ConditionFn, IntoVerdict, Judgement, Reason, Verdict};
pub use head::FromHead;
pub use identity::{AuthenticationError, Authenticator, ClaimsError, Identity, Verification};
pub use inventory::declared_handlers;
pub use matrix::{AccessMatrix, AccessRow, Answer, access_matrix};
pub use metadata::{ProtectedResource, ResourceMetadata};
#[cfg(feature = "networks")]
pub use network::{ClientAddress, Networks, NetworksError};
pub use notice::AuthenticationInfo;
pub use obstacle::AuthorizationError;
pub use policy::{
    Access, Authentication, ConditionRef, Name, Place, Privilege, RecordRef, Requirement, Route,
    Rule, Scheme, StepUp,
};
pub use record::{Action, Authorized, Read, Record, Write};
pub use response::{Bodies, Body, BodyError, Refusal, RefusalError, Required};
#[cfg(any(feature = "aws_lc_rs", feature = "rust_crypto"))]
pub use revocation::{RevocableToken, RevocationList, Revocations};
pub use route::{DeclaredAccess, GuardedHandler, GuardedRoute};
pub use scheme::BearerToken;
#[cfg(feature = "api_key")]
pub use scheme::api_key;
#[cfg(feature = "basic")]
pub use scheme::basic;
#[cfg(feature = "digest")]
pub use scheme::digest;
#[cfg(all(feature = "dpop", any(feature = "aws_lc_rs", feature = "rust_crypto")))]
pub use scheme::dpop;
#[cfg(feature = "session")]
pub use scheme::session;
#[cfg(feature = "redis")]
pub use store::RedisStore;
pub use store::{Count, MemoryStore, Store, StoreAnswer, StoreError};
#[cfg(feature = "throttle")]
pub use throttle::{LoginAttempt, Throttle};
pub use vocabulary::{Named, PermissionName, RoleName, ScopeName, Term, Vocabulary};
