//! The renderings, of policies as no handler of this binary has them.

use serde_json::{Value, json};

use super::{AccessMatrix, Answer};
use crate::__private::{
    condition, conditional, function, hidden, owned, record, redirecting, required, saying,
    stepping_up, text,
};
use crate::policy::{
    Access, Authentication, Name, Place, Privilege, RecordRef, Requirement, Route, Rule, Scheme,
};

const OPEN: Authentication = Authentication::Optional { reason: None };
pub(super) const BEARER: Authentication = bearer(false);
const HIDDEN: Authentication = bearer(true);

const fn bearer(hide: bool) -> Authentication {
    required(&[Scheme::Bearer], None, hide)
}

pub(super) const fn requirement(privilege: Privilege, hide: bool) -> Requirement {
    Requirement {
        privilege,
        hide,
        message: None,
    }
}

const fn role(name: &'static str, hide: bool) -> Requirement {
    requirement(Privilege::Role(Rule::Name(Name::text(name))), hide)
}

const fn scope(name: &'static str) -> Requirement {
    requirement(Privilege::Scope(Rule::Name(Name::text(name))), false)
}

/// A handler of this name. Leaked, as a constant would be.
pub(super) fn handler(
    handler: &'static str,
    routes: &[(&'static [&'static str], &'static str)],
    authentication: Authentication,
    requirements: &[Requirement],
) -> &'static Access {
    let routes = routes
        .iter()
        .map(|(methods, path)| Route { methods, path })
        .collect::<Vec<_>>();
    Box::leak(Box::new(Access {
        place: Place {
            handler,
            module: "shop::api",
            file: "src/api.rs",
            line: 7,
        },
        routes: routes.leak(),
        authentication,
        requirements: requirements.to_vec().leak(),
        records: &[],
    }))
}

/// Every kind of answer, several methods, several routes, no route.
pub(super) fn matrix() -> AccessMatrix {
    AccessMatrix::of([
        handler("plain", &[], BEARER, &[]),
        handler(
            "both",
            &[(&["PUT", "GET"], "/b"), (&["GET"], "/a")],
            BEARER,
            &[scope("w")],
        ),
        handler("health", &[(&["GET"], "/health")], OPEN, &[]),
        handler(
            "admin",
            &[(&["GET"], "/admin")],
            HIDDEN,
            &[role("editor", false), role("admin", true)],
        ),
        handler("any_method", &[(&[], "/any")], BEARER, &[role("a", false)]),
    ])
}

#[test]
fn the_text_is_a_table_by_path_and_method() {
    let table = r#"
METHOD  PATH              SCHEME  WHO MAY CALL                    ANONYMOUS  OTHERS
GET     /a                Bearer  scope "w"                       401        403 insufficient_scope
GET     /admin            Bearer  role "editor" and role "admin"  404        403 or 404
-       /any              Bearer  role "a"                        401        403
GET     /b                Bearer  scope "w"                       401        403 insufficient_scope
PUT     /b                Bearer  scope "w"                       401        403 insufficient_scope
GET     /health           -       everybody                       allowed    -
-       shop::api::plain  Bearer  every known caller              401        -"#;
    assert_eq!(format!("\n{}", matrix()), table);
}

#[test]
fn the_markdown_is_the_same_table_with_handlers() {
    let table = r#"| Method | Path | Handler | Scheme | Who may call | Anonymous | Others |
|---|---|---|---|---|---|---|
| `GET` | `/a` | `shop::api::both` | Bearer | `scope "w"` | 401 | 403 insufficient\_scope |
| `GET` | `/admin` | `shop::api::admin` | Bearer | `role "editor" and role "admin"` | 404 | 403 or 404 |
| - | `/any` | `shop::api::any_method` | Bearer | `role "a"` | 401 | 403 |
| `GET` | `/b` | `shop::api::both` | Bearer | `scope "w"` | 401 | 403 insufficient\_scope |
| `PUT` | `/b` | `shop::api::both` | Bearer | `scope "w"` | 401 | 403 insufficient\_scope |
| `GET` | `/health` | `shop::api::health` | - | everybody | allowed | - |
| - | - | `shop::api::plain` | Bearer | every known caller | 401 | - |
"#;
    assert_eq!(matrix().to_markdown(), table);
}

#[test]
fn markdown_holds_any_text_in_its_cell() {
    let markdown = |path: &'static str, reason| {
        let open = Authentication::Optional {
            reason: Some(reason),
        };
        let matrix = AccessMatrix::of([handler("h", &[(&["GET"], path)], open, &[])]);
        matrix.to_markdown().lines().nth(2).unwrap().to_owned()
    };
    for (path, reason, row) in [
        (
            "/{tail:a|b}",
            "a|b *c* <i>",
            r"| `GET` | `/{tail:a\|b}` | `shop::api::h` | - | everybody (a\|b \*c\* \<i\>) | allowed | - |",
        ),
        (
            r"/{id:\d|x}",
            r"\|",
            r"| `GET` | /{id:\\d\|x} | `shop::api::h` | - | everybody (\\\|) | allowed | - |",
        ),
        (
            "/`",
            "two\nlines",
            r"| `GET` | /\` | `shop::api::h` | - | everybody (two\\nlines) | allowed | - |",
        ),
    ] {
        assert_eq!(markdown(path, reason), row);
    }
}

#[test]
fn json_says_all_of_it() {
    let reason = Some("\"public\"\n");
    let open = Authentication::Optional { reason };
    let matrix = AccessMatrix::of([
        handler("login", &[(&["POST"], "/login")], open, &[]),
        handler("admin", &[], HIDDEN, &[role("é\"", true), scope("w")]),
    ]);
    let json: Value = serde_json::from_str(&matrix.to_json()).unwrap();
    let place = json!({"module": "shop::api", "file": "src/api.rs", "line": 7});
    let mut login = json!({
        "method": "POST", "path": "/login", "handler": "login",
        "schemes": [], "requirement": null, "step_up": null, "redirect": null,
        "reason": "\"public\"\n",
        "anonymous": {"answer": "allow", "status": null}, "underprivileged": [], "hidden": false,
    });
    let mut admin = json!({
        "method": null, "path": null, "handler": "admin",
        "schemes": ["Bearer"], "requirement": "role \"é\\\"\" and scope \"w\"",
        "step_up": null, "redirect": null, "reason": null,
        "anonymous": {"answer": "hide", "status": 404},
        "underprivileged": [
            {"answer": "insufficient_scope", "status": 403},
            {"answer": "hide", "status": 404},
        ],
        "hidden": true,
    });
    for row in [&mut login, &mut admin] {
        let row = row.as_object_mut().unwrap();
        row.extend(place.as_object().unwrap().clone());
    }
    assert_eq!(json, json!([login, admin]));
}

#[test]
fn json_has_its_members_in_the_documented_order() {
    let json = matrix().to_json();
    let members = [
        "method",
        "path",
        "handler",
        "module",
        "file",
        "line",
        "schemes",
        "requirement",
        "step_up",
        "redirect",
        "reason",
        "anonymous",
        "underprivileged",
        "hidden",
    ];
    let first = json.split_once("\n  },").unwrap().0;
    let written: Vec<_> = first
        .lines()
        .filter_map(|line| line.strip_prefix("    \"")?.split_once('"'))
        .map(|(member, _)| member)
        .collect();
    assert_eq!(written, members);
}

/// How recently, and by what means, a caller must have logged in is said beside what it must have.
#[test]
fn every_rendering_tells_a_step_up() {
    let matrix = AccessMatrix::of([
        handler(
            "admin",
            &[(&["GET"], "/a")],
            redirecting(false, stepping_up(Some(300), &["phr", "b|c"], BEARER)),
            &[role("admin", true)],
        ),
        handler(
            "any",
            &[(&["GET"], "/b")],
            stepping_up(None, &["phr"], BEARER),
            &[],
        ),
    ]);
    let markdown = matrix.to_markdown();
    assert_eq!(
        markdown.lines().skip(2).collect::<Vec<_>>(),
        [
            "| `GET` | `/a` | `shop::api::admin` | Bearer | `role \"admin\"`, authenticated at most \
             300 s ago by \"phr\" or \"b\\|c\" | 401 | 401 step-up or 404 |",
            "| `GET` | `/b` | `shop::api::any` | Bearer | every known caller, authenticated by \
             \"phr\" | 401 | 401 step-up |",
        ]
    );
    let text = matrix.to_string();
    assert!(text.contains("role \"admin\", authenticated at most 300 s ago by \"phr\" or \"b|c\""));
    let json: Value = serde_json::from_str(&matrix.to_json()).unwrap();
    let members = |row: &Value| [row["step_up"].clone(), row["redirect"].clone()];
    assert_eq!(
        [&json[0], &json[1]].map(members),
        [
            [json!({"max_age": 300, "acr": ["phr", "b|c"]}), json!(false)],
            [json!({"max_age": null, "acr": ["phr"]}), json!(null)],
        ]
    );
    assert_eq!(json[1]["underprivileged"][0]["answer"], "step_up");
}

#[test]
fn namesakes_keep_their_order() {
    let at_line = |line| {
        let access = *handler("h", &[], BEARER, &[]);
        let place = Place {
            line,
            ..access.place
        };
        &*Box::leak(Box::new(Access { place, ..access }))
    };
    for lines in [[3, 9], [9, 3]] {
        let matrix = AccessMatrix::of(lines.map(at_line));
        let sorted: Vec<_> = matrix.rows().iter().map(|row| row.place().line).collect();
        assert_eq!(sorted, [3, 9]);
    }
}

#[test]
fn modules_can_be_picked() {
    for (modules, count) in [(["shop"], 7), (["shop::api"], 7), (["shop::ap"], 0)] {
        assert_eq!(
            matrix().only_modules(modules).rows().len(),
            count,
            "{modules:?}"
        );
    }
    assert!(matrix().only_modules([""; 0]).rows().is_empty());
}

#[test]
fn a_row_answers_for_each_kind_of_requirement() {
    let owner = owned("id", None, None);
    let permission = Privilege::Permission(Rule::Name(Name::text("p")));
    for (requirements, answers) in [
        (vec![], vec![]),
        (vec![owner], vec![Answer::Forbid]),
        (
            vec![requirement(permission, false), owner],
            vec![Answer::Forbid],
        ),
        (
            vec![role("a", true), scope("s"), role("b", false)],
            vec![Answer::Forbid, Answer::InsufficientScope, Answer::Hide],
        ),
    ] {
        let row = AccessMatrix::of([handler("h", &[], BEARER, &requirements)]).rows()[0];
        assert_eq!(row.underprivileged(), answers);
        assert_eq!(row.anonymous(), Answer::Challenge);
        assert_eq!(row.is_hidden(), answers.contains(&Answer::Hide));
    }
}

async fn is_author(_: actix_web::HttpRequest) -> bool {
    true
}

const IS_AUTHOR: Requirement = conditional("rules::is_author", &function(is_author));

/// Whose the path is, what code says, and which records a handler takes.
fn objects() -> AccessMatrix {
    const RULE: Rule = Rule::Any(&[text("support"), text("admin")]);
    const READ: &[RecordRef] = &[record("Order", "Read")];
    const OTHERS: &[RecordRef] = &[record("Order", "Write"), record("Vec<Line>", "Refund")];
    let keeping = |name, requirements: &[Requirement], records| {
        let access = handler(name, &[(&["GET"], name)], BEARER, requirements);
        &*Box::leak(Box::new(Access { records, ..*access }))
    };
    AccessMatrix::of([
        keeping("/owner", &[owned("id", None, None)], &[]),
        keeping("/owner-or", &[owned("id", Some("a|b"), Some(RULE))], &[]),
        keeping(
            "/tenant",
            &[hidden(owned("t", Some("tenant_id"), None))],
            &[],
        ),
        keeping(
            "/condition",
            &[saying("Not at night.", condition("of\nfice"))],
            &[],
        ),
        keeping("/function", &[role("a", false), hidden(IS_AUTHOR)], &[]),
        keeping("/read", &[], READ),
        keeping("/write", &[], OTHERS),
    ])
}

#[test]
fn every_rendering_tells_whose_an_object_is() {
    let rows = [
        ("/condition", r#"condition "of\nfice""#, "403"),
        (
            "/function",
            r#"role "a" and condition rules::is_author"#,
            "403 or 404",
        ),
        ("/owner", "owner of {id}", "403"),
        (
            "/owner-or",
            r#"claim "a|b" of {id} or role any("support", "admin")"#,
            "403",
        ),
        ("/read", "record Order (Read)", "404"),
        ("/tenant", r#"claim "tenant_id" of {t}"#, "404"),
        (
            "/write",
            "record Order (Write) and record Vec<Line> (Refund)",
            "403 or 404",
        ),
    ];
    let matrix = objects();
    let text = matrix.to_string();
    let json: Value = serde_json::from_str(&matrix.to_json()).unwrap();
    for (position, (path, callers, others)) in rows.into_iter().enumerate() {
        let line = text.lines().nth(position + 1).unwrap();
        assert!(line.contains(path), "{line}");
        assert!(line.contains(&format!("  {callers}  ")), "{line}");
        assert!(line.ends_with(&format!("  401        {others}")), "{line}");

        let row = &json[position];
        assert_eq!(row["path"], path);
        assert_eq!(row["requirement"], callers);
        let answers = row["underprivileged"].as_array().unwrap().iter();
        let answers: Vec<_> = answers.map(|it| it["status"].to_string()).collect();
        assert_eq!(answers.join(" or "), others);
    }
    let markdown = matrix.to_markdown();
    let cell = r#"`claim "a\|b" of {id} or role any("support", "admin")`"#;
    assert!(markdown.contains(cell), "{markdown}");
}
