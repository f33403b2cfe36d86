//! Distinct tokens, with the room that there is unless said otherwise: 10,000.

use auth_runtime::Auth;

use super::minted::Issuer;
use super::rig::{Cell, Rig, auth, presenting};

pub fn count(rig: &Rig) {
    let issuer = Issuer::new();
    for n in [1, 10, 100, 1_000, 5_000, 10_000, 100_000] {
        let app = rig.app(&auth(Auth::builder().bearer(issuer.jwt())));
        let tokens: Vec<_> = (0..n).map(|number| issuer.token(number)).collect();
        // From the whole of them: those that came first stay, and a flood of others pushes out itself.
        let some: Vec<_> = tokens.iter().step_by(n.div_ceil(100)).cloned().collect();
        let (series, status) = ("each once, then a hundred of them", 200);
        let cell = Cell { series, n, status };
        let (all, some) = (presenting(&tokens), presenting(&some));
        rig.requests(cell, &app, (&all, n), &some);
    }
}
