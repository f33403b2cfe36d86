//! `any` in `all` in `any`, where only the innermost name is the caller's: each level is asked.

use auth_runtime::Auth;

use super::minted::Issuer;
use super::rig::{Cell, Rig, auth_of};

/// A rule within two more, as often as there are stars.
macro_rules! nested {
    ($name:ident, [], $($rule:tt)+) => {
        mod $name {
            use actix_web::get;
            use auth_runtime::{require_auth, require_role};

            #[get("/guarded")]
            #[require_auth(scheme = "Bearer")]
            #[require_role($($rule)+)]
            pub(super) async fn deep() -> &'static str {
                "done"
            }
        }
    };
    ($name:ident, [* $($more:tt)*], $($rule:tt)+) => {
        nested!($name, [$($more)*], any("nobody", all("editor", $($rule)+)));
    };
}

nested!(one, [], any("nobody", "admin"));
nested!(ten, [* * * * *], "admin");
nested!(
    hundred,
    [* * * * * * * * * * * * * * * * * * * * * * * * *
     * * * * * * * * * * * * * * * * * * * * * * * * *],
    "admin"
);

pub fn count(rig: &Rig) {
    let issuer = Issuer::new();
    let token = [issuer.token(0)];
    let series = "any in all in any";
    macro_rules! cells {
        ($($module:ident: $n:literal)+) => {
            $(
                let auth = auth_of(Auth::builder().bearer(issuer.jwt()), module_path!());
                let app = rig.app_with(&auth, $module::deep);
                rig.tokens(Cell { series, n: $n, status: 200 }, &app, &token);
            )+
        };
    }
    cells!(one: 1 ten: 10 hundred: 100);
}
