//! One guarded handler at start-up: see `growth/handlers.rs`.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    dead_code,
    unreachable_pub,
    unused_macros,
    unused_imports,
    reason = "nobody serves them, and each program needs a part of what they share"
)]

#[path = "../growth/drive.rs"]
mod drive;
#[macro_use]
#[path = "../growth/handlers.rs"]
mod handlers;

guarded_handler!(alone);

fn main() {
    handlers::count();
}
