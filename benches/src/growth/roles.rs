//! Roles in the token, of which the last is asked for. The issuer grants them; the length of a token bounds them.

use auth_runtime::Auth;
use serde_json::json;

use super::minted::Issuer;
use super::rig::{Cell, Rig, auth};

pub fn count(rig: &Rig) {
    let issuer = Issuer::new();
    for (series, jwt) in [
        ("remembered", issuer.jwt()),
        ("verified each time", issuer.jwt().without_cache()),
    ] {
        let app = rig.app(&auth(Auth::builder().bearer(jwt)));
        for n in [1, 10, 100, 1000] {
            for (last, status) in [("admin", 200), ("guest", 403)] {
                let mut roles: Vec<_> = (1..n).map(|role| format!("r{role:04}")).collect();
                roles.push(last.to_owned());
                let token = issuer.token_with(&json!({"roles": roles}));
                let refused = if status == 403 { ", refused" } else { "" };
                let series = &format!("{series}{refused}");
                rig.tokens(Cell { series, n, status }, &app, &[token]);
            }
        }
    }
}
