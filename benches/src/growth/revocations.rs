//! Entries of the revocation list, none of them the caller's.

use std::sync::Arc;
use std::time::Duration;

use auth_runtime::{Auth, MemoryStore, Store};

use super::minted::Issuer;
use super::rig::{Cell, Rig, auth};

pub fn count(rig: &Rig) {
    let issuer = Issuer::new();
    for n in [0, 10, 100, 1_000, 10_000, 100_000, 1_000_000] {
        let store = Arc::new(MemoryStore::with_room_for(2 * n + 1_000));
        for number in 0..n {
            let key = format!("revoked:token:{number:043}");
            let put = store.put(&key, b"", Duration::from_secs(24 * 3600));
            rig.runner.block_on(put.wait()).expect("there is room");
        }
        let auth = auth(
            Auth::builder()
                .bearer(issuer.jwt())
                .store(store)
                .revocable(),
        );
        let (series, status) = ("remembered", 200);
        let tokens = [issuer.token(0)];
        rig.tokens(Cell { series, n, status }, &rig.app(&auth), &tokens);
    }
}
