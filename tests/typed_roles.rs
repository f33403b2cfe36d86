//! Names as types: the spelling and the hierarchy of an enum count wherever its names stand, and
//! where text stands too, once the application registers the enum.

mod owners;
mod scopes;

use actix_web::{App, get};
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{Auth, Identity, Role, Vocabulary, require_auth, require_role};

use crate::app::{TestApp, get, start};

#[derive(Role, Clone, Copy, Debug, PartialEq)]
enum Role {
    Viewer,
    #[role(implies(Viewer))]
    Editor,
    #[role(name = "administrator", implies(Editor))]
    Admin,
    Staff,
}

const ADMIN: Role = Role::Admin;
const STAFF: &str = "staff";

/// A handler that says `in`, behind these attributes.
macro_rules! guarded {
    ($($name:ident $path:literal: $(#[$guard:meta])+;)+) => {
        $(
            #[actix_web::get($path)]
            $(#[$guard])+
            pub(super) async fn $name() -> &'static str {
                "in"
            }
        )+
    };
}
use guarded;

guarded! {
    needs_viewer "/viewer": #[require_auth] #[require_role(Role::Viewer)];
    needs_editor "/editor": #[require_auth] #[require_role(Role::Editor)];
    needs_admin "/admin": #[require_auth] #[require_role(ADMIN)];
    needs_staff "/staff": #[require_auth] #[require_role(STAFF)];
    needs_any "/any": #[require_auth] #[require_role(Role::Admin, any(Role::Staff, "guest"))];
    needs_all "/all": #[require_auth] #[require_role(all(Role::Viewer, STAFF, any("night", "day")))];
    needs_stacked "/stacked": #[require_auth] #[require_role(Role::Viewer)] #[require_role(Role::Staff)];
    needs_hidden "/hidden": #[require_role(Role::Editor, hide = true)] #[require_auth];
    needs_two_faced "/two-faced":
        #[require_auth] #[require_role(Role::Viewer, hide = true)] #[require_role(Role::Admin)];
}

/// Which of its roles a handler sees.
#[require_auth]
#[get("/asked")]
async fn tells_roles(who: Identity) -> String {
    let typed = Role::ALL.iter().filter(|role| who.has_role(**role));
    let typed: Vec<_> = typed.map(Vocabulary::name).collect();
    format!("{} {}", typed.join(","), who.has_role("viewer"))
}

async fn app(auth: Auth) -> TestApp {
    let app = App::new()
        .app_data(auth.clone())
        .service((
            needs_viewer,
            needs_editor,
            needs_admin,
            needs_staff,
            needs_any,
            needs_all,
        ))
        .service((needs_stacked, needs_hidden, needs_two_faced, tells_roles))
        .service((
            text::needs_viewer,
            text::needs_admin,
            text::needs_all,
            text::needs_constant,
        ))
        .default_service(auth.not_found());
    start(app).await
}

fn frozen() -> TestIssuer {
    TestIssuer::new().clock(TestClock::at(1_800_000_000))
}

async fn status(app: &TestApp, issuer: &TestIssuer, path: &str, roles: &[&str]) -> u16 {
    let token = issuer.token("alice").roles(roles.iter().copied());
    get(path).bearer(token).status(app).await
}

#[actix_web::test]
async fn whoever_has_a_role_that_implies_it_passes() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    for (path, roles, expected) in [
        ("/viewer", &["viewer"][..], 200),
        ("/viewer", &["editor"], 200),
        ("/viewer", &["administrator"], 200),
        ("/viewer", &["x", "editor"], 200),
        ("/viewer", &["staff"], 403),
        ("/viewer", &[], 403),
        ("/editor", &["viewer"], 403),
        ("/editor", &["editor"], 200),
        ("/editor", &["administrator"], 200),
        ("/admin", &["viewer", "editor", "staff"], 403),
        ("/admin", &["administrator"], 200),
        ("/staff", &["administrator"], 403),
        ("/staff", &["staff"], 200),
        // The spelling of a token is that of the enum, to the letter.
        ("/admin", &["admin", "Admin", "Administrator", "ADMIN"], 403),
        ("/viewer", &["Viewer", "viewer ", "Role::Viewer"], 403),
    ] {
        let answer = status(&app, &issuer, path, roles).await;
        assert_eq!(answer, expected, "{path} {roles:?}");
    }
}

#[actix_web::test]
async fn variants_constants_and_text_combine() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    for (path, roles, expected) in [
        ("/any", &["guest"][..], 200),
        ("/any", &["staff"], 200),
        ("/any", &["administrator"], 200),
        ("/any", &["viewer", "editor"], 403),
        ("/all", &["editor", "staff", "day"], 200),
        ("/all", &["viewer", "staff", "night"], 200),
        ("/all", &["administrator", "staff"], 403),
        ("/all", &["administrator", "day"], 403),
        ("/all", &["staff", "day"], 403),
        ("/stacked", &["administrator", "staff"], 200),
        ("/stacked", &["administrator"], 403),
        ("/stacked", &["staff"], 403),
    ] {
        let answer = status(&app, &issuer, path, roles).await;
        assert_eq!(answer, expected, "{path} {roles:?}");
    }
}

#[actix_web::test]
async fn a_hidden_refusal_is_a_miss_for_roles_that_do_not_imply_it() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    for (path, roles, expected) in [
        ("/hidden", &["viewer"][..], 404),
        ("/hidden", &["administrator"], 200),
        ("/two-faced", &["staff"], 404),
        ("/two-faced", &["viewer"], 403),
        ("/two-faced", &["administrator"], 200),
    ] {
        let ask = |path| get(path).bearer(issuer.token("alice").roles(roles.iter().copied()));
        let answer = ask(path).send(&app).await;
        assert_eq!(answer.status, expected, "{path} {roles:?}");
        if expected == 404 {
            let miss = ask("/missing").send(&app).await;
            assert_eq!(answer.visible(), miss.visible(), "{path} {roles:?}");
        }
    }
}

#[actix_web::test]
async fn nobody_passes_without_a_credential() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    for path in [
        "/viewer",
        "/any",
        "/all",
        "/stacked",
        "/hidden",
        "/two-faced",
    ] {
        assert_eq!(get(path).status(&app).await, 401, "{path}");
    }
}

#[actix_web::test]
async fn a_handler_asks_by_type_or_by_text() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    for (roles, seen) in [
        (&["administrator"][..], "viewer,editor,administrator false"),
        (&["editor", "staff"], "viewer,editor,staff false"),
        (&["viewer"], "viewer true"),
        (&["admin"], " false"),
    ] {
        let token = issuer.token("alice").roles(roles.iter().copied());
        let answer = get("/asked").bearer(token).send(&app).await;
        assert_eq!(answer.text(), seen, "{roles:?}");
    }
}

/// Roles of the same spelling, as text.
mod text {
    use auth_runtime::{require_auth, require_role};

    const VIEWER: &str = "viewer";

    super::guarded! {
        needs_viewer "/text/viewer": #[require_auth] #[require_role("viewer")];
        needs_admin "/text/admin": #[require_auth] #[require_role("administrator")];
        needs_all "/text/all": #[require_auth] #[require_role(all("editor", "staff"))];
        needs_constant "/text/constant": #[require_auth] #[require_role(VIEWER, hide = true)];
    }

    pub(super) const MODULE: &str = module_path!();
}

#[actix_web::test]
async fn text_knows_the_hierarchy_when_the_enum_is_registered() {
    let issuer = frozen();
    let alone = app(issuer.auth()).await;
    let builder = issuer.auth_builder().roles::<Role>();
    let registered = app(builder.only_modules([text::MODULE]).build().unwrap()).await;
    for (path, roles, refused, expected) in [
        ("/text/viewer", &["viewer"][..], 200, 200),
        ("/text/viewer", &["editor"], 403, 200),
        ("/text/viewer", &["administrator"], 403, 200),
        ("/text/viewer", &["staff"], 403, 403),
        ("/text/viewer", &["admin"], 403, 403),
        ("/text/admin", &["editor"], 403, 403),
        ("/text/admin", &["administrator"], 200, 200),
        ("/text/all", &["administrator", "staff"], 403, 200),
        ("/text/all", &["administrator"], 403, 403),
        ("/text/constant", &["editor"], 404, 200),
        ("/text/constant", &["staff"], 404, 404),
    ] {
        for (app, expected) in [(&alone, refused), (&registered, expected)] {
            let answer = status(app, &issuer, path, roles).await;
            assert_eq!(answer, expected, "{path} {roles:?}");
        }
    }
}

/// Text that no enum has, beside a variant of an enum that is not registered.
mod mistaken {
    use auth_runtime::{Role, require_auth, require_role};

    #[derive(Role)]
    pub(super) enum Elsewhere {
        Veiwer,
    }

    const CONSTANT: &str = "auditor";

    super::guarded! {
        needs_misspelt "/misspelt": #[require_auth] #[require_role("veiwer", "editor", any(CONSTANT, "x"))];
        needs_typed "/typed": #[require_auth] #[require_role(Elsewhere::Veiwer)];
    }

    pub(super) const MODULE: &str = module_path!();
}

#[actix_web::test]
async fn text_that_no_registered_enum_has_does_not_start() {
    let issuer = frozen();
    let builder = || issuer.auth_builder().only_modules([mistaken::MODULE]);
    assert!(builder().build().is_ok(), "nothing is registered");

    let error = builder().roles::<Role>().build().unwrap_err();
    let asked: Vec<_> = error
        .problems()
        .iter()
        .map(|problem| {
            let (place, asked) = problem.split_once(") asks for the ").expect("a place");
            let name = format!("{}::needs_misspelt (", mistaken::MODULE);
            assert!(place.starts_with(&name), "{problem}");
            asked
        })
        .collect();
    let unknown = |name| {
        format!(
            "role {name:?}, which no registered enum of roles has: correct it, or add a variant"
        )
    };
    assert_eq!(asked, ["veiwer", "auditor", "x"].map(unknown));

    let both = builder().roles::<Role>().roles::<mistaken::Elsewhere>();
    let problems = both.build().unwrap_err();
    assert_eq!(problems.problems().len(), 2, "{problems}");
}

#[actix_web::test]
async fn a_variant_needs_no_registration() {
    let issuer = frozen();
    let auth = issuer.auth_builder().build().unwrap();
    let app = start(
        App::new()
            .app_data(auth)
            .service((mistaken::needs_typed, mistaken::needs_misspelt)),
    )
    .await;
    for (path, role, expected) in [
        ("/typed", "veiwer", 200),
        ("/typed", "viewer", 403),
        ("/misspelt", "veiwer", 200),
        ("/misspelt", "administrator", 403),
    ] {
        assert_eq!(
            status(&app, &issuer, path, &[role]).await,
            expected,
            "{path} {role}"
        );
    }
}

#[test]
fn a_vocabulary_is_readable() {
    let terms = Role::TERMS.iter().map(|term| (term.variant(), term.name()));
    let expected = [
        ("Viewer", "viewer"),
        ("Editor", "editor"),
        ("Admin", "administrator"),
        ("Staff", "staff"),
    ];
    assert!(terms.eq(expected));
    assert_eq!(Role::named("administrator"), Some(Role::Admin));
    assert_eq!(Role::named("Admin"), None);
}
