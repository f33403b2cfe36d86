//! Apps whose hidden paths nobody finds.

mod callers;
mod first_guard;
#[cfg(feature = "session")]
mod login;
mod resource;
mod stack;

use tests::distinguisher::Report;

/// That nothing tells the paths apart, by as many pairs as it takes to say so.
#[track_caller]
fn is_hidden(report: &Report) {
    println!("{report}");
    assert!(report.pairs >= 2000, "{report}");
    assert!(!report.tells(), "{report}");
    assert!(report.is_steady(), "{report}");
}
