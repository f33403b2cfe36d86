//! Bytes of the token. A stranger chooses them, up to 16 KiB, and beyond that nothing is read.

use auth_runtime::Auth;
use serde_json::json;

use super::minted::{Issuer, forged};
use super::rig::{Cell, Rig, auth};

/// What is longer is refused unread.
const LONGEST: usize = 16 * 1024;

pub fn count(rig: &Rig) {
    let issuer = Issuer::new();
    let remembering = rig.app(&auth(Auth::builder().bearer(issuer.jwt())));
    let verifying = rig.app(&auth(Auth::builder().bearer(issuer.jwt().without_cache())));
    for bytes in [400, 1_000, 4_000, LONGEST] {
        let token = [padded(&issuer, bytes)];
        let n = token[0].len();
        let cell = |series, status| Cell { series, n, status };
        rig.tokens(cell("remembered", 200), &remembering, &token);
        rig.tokens(cell("verified each time", 200), &verifying, &token);
        let forged = [forged(&token[0])];
        rig.tokens(cell("bad signature", 401), &remembering, &forged);
    }
    for bytes in [LONGEST + 4, 32_000, 60_000] {
        let token = [padded(&issuer, bytes)];
        let (series, n, status) = ("longer than is read", token[0].len(), 401);
        rig.tokens(Cell { series, n, status }, &remembering, &token);
    }
    numbers(rig, &issuer);
}

/// The content that takes most memory when it is read: an array of digits.
fn numbers(rig: &Rig, issuer: &Issuer) {
    let app = rig.app(&auth(Auth::builder().bearer(issuer.jwt().without_cache())));
    for n in [1, 10, 100, 1_000, 5_000] {
        let token = [issuer.token_with(&json!({"x": vec![0; n]}))];
        let (series, status) = ("verified each time, numbers in an array", 200);
        rig.tokens(Cell { series, n, status }, &app, &token);
    }
}

/// A token of about this length, at most.
fn padded(issuer: &Issuer, bytes: usize) -> String {
    let bare = issuer.token_with(&json!({"pad": ""})).len();
    let room = bytes.saturating_sub(bare) / 4 * 3;
    issuer.token_with(&json!({"pad": "x".repeat(room)}))
}
