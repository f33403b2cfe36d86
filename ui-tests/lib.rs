//! The tests are in `ui.rs`; this package has nothing to use.
