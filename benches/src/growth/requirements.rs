//! Leaves of a rule, and attributes on a handler, for a caller with a hundred roles.
//!
//! The application writes them. Of `any` the last one is the caller's; of `all`, and of several attributes, each is.

use auth_runtime::{Auth, AuthBuilder};
use serde_json::json;

use super::minted::Issuer;
use super::rig::{Cell, Rig, auth_of};

macro_rules! handlers {
    ($module:ident: $($role:literal)+) => {
        mod $module {
            use actix_web::get;
            use auth_runtime::{require_auth, require_role};

            #[get("/guarded")]
            #[require_auth(scheme = "Bearer")]
            #[require_role(any($($role),+, "last"))]
            pub(super) async fn any() -> &'static str {
                "done"
            }

            #[get("/guarded")]
            #[require_auth(scheme = "Bearer")]
            #[require_role(all($($role),+, "last"))]
            pub(super) async fn all() -> &'static str {
                "done"
            }

            #[get("/guarded")]
            #[require_auth(scheme = "Bearer")]
            $(#[require_role($role)])+
            pub(super) async fn stacked() -> &'static str {
                "done"
            }
        }
    };
}

handlers!(one: "r099");
handlers!(
    ten:
    "r090" "r091" "r092" "r093" "r094" "r095" "r096" "r097" "r098" "r099"
);
handlers!(
    hundred:
    "r000" "r001" "r002" "r003" "r004" "r005" "r006" "r007" "r008" "r009" "r010" "r011" "r012"
    "r013" "r014" "r015" "r016" "r017" "r018" "r019" "r020" "r021" "r022" "r023" "r024" "r025"
    "r026" "r027" "r028" "r029" "r030" "r031" "r032" "r033" "r034" "r035" "r036" "r037" "r038"
    "r039" "r040" "r041" "r042" "r043" "r044" "r045" "r046" "r047" "r048" "r049" "r050" "r051"
    "r052" "r053" "r054" "r055" "r056" "r057" "r058" "r059" "r060" "r061" "r062" "r063" "r064"
    "r065" "r066" "r067" "r068" "r069" "r070" "r071" "r072" "r073" "r074" "r075" "r076" "r077"
    "r078" "r079" "r080" "r081" "r082" "r083" "r084" "r085" "r086" "r087" "r088" "r089" "r090"
    "r091" "r092" "r093" "r094" "r095" "r096" "r097" "r098" "r099"
);

pub fn count(rig: &Rig) {
    let issuer = Issuer::new();
    let token = |letter: char| {
        let mut roles: Vec<_> = (0..100).map(|role| format!("{letter}{role:03}")).collect();
        roles.push("last".to_owned());
        issuer.token_with(&json!({"roles": roles}))
    };
    let (many, last) = (token('r'), token('s'));
    macro_rules! cells {
        ($($module:ident: $n:literal)+) => {
            $(
                for (series, token) in [("any", &last), ("all", &many), ("attributes", &many)] {
                    let auth = auth_of(builder(&issuer), module_path!());
                    let cell = Cell { series, n: $n, status: 200 };
                    let token = std::slice::from_ref(token);
                    match series {
                        "any" => rig.tokens(cell, &rig.app_with(&auth, $module::any), token),
                        "all" => rig.tokens(cell, &rig.app_with(&auth, $module::all), token),
                        _ => rig.tokens(cell, &rig.app_with(&auth, $module::stacked), token),
                    }
                }
            )+
        };
    }
    cells!(one: 1 ten: 10 hundred: 100);
}

fn builder(issuer: &Issuer) -> AuthBuilder {
    Auth::builder().bearer(issuer.jwt())
}
