//! Members of a token's header, which is read before the signature: any stranger can write it.

use std::fmt::Write;

use auth_runtime::Auth;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::minted::Issuer;
use super::rig::{Cell, Rig, auth};

/// As many as an object may have.
const MOST: usize = 256;

pub fn count(rig: &Rig) {
    let issuer = Issuer::new();
    let app = rig.app(&auth(Auth::builder().bearer(issuer.jwt())));
    let cell = |series, n, header: &str| {
        let token = format!("{}.e30.AAAA", URL_SAFE_NO_PAD.encode(header));
        let cell = Cell {
            series,
            n,
            status: 401,
        };
        rig.tokens(cell, &app, &[token]);
    };
    for n in [4, 16, 64, MOST - 2] {
        cell(
            "of one object",
            n,
            &with(&format!(r#""m":0{}"#, members(n))),
        );
    }
    // About 12,000 bytes of JSON are left in a token of 16 KiB.
    for objects in [1, 2, 4, 6] {
        let objects: Vec<_> = (0..objects)
            .map(|_| format!("{{\"m\":0{}}}", members(MOST - 1)))
            .collect();
        let n = objects.len() * MOST;
        cell(
            "of objects of 256",
            n,
            &with(&format!("\"x\":[{}]", objects.join(","))),
        );
    }
    for n in [1, 10, 100, 1_000, 5_000] {
        let zeros = vec!["0"; n].join(",");
        cell("items of an array", n, &with(&format!("\"x\":[{zeros}]")));
    }
}

fn with(more: &str) -> String {
    format!(r#"{{"alg":"HS256",{more}}}"#)
}

/// `,"aa":0,"ab":0` and so on: names of one length, told apart by their last letter.
fn members(count: usize) -> String {
    let mut text = String::new();
    for number in 0..count {
        // Writing to a `String` does not fail.
        let _ = write!(text, ",\"{number:02x}\":0");
    }
    text
}
