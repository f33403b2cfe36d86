#![deny(warnings)]
#![forbid(unsafe_code)]
//! Every scheme alone and beside others, and what a caller must prove about its login.

use std::time::Duration;

use actix_web::{App, get, post, route, web};
use auth_runtime::{
    Access, Authentication, Scheme, access_control, declared_handlers, require_auth,
    require_permission, require_role, require_scope,
};

#[get("/basic")]
#[require_auth(scheme = "Basic", realm = "accounts")]
#[require_permission("orders.refund")]
async fn by_basic() -> &'static str {
    "basic"
}

#[require_auth(scheme = "Digest")]
#[require_role("staff")]
#[get("/digest")]
async fn by_digest() -> &'static str {
    "digest"
}

#[require_auth(scheme = "ApiKey")]
#[require_scope("orders:read")]
async fn by_api_key() -> &'static str {
    "key"
}

#[require_auth(scheme = ["Session"], max_age = "0s", redirect = true)]
#[route("/session", method = "GET", method = "POST")]
async fn by_session() -> &'static str {
    "session"
}

#[require_auth(scheme = "Session", redirect = false)]
#[post("/form")]
async fn by_form() -> &'static str {
    "form"
}

#[get("/any")]
#[require_auth(
    scheme = ["ApiKey", "Bearer", "Session", "Basic",],
    realm = "any",
)]
#[require_scope("orders:read")]
async fn by_any() -> &'static str {
    "any"
}

#[get("/step_up")]
#[require_auth(scheme = "Bearer", max_age = "5m", acr = ["phr", "urn:mace:incommon:iap:silver"])]
#[require_role("admin", hide = true)]
async fn by_step_up() -> &'static str {
    "step up"
}

#[get("/acr")]
#[require_auth(acr = "phr")]
async fn by_acr() -> &'static str {
    "acr"
}

#[get("/hidden")]
#[require_auth(scheme = ["Bearer", "Digest"], hide = true)]
async fn by_hidden() -> &'static str {
    "hidden"
}

/// A scheme and texts that a macro passes on.
macro_rules! handler {
    ($name:ident, $scheme:literal, $acr:literal, $age:literal) => {
        #[require_auth(scheme = [$scheme], acr = [$acr], max_age = $age)]
        async fn $name() -> &'static str {
            "macro"
        }
    };
}

handler!(by_macro, "Bearer", "phr", "1d");

/// A form takes no redirect, nor does what is hidden, and a default asks for none of it there.
#[access_control(require_auth(scheme = ["Session", "Bearer"], redirect = true))]
mod shop {
    use actix_web::{get, post};
    use auth_runtime::{require_auth, require_role};

    #[get("/cart")]
    pub async fn cart() -> &'static str {
        "cart"
    }

    #[post("/cart")]
    pub async fn add() -> &'static str {
        "added"
    }

    #[get("/hidden-cart")]
    #[require_role("admin", hide = true)]
    pub async fn hidden_cart() -> &'static str {
        "hidden"
    }

    #[get("/own")]
    #[require_auth(scheme = "Basic")]
    pub async fn own() -> &'static str {
        "own"
    }
}

fn declared(handler: &str) -> &'static Access {
    let mut all = declared_handlers().into_iter();
    all.find(|it| it.place().handler == handler).unwrap()
}

fn main() {
    let _ = App::new()
        .service(by_basic)
        .service(by_digest)
        .route("/key", web::get().to(by_api_key))
        .service(by_session)
        .service(by_form)
        .service(by_any)
        .service(by_step_up)
        .service(by_acr)
        .service(by_hidden)
        .route("/macro", web::get().to(by_macro))
        .service(shop::cart)
        .service(shop::add)
        .service((shop::own, shop::hidden_cart));

    for (handler, schemes) in [
        ("by_basic", &[Scheme::Basic][..]),
        ("by_digest", &[Scheme::Digest]),
        ("by_api_key", &[Scheme::ApiKey]),
        ("by_session", &[Scheme::Session]),
        (
            "by_any",
            &[
                Scheme::ApiKey,
                Scheme::Bearer,
                Scheme::Session,
                Scheme::Basic,
            ],
        ),
        ("by_hidden", &[Scheme::Bearer, Scheme::Digest]),
        ("by_macro", &[Scheme::Bearer]),
        ("cart", &[Scheme::Session, Scheme::Bearer]),
        ("add", &[Scheme::Session, Scheme::Bearer]),
        ("hidden_cart", &[Scheme::Session, Scheme::Bearer]),
        ("own", &[Scheme::Basic]),
    ] {
        assert_eq!(declared(handler).schemes(), schemes, "{handler}");
    }

    for (handler, max_age, acr) in [
        ("by_session", Some(0), &[][..]),
        (
            "by_step_up",
            Some(300),
            &["phr", "urn:mace:incommon:iap:silver"],
        ),
        ("by_acr", None, &["phr"]),
        ("by_macro", Some(86_400), &["phr"]),
    ] {
        let Authentication::Required {
            step_up: Some(step_up),
            ..
        } = declared(handler).authentication()
        else {
            panic!("{handler} asks for no step-up");
        };
        assert_eq!(step_up.max_age(), max_age.map(Duration::from_secs));
        assert_eq!(step_up.acr(), acr, "{handler}");
    }
    for (handler, expected) in [
        ("by_session", Some(true)),
        ("by_form", Some(false)),
        ("cart", Some(true)),
        ("add", None),
        ("hidden_cart", None),
        ("own", None),
    ] {
        let Authentication::Required {
            redirect, step_up, ..
        } = declared(handler).authentication()
        else {
            panic!("{handler} is open");
        };
        assert_eq!(redirect, expected, "{handler}");
        assert_eq!(step_up.is_some(), handler == "by_session");
    }
}
