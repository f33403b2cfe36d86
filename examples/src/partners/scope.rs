//! What a key may be good for, in one place.

use auth_runtime::Scope;

#[derive(Scope, Clone, Copy)]
pub(crate) enum Scope {
    #[scope(name = "feed:read")]
    FeedRead,
}
