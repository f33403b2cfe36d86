//! Apps that answer the same requests, each guarded in another way, and what drives them.
//!
//! `python3 benches/measure.py` runs the programs in `bin/` and keeps what they count.
#![allow(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::print_stdout,
    missing_debug_implementations,
    missing_docs,
    reason = "a bench that cannot go on has failed, and says so to the terminal"
)]

pub mod contenders;
pub mod drive;
#[cfg(feature = "growth")]
pub mod growth;
pub mod keys;
pub mod payload;
pub mod plan;
pub mod requests;
pub mod scenario;
pub mod tokens;
