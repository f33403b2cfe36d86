//! What the program prints: who there is, which routes, and what to paste.

mod tries;

use std::fmt::Write;

use auth_runtime::{Vocabulary, access_matrix};

use crate::users::DEMO_USERS;

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
        tries = tries::lines(address),
    )
}

fn users() -> String {
    let mut text = String::from("USER   PASSWORD    ROLES\n");
    for user in DEMO_USERS {
        let roles: Vec<_> = user.roles.iter().map(Vocabulary::name).collect();
        let roles = roles.join(", ");
        // Writing to a `String` does not fail.
        let _ = writeln!(text, "{:<5}  {:<10}  {roles}", user.name, user.password);
    }
    text
}
