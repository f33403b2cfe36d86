//! Lines for bash, each with the status to expect. `tests/curl.rs` runs them as they are printed.

use crate::users::{DEMO_USERS, DemoUser};

/// A request to try.
struct Try {
    path: &'static str,
    /// More arguments for curl.
    more: &'static str,
    status: u16,
}

const fn get(path: &'static str, status: u16) -> Try {
    Try {
        path,
        more: "",
        status,
    }
}

const WITHOUT_TOKEN: [Try; 4] = [
    get("/books", 200),
    get("/me", 401),
    get("/previews", 404),
    Try {
        path: "/me",
        more: " -H 'Authorization: Bearer one two'",
        status: 400,
    },
];

const WRONG_LOGIN: Try = Try {
    path: "/login",
    more: " -d user=alice -d password=guess",
    status: 400,
};

const ALICE: [Try; 6] = [
    get("/me", 200),
    get("/books", 200),
    get("/previews", 200),
    get("/sales", 403),
    get("/admin/users", 404),
    get("/no/such/path", 404),
];

const BOB: [Try; 3] = [
    get("/sales", 200),
    get("/admin/users", 404),
    Try {
        path: "/books/1",
        more: " -X DELETE",
        status: 403,
    },
];

const CAROL: [Try; 2] = [get("/admin/users", 200), get("/sales", 403)];

/// Every line, in paragraphs that build upon each other.
pub(super) fn lines(address: &str) -> String {
    let logins: String = DEMO_USERS.iter().map(|user| login(user, address)).collect();
    [
        "# Without a token\n".into(),
        tries(&WITHOUT_TOKEN, "", address),
        "\n# Log in\n".into(),
        tries(&[WRONG_LOGIN], "", address),
        logins,
        "\n# Alice, a customer\n".into(),
        tries(&ALICE, " -H \"Authorization: Bearer $ALICE\"", address),
        "\n# Bob, an editor who sets prices\n".into(),
        tries(&BOB, " -H \"Authorization: Bearer $BOB\"", address),
        "\n# Carol, an admin who edits too\n".into(),
        tries(&CAROL, " -H \"Authorization: Bearer $CAROL\"", address),
    ]
    .concat()
}

/// `-w '\n'`: the bodies end without a line break, and the next prompt wants a line of its own.
fn tries(tries: &[Try], token: &str, address: &str) -> String {
    let line = |Try { path, more, status }: &Try| {
        format!("curl -i -w '\\n' {address}{path}{token}{more}  # → {status}\n")
    };
    tries.iter().map(line).collect()
}

/// Keeps the token in a variable: the fourth part of `{"access_token":"…`, cut at the quotes.
fn login(DemoUser { name, password, .. }: &DemoUser, address: &str) -> String {
    let variable = name.to_uppercase();
    format!(
        "{variable}=$(curl -s {address}/login -d user={name} -d password={password} \
         | cut -d '\"' -f 4)  # → 200\n"
    )
}
