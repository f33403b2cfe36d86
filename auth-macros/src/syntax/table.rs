//! Which options an attribute has: one table each, which feeds the parser and the messages.

use proc_macro2::Ident;

/// The options of one attribute: `(key, an example to type)`.
pub(crate) type Table = &'static [(&'static str, &'static str)];

const CRATE: (&str, &str) = ("crate", "crate = path::to::auth_runtime");
const HIDE: (&str, &str) = ("hide", "hide = true");
const MESSAGE: (&str, &str) = ("message", r#"message = "only admins may do this""#);
const UNLESS_ROLE: (&str, &str) = ("unless_role", r#"unless_role = "admin""#);

pub(crate) const REQUIRE_AUTH: Table = &[
    ("scheme", r#"scheme = "Bearer""#),
    ("realm", r#"realm = "api""#),
    ("max_age", r#"max_age = "5m""#),
    ("acr", r#"acr = "phr""#),
    ("redirect", "redirect = true"),
    HIDE,
    CRATE,
];
pub(crate) const REQUIRE_NAMES: Table = &[HIDE, MESSAGE, CRATE];
pub(crate) const REQUIRE_OWNER: Table = &[
    ("path", r#"path = "user_id""#),
    ("scope_path", r#"scope_path = "user_id""#),
    ("claim", r#"claim = "account_id""#),
    UNLESS_ROLE,
    HIDE,
    MESSAGE,
    CRATE,
];
pub(crate) const REQUIRE_TENANT: Table = &[
    ("path", r#"path = "tenant""#),
    ("scope_path", r#"scope_path = "tenant""#),
    ("claim", r#"claim = "tenant_id""#),
    UNLESS_ROLE,
    ("hide", "hide = false"),
    MESSAGE,
    CRATE,
];
pub(crate) const ALLOW_ANONYMOUS: Table = &[("reason", r#"reason = "a public page""#), CRATE];

/// The example for a key, if the table has it.
pub(crate) fn example_of(key: &Ident, table: Table) -> Option<&'static str> {
    table
        .iter()
        .find(|(known, _)| key == known)
        .map(|(_, example)| *example)
}

pub(super) fn list_of_options(table: Table) -> String {
    let options: Vec<_> = table
        .iter()
        .filter(|(key, _)| *key != "crate")
        .map(|(_, example)| format!("`{example}`"))
        .collect();
    match &options[..] {
        [one] => format!("only {one}"),
        [start @ .., last] => format!("{} and {last}", start.join(", ")),
        [] => "nothing".into(),
    }
}
