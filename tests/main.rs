//! The behaviour of guarded handlers, a chapter per promise, through real actix-web apps.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails"
)]

mod app;
mod authenticators;
// Not `tests::events`: rustdoc, which reads these handlers, does not link the library to a test.
#[allow(
    dead_code,
    unreachable_pub,
    reason = "other targets use what this one does not"
)]
#[path = "kit/events.rs"]
mod events;
mod wire;

mod access_control;
mod access_matrix;
mod arguments;
mod challenges;
mod combinators;
mod conformance;
mod cors;
mod decide_before_extracting;
mod decide_on_the_wire;
mod drop_in_routes;
mod entitlements;
mod fails_closed;
mod features_add;
mod forbids;
mod handler_stays;
mod hides;
mod hides_methods;
mod hides_on_the_wire;
mod no_silent_ignore;
mod own_authenticators;
mod public_misses;
mod registered_any_way;
mod role_claims;
mod several_realms;
mod start_up;
mod tells_no_secrets;
mod testing_kit;
mod typed_roles;
