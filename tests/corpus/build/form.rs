//! The ways in which a handler is guarded.

/// One way.
pub(crate) struct Form {
    pub(crate) name: &'static str,
    pub(crate) meaning: &'static str,
    /// Stands at the top of each file.
    pub(crate) imports: &'static str,
    /// Stand at the marker, above the route attribute and all that belongs to the handler.
    pub(crate) above: &'static [&'static str],
    /// Stand right above the function, below the route attribute.
    pub(crate) below: &'static [&'static str],
    /// An argument more.
    pub(crate) argument: Option<&'static str>,
    /// Whether it keeps nobody out.
    pub(crate) opens: bool,
    /// A variant of `Answers`.
    pub(crate) answers: &'static str,
}

const PLAIN: Form = Form {
    name: "plain",
    meaning: "As written, without a guard.",
    imports: "",
    above: &[],
    below: &[],
    argument: None,
    opens: false,
    answers: "Anybody",
};

/// All of them; the first is what the others are compared with.
pub(crate) const FORMS: &[Form] = &[
    PLAIN,
    Form {
        name: "above",
        meaning: "Authentication above the route.",
        imports: "use auth_runtime::require_auth;",
        above: &["#[require_auth]"],
        answers: "Authenticated",
        ..PLAIN
    },
    Form {
        name: "below",
        meaning: "Authentication below the route.",
        imports: "use auth_runtime::require_auth;",
        below: &[r#"#[require_auth(scheme = "Bearer")]"#],
        answers: "Authenticated",
        ..PLAIN
    },
    Form {
        name: "role_above",
        meaning: "A hidden role above the route, by paths.",
        above: &[
            r#"#[auth_runtime::require_role("reader", hide = true)]"#,
            "#[auth_runtime::require_auth]",
        ],
        answers: "HiddenRole",
        ..PLAIN
    },
    Form {
        name: "role_below",
        meaning: "Roles below the route, through a renamed crate.",
        imports: "use auth_runtime as access;",
        below: &[
            r#"#[access::require_auth(realm = "books")]"#,
            r#"#[access::require_role(any("reader", all("writer", "editor")))]"#,
        ],
        answers: "Role",
        ..PLAIN
    },
    Form {
        name: "split",
        meaning: "One attribute above the route, the others below.",
        imports: "use auth_runtime::{require_auth, require_role};",
        above: &["#[require_auth]"],
        below: &[
            r#"#[require_role("reader", "writer")]"#,
            r#"#[require_role("member", message = "only members may do this")]"#,
        ],
        answers: "Role",
        ..PLAIN
    },
    Form {
        name: "identity_above",
        meaning: "With the caller as an argument, above the route, in `cfg_attr`.",
        above: &["#[cfg_attr(all(), auth_runtime::require_auth)]"],
        argument: Some("_who: auth_runtime::Identity"),
        answers: "Authenticated",
        ..PLAIN
    },
    Form {
        name: "identity_below",
        meaning: "With the caller as an argument, below the route, hidden from all others.",
        imports: "use auth_runtime::{Identity, require_auth};",
        below: &["#[require_auth(hide = true)]"],
        argument: Some("_: Identity"),
        answers: "Hidden",
        ..PLAIN
    },
    Form {
        name: "anonymous",
        meaning: "Open to anybody, and to tell who it is if it is known.",
        imports: "use auth_runtime::{Identity, allow_anonymous};",
        above: &[r#"#[allow_anonymous(reason = "part of the corpus")]"#],
        argument: Some("_: Option<Identity>"),
        opens: true,
        answers: "Anybody",
        ..PLAIN
    },
];
