//! Scopes and permissions, typed and as text.

use actix_web::App;
use auth_runtime::jwt::RoleClaim;
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{
    Auth, Identity, Permission, Scope, require_auth, require_permission, require_scope,
};

use super::{frozen, guarded};
use crate::app::{TestApp, get, start};

#[derive(Scope)]
enum Orders {
    #[scope(name = "orders:read")]
    Read,
    #[scope(name = "orders:write", implies(Read))]
    Write,
}

const PROFILE: &str = "profile";

#[derive(Permission)]
#[permission(rename_all = "kebab-case")]
enum Refunds {
    View,
    #[permission(implies(View))]
    GrantSmall,
    #[permission(implies(GrantSmall))]
    Grant,
}

guarded! {
    needs_read "/read": #[require_auth] #[require_scope(Orders::Read)];
    needs_both "/both": #[require_auth(realm = "orders")] #[require_scope(Orders::Write, PROFILE)];
    needs_stack "/stack": #[require_auth] #[require_scope("s1")] #[require_scope("s2")];
    needs_choice "/choice": #[require_auth] #[require_scope(any("a", "b"), "c")];
    needs_one_hidden "/one-hidden":
        #[require_auth] #[require_scope("s1")] #[require_scope("secret", hide = true)];
    needs_either "/either": #[require_auth] #[require_scope(any("legacy", all(Orders::Read, "x")))];
    needs_hidden "/hidden-scope": #[require_auth] #[require_scope(Orders::Write, hide = true)];
    needs_explained "/explained":
        #[require_auth] #[require_scope(Orders::Write, message = "Ask for write access.")];
    needs_view "/view": #[require_auth] #[require_permission(Refunds::View)];
    needs_grant "/grant": #[require_auth] #[require_permission(Refunds::GrantSmall, "orders.see")];
}

mod text {
    use auth_runtime::{require_auth, require_permission, require_scope};

    super::guarded! {
        needs_read "/text/read": #[require_auth] #[require_scope("orders:read")];
        needs_view "/text/view": #[require_auth] #[require_permission("view")];
    }

    pub(super) const MODULE: &str = module_path!();
}

mod unknown {
    use auth_runtime::{require_auth, require_permission, require_scope};

    super::guarded! {
        needs_neither "/neither":
            #[require_auth] #[require_scope("orders:raed")] #[require_permission("veiw")];
    }

    pub(super) const MODULE: &str = module_path!();
}

#[actix_web::get("/seen")]
#[require_auth]
async fn tells_names(who: Identity) -> String {
    let scope = (who.has_scope(Orders::Read), who.has_scope("orders:read"));
    let permission = (
        who.has_permission(Refunds::View),
        who.has_permission("view"),
    );
    format!("{scope:?} {permission:?}")
}

async fn app(auth: Auth) -> TestApp {
    let app = App::new()
        .app_data(auth.clone())
        .service((
            needs_read,
            needs_both,
            needs_stack,
            needs_choice,
            needs_one_hidden,
            needs_either,
            needs_hidden,
            needs_explained,
            needs_view,
            needs_grant,
            tells_names,
        ))
        .service((text::needs_read, text::needs_view))
        .default_service(auth.not_found());
    start(app).await
}

/// `realm`, and what is missing.
fn challenge(realm: &str, scopes: &str) -> String {
    format!(
        "Bearer realm=\"{realm}\", error=\"insufficient_scope\", scope=\"{scopes}\", \
         error_description=\"The access token needs a wider scope\""
    )
}

#[actix_web::test]
async fn a_scope_that_implies_another_is_enough() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    for (path, scopes, expected) in [
        ("/read", &["orders:read"][..], 200),
        ("/read", &["profile", "orders:write"], 200),
        ("/read", &["profile"], 403),
        ("/both", &["orders:write", "profile"], 200),
        ("/both", &["orders:write"], 403),
        ("/both", &["profile", "orders:read"], 403),
        ("/either", &["legacy"], 200),
        ("/either", &["x", "orders:write"], 200),
        ("/either", &["x"], 403),
        ("/text/read", &["orders:read"], 200),
        ("/text/read", &["orders:write"], 403),
    ] {
        let token = issuer.token("alice").scopes(scopes.iter().copied());
        let answer = get(path).bearer(token).status(&app).await;
        assert_eq!(answer, expected, "{path} {scopes:?}");
    }
}

/// A client that asks for what it is told comes in: the challenge names all that is needed, not what
/// was found missing first, and of a choice what the token has already.
#[actix_web::test]
async fn a_challenge_names_every_scope_that_is_needed() {
    let issuer = frozen();
    let app = app(issuer.auth_builder().realm("shop").build().unwrap()).await;
    for (path, scopes, needed) in [
        ("/stack", &["s1"][..], "s1 s2"),
        ("/stack", &["s2"], "s1 s2"),
        ("/stack", &[], "s1 s2"),
        ("/choice", &["b"], "b c"),
        ("/choice", &["c"], "a c"),
        // What is hidden is not told; who lacks it learns nothing at all.
        ("/one-hidden", &["secret"], "s1"),
    ] {
        let token = issuer.token("alice").scopes(scopes.iter().copied());
        let answer = get(path).bearer(token).send(&app).await;
        assert_eq!(answer.status, 403, "{path} {scopes:?}");
        assert_eq!(answer.challenges(), [challenge("shop", needed)], "{path}");
        let token = issuer.token("alice").scopes(needed.split(' '));
        let status = get(path).bearer(token).status(&app).await;
        assert_eq!(status, if path == "/one-hidden" { 404 } else { 200 });
    }
}

#[actix_web::test]
async fn a_missing_scope_is_challenged_for_by_name() {
    let issuer = frozen();
    let app = app(issuer.auth_builder().realm("shop").build().unwrap()).await;
    let default = "The access token does not have the scope that this needs.";
    for (path, expected, message) in [
        ("/read", challenge("shop", "orders:read"), default),
        (
            "/both",
            challenge("orders", "orders:write profile"),
            default,
        ),
        ("/either", challenge("shop", "legacy"), default),
        (
            "/explained",
            challenge("shop", "orders:write"),
            "Ask for write access.",
        ),
        ("/text/read", challenge("shop", "orders:read"), default),
    ] {
        // The same names elsewhere in the token are no scopes.
        let token = issuer.token("alice").scope("other");
        let token = token.roles(["orders:read", "orders:write"]);
        let token = token.permissions(["orders:read", "orders:write", "legacy", "profile"]);
        let answer = get(path).bearer(token).send(&app).await;
        assert_eq!(answer.status, 403, "{path}");
        assert_eq!(answer.challenge(), expected, "{path}");
        assert_eq!(answer.lines("cache-control"), ["no-store"], "{path}");
        let body = answer.json();
        assert_eq!(body["error"], "insufficient_scope", "{path}");
        assert_eq!(body["message"], message, "{path}");
    }
}

#[actix_web::test]
async fn a_hidden_scope_is_not_challenged_for() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    let ask = |path, scope| get(path).bearer(issuer.token("alice").scope(scope));
    let refused = ask("/hidden-scope", "orders:read").send(&app).await;
    let miss = ask("/missing", "orders:read").send(&app).await;
    assert_eq!(refused.status, 404);
    assert_eq!(refused.visible(), miss.visible());
    assert_eq!(ask("/hidden-scope", "orders:write").status(&app).await, 200);
}

#[actix_web::test]
async fn permissions_come_from_their_claim_and_imply_each_other() {
    let issuer = frozen();
    let elsewhere = issuer.jwt().permissions(RoleClaim::named("may"));
    let clock = TestClock::at(1_800_000_000);
    let elsewhere = Auth::builder().bearer(elsewhere).clock(clock);
    let apps = [
        ("permissions", app(issuer.auth()).await),
        ("may", app(elsewhere.build().unwrap()).await),
    ];
    for (claim, app) in &apps {
        for (path, names, expected) in [
            ("/view", &["view"][..], 200),
            ("/view", &["grant-small"], 200),
            ("/view", &["grant"], 200),
            ("/view", &["grant_small", "GrantSmall"], 403),
            ("/grant", &["grant"], 403),
            ("/grant", &["grant", "orders.see"], 200),
            ("/grant", &["view", "orders.see"], 403),
            ("/text/view", &["view"], 200),
            ("/text/view", &["grant"], 403),
        ] {
            let token = issuer.token("alice").claim(*claim, names.to_vec());
            let answer = get(path).bearer(token).send(app).await;
            assert_eq!(answer.status, expected, "{claim} {path} {names:?}");
            assert_eq!(answer.challenges(), [""; 0], "{claim} {path} {names:?}");
        }
    }
    let [_, (_, elsewhere)] = &apps;
    let token = issuer
        .token("alice")
        .role("view")
        .scope("view")
        .permission("view");
    assert_eq!(get("/view").bearer(token).status(elsewhere).await, 403);
}

#[actix_web::test]
async fn text_knows_the_hierarchy_of_its_own_kind() {
    let issuer = frozen();
    let builder = |issuer: &TestIssuer| issuer.auth_builder().only_modules([text::MODULE]);
    let scopes = app(builder(&issuer).scopes::<Orders>().build().unwrap()).await;
    let permissions = app(builder(&issuer).permissions::<Refunds>().build().unwrap()).await;
    for (app, read, view) in [(&scopes, 200, 403), (&permissions, 403, 200)] {
        let token = || {
            issuer
                .token("alice")
                .scope("orders:write")
                .permission("grant")
        };
        assert_eq!(get("/text/read").bearer(token()).status(app).await, read);
        assert_eq!(get("/text/view").bearer(token()).status(app).await, view);
    }
}

#[actix_web::test]
async fn text_that_no_enum_of_its_kind_has_does_not_start() {
    let builder = frozen().auth_builder().only_modules([unknown::MODULE]);
    let builder = builder.scopes::<Orders>().permissions::<Refunds>();
    let error = builder.build().unwrap_err();
    let ends = [
        "asks for the scope \"orders:raed\", which no registered enum of scopes has: correct it, or \
         add a variant",
        "asks for the permission \"veiw\", which no registered enum of permissions has: correct it, \
         or add a variant",
    ];
    assert_eq!(error.problems().len(), ends.len(), "{error}");
    for (problem, end) in error.problems().iter().zip(ends) {
        assert!(problem.ends_with(end), "{problem}");
    }

    // An enum of roles says nothing about them: they are asked for as they are written.
    let issuer = frozen();
    let builder = issuer.auth_builder().only_modules([unknown::MODULE]);
    let auth = builder.roles::<super::Role>().build().unwrap();
    let app = start(App::new().app_data(auth).service(unknown::needs_neither)).await;
    let token = issuer.token("alice").scope("orders:raed");
    let request = get("/neither").bearer(token.permission("veiw"));
    assert_eq!(request.status(&app).await, 200);
}

#[actix_web::test]
async fn a_handler_asks_by_type_or_by_text() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    let token = issuer.token("alice").scope("orders:write");
    let answer = get("/seen")
        .bearer(token.permission("grant"))
        .send(&app)
        .await;
    assert_eq!(answer.text(), "(true, false) (true, false)");
    let token = issuer.token("alice").scope("profile").scope("orders:read");
    let token = token.role("view");
    let answer = get("/seen").bearer(token).send(&app).await;
    assert_eq!(answer.text(), "(true, true) (false, false)");
}

/// The same names as those of [`Orders`], but one implies no other.
#[derive(Scope)]
enum FlatOrders {
    #[scope(name = "orders:read")]
    Read,
    #[scope(name = "orders:write")]
    Write,
}

#[test]
fn enums_that_disagree_are_not_registered_side_by_side() {
    let builder = || frozen().auth_builder().only_modules(["nowhere"]);
    let error = builder()
        .scopes::<Orders>()
        .scopes::<FlatOrders>()
        .build()
        .unwrap_err();
    assert_eq!(
        error.problems(),
        [
            "two registered enums have the scope \"orders:read\", and other scopes imply it in \
             each: register one of them"
        ]
    );
    assert!(
        builder()
            .scopes::<Orders>()
            .scopes::<Orders>()
            .build()
            .is_ok()
    );
    // A role and a scope of one name are two things.
    assert!(builder().scopes::<Orders>().build().is_ok());
}
