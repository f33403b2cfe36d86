//! Promise 8: any means any, and all means all, in attributes as they are written.

use actix_web::web::ServiceConfig;
use actix_web::{App, get};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{require_auth, require_role};

use crate::app::{get, start};

/// Whether callers with these roles should pass.
type Oracle = fn(&dyn Fn(&str) -> bool) -> bool;

/// A handler for each list of attributes, and beside it the same condition in Rust's own words.
macro_rules! rules {
    ($($name:ident $path:literal: $(#[$guard:meta])+ => |$has:ident| $oracle:expr;)+) => {
        $(
            #[get($path)]
            $(#[$guard])+
            async fn $name() -> &'static str {
                "in"
            }
        )+

        fn register(config: &mut ServiceConfig) {
            $(config.service($name);)+
        }

        const ORACLES: &[(&str, Oracle)] = &[$(($path, |$has| $oracle)),+];
    };
}

rules! {
    no_role "/none":
        #[require_auth]
        => |_has| true;
    one "/one":
        #[require_auth] #[require_role("a")]
        => |has| has("a");
    list "/list":
        #[require_auth] #[require_role("a", "b", "c")]
        => |has| has("a") || has("b") || has("c");
    any_of_one "/any-of-one":
        #[require_auth] #[require_role(any("a"))]
        => |has| has("a");
    all_of_one "/all-of-one":
        #[require_auth] #[require_role(all("d"))]
        => |has| has("d");
    all "/all":
        #[require_auth] #[require_role(all("a", "b", "c"))]
        => |has| has("a") && has("b") && has("c");
    all_beside_role "/all-beside-role":
        #[require_role("a", all("b", "c"))] #[require_auth]
        => |has| has("a") || has("b") && has("c");
    alls_side_by_side "/alls":
        #[require_auth] #[require_role(all("a", "b"), all("c", "d"))]
        => |has| has("a") && has("b") || has("c") && has("d");
    any_of_all "/any-of-all":
        #[require_auth] #[require_role(any("a", all("b", any("c", "d"))))]
        => |has| has("a") || has("b") && (has("c") || has("d"));
    all_of_any "/all-of-any":
        #[require_auth] #[require_role(all(any("a", "b"), any("c", "d")))]
        => |has| (has("a") || has("b")) && (has("c") || has("d"));
    deep "/deep":
        #[require_auth] #[require_role(all("a", any(all("b", "c"), all("b", any("d")))))]
        => |has| has("a") && (has("b") && has("c") || has("b") && has("d"));
    stacked "/stacked":
        #[require_auth] #[require_role("a", "b")] #[require_role("c", "d")]
        => |has| (has("a") || has("b")) && (has("c") || has("d"));
    stacked_thrice "/stacked-thrice":
        #[require_role("a")] #[require_role(any("b", all("c", "d")))] #[require_auth]
        #[require_role("d", "b")]
        => |has| has("a") && (has("b") || has("c") && has("d")) && (has("d") || has("b"));
    with_options "/with-options":
        #[require_auth] #[require_role("a", all("b", "c"), message = "no")]
        #[require_role(any("d", "a"), hide = false)]
        => |has| (has("a") || has("b") && has("c")) && (has("d") || has("a"));
}

#[actix_web::test]
async fn every_set_of_roles_passes_where_the_condition_holds_and_nowhere_else() {
    const ROLES: [&str; 4] = ["a", "b", "c", "d"];
    let issuer = TestIssuer::new();
    let app = App::new().app_data(issuer.auth()).configure(register);
    let app = start(app).await;
    for (path, oracle) in ORACLES {
        for set in 0..1 << ROLES.len() {
            let roles = ROLES.iter().enumerate();
            let held: Vec<_> = roles.filter(|(bit, _)| set >> bit & 1 == 1).collect();
            let held: Vec<_> = held.into_iter().map(|(_, role)| *role).collect();
            let expected = if oracle(&|role| held.contains(&role)) {
                200
            } else {
                403
            };
            let token = issuer.token("alice").roles(held.clone());
            let status = get(path).bearer(token).status(&app).await;
            assert_eq!(status, expected, "{path} {held:?}");
        }
    }
}

#[actix_web::test]
async fn no_condition_holds_for_an_anonymous_caller() {
    let issuer = TestIssuer::new();
    let app = App::new().app_data(issuer.auth()).configure(register);
    let app = start(app).await;
    for (path, _) in ORACLES {
        assert_eq!(get(path).status(&app).await, 401, "{path}");
    }
}

#[actix_web::test]
async fn roles_compare_by_their_exact_characters() {
    let issuer = TestIssuer::new();
    let app = App::new().app_data(issuer.auth()).configure(register);
    let app = start(app).await;
    for role in ["A", " a", "a ", "aa", "", "*", "a\0", "\u{ff41}", "\u{430}"] {
        let token = issuer.token("alice").role(role);
        assert_eq!(
            get("/one").bearer(token).status(&app).await,
            403,
            "{role:?}"
        );
    }
}
