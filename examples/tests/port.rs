//! The front door tells what is wrong with a port.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails, in helpers too"
)]

mod program;

use std::net::TcpListener;

use program::Program;

#[test]
fn a_port_that_is_taken_is_named_and_what_to_do_too() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let printed = Program::start(&port).printed_until("port");
    let last = printed.last().unwrap();
    assert!(last.starts_with(&format!("port {port} is taken")), "{last}");
    assert!(
        last.contains("`PORT=8081 cargo run -p onboarding`"),
        "{last}"
    );
}

#[test]
fn a_port_that_is_no_number_is_shown() {
    let printed = Program::start("http").printed_until("PORT");
    assert_eq!(
        printed,
        ["PORT is \"http\": choose a number from 0 to 65535, 0 for any"]
    );
}
