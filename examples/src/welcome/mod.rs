//! What the program prints: who there is, which routes, and what to paste.

use std::fmt::Write;

use auth_runtime::{Vocabulary, access_matrix};

use crate::till;
use crate::users::DEMO_USERS;

/// Lines for bash, each with the status to expect. `tests/curl.rs` runs them as they are printed.
const TRIES: &str = include_str!("tries.sh");

/// Where the shop is in them.
const ADDRESS: &str = "http://127.0.0.1:8080";

/// The text for a shop at this address: `http://127.0.0.1:8080`.
pub fn text(address: &str) -> String {
    format!(
        "The bookshop is open at {address}\n\
         \n\
         {users}\n\
         {matrix}\n\
         \n\
         Paste into bash, in this order:\n\
         \n\
         {tries}\n\
         Ctrl-C closes the shop.",
        users = users(),
        matrix = access_matrix(),
        tries = TRIES.replace(ADDRESS, address),
    )
}

fn users() -> String {
    let mut text = String::new();
    let mut line = |[name, password, pin, branch, roles]: [&str; 5]| {
        // Writing to a `String` does not fail.
        let _ = writeln!(
            text,
            "{name:<5}  {password:<10}  {pin:<6}  {branch:<7}  {roles}"
        );
    };
    line(["USER", "PASSWORD", "PIN", "BRANCH", "ROLES"]);
    for user in DEMO_USERS {
        let roles: Vec<_> = user.roles.iter().map(Vocabulary::name).collect();
        let (pin, branch) = (user.pin.unwrap_or("-"), user.branch.unwrap_or("-"));
        line([user.name, user.password, pin, branch, &roles.join(", ")]);
    }
    let nobody = "(no person: the old cash register)";
    line([till::NAME, till::PASSWORD, "-", "-", nobody]);
    text
}
