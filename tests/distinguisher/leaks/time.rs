//! A leak by time alone.

use std::hash::{DefaultHasher, Hasher};
use std::hint::black_box;

use actix_web::web;
use tests::distinguisher::Caller;

use super::{miss, serve};

/// Thousands of times the work of an answer, so that no load of the machine makes up for it.
fn work() {
    let mut hasher = DefaultHasher::new();
    for round in 0..200_000 {
        hasher.write_u32(round);
    }
    black_box(hasher.finish());
}

#[test]
fn much_more_work() {
    let server = serve(|app| {
        let hidden = || async {
            work();
            miss()
        };
        app.route("/hidden", web::to(hidden));
    });
    let report = server
        .attacked("/hidden", "/absent")
        .caller(Caller::anonymous())
        .pairs(0)
        .every(10)
        .samples(40)
        .run()
        .unwrap();
    assert!(!report.tells(), "{report}");
    let [timing] = &report.timing[..] else {
        panic!("{report}");
    };
    assert!(timing.tells() && timing.ranks.superiority > 0.9, "{report}");
}
