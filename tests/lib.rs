//! The tests are in `main.rs`; this package has nothing to use.
