#![deny(warnings)]
#![forbid(unsafe_code)]
#![deny(missing_docs, unreachable_pub)]
//! Conditions by the name that is registered and by the path of a function, wherever the attribute stands.

use actix_web::{App, HttpRequest, get, web};
use auth_runtime::{
    AuthorizationError, Identity, Reason, Verdict, access_control, declared_handlers, post,
    require_auth, require_condition, require_condition as ask,
};

struct Articles;

async fn is_author(who: Identity, article: web::Path<u64>, _: web::Data<Articles>) -> Verdict {
    if who.subject() == article.to_string() {
        Verdict::Allow
    } else {
        Verdict::forbid("not the author")
    }
}

async fn is_paid(_: HttpRequest) -> bool {
    true
}

async fn is_open(
    _: Option<web::Query<Vec<(String, String)>>>,
    _: (Identity, HttpRequest),
) -> Result<Verdict, AuthorizationError> {
    Ok(Verdict::Forbid(Reason::new("closed on Sundays").told()))
}

async fn is_known<const STRICT: bool>(_: Identity) -> Result<bool, AuthorizationError> {
    Ok(STRICT)
}

/// Rules of another module.
pub mod rules {
    use std::future::{Future, Ready, ready};

    use auth_runtime::{Identity, Verdict};

    /// For everybody.
    pub async fn is_weekday(_: Identity) -> Verdict {
        Verdict::Allow
    }

    /// Of whoever asks.
    pub async fn is_awake() -> bool {
        true
    }

    /// With an error of its own.
    pub async fn is_reachable(_: Identity) -> Result<bool, std::io::Error> {
        Ok(true)
    }

    /// No `async fn`, and as good as one.
    pub fn is_near(_: Identity) -> Ready<bool> {
        ready(true)
    }

    /// Neither.
    pub fn is_far(_: Identity) -> impl Future<Output = bool> {
        ready(false)
    }
}

#[get("/articles/{id}")]
#[require_auth]
#[require_condition(is_author)]
async fn below(id: web::Path<u64>) -> String {
    id.to_string()
}

#[require_auth]
#[require_condition("office", hide = true)]
#[require_condition(is_author)]
#[require_condition(self::rules::is_weekday, message = "Not at the weekend.")]
#[get("/articles/{id}/draft")]
async fn above() -> &'static str {
    "draft"
}

#[require_condition(is_paid)]
#[require_auth]
#[post("/articles")]
#[require_condition(is_open)]
async fn drop_in(text: String) -> String {
    text
}

#[ask(crate::rules::is_near)]
#[require_auth]
#[auth_runtime::require_condition(rules::is_far)]
#[require_condition(rules::is_awake)]
#[require_condition(rules::is_reachable)]
#[auth_runtime::require_condition("working hours")]
async fn plain() -> &'static str {
    "plain"
}

#[require_auth]
#[require_condition(is_known::<true>)]
#[require_condition(is_known::<false>)]
async fn with_generics() -> &'static str {
    "generics"
}

mod renamed {
    pub(crate) use auth_runtime as guard;
    pub(crate) use auth_runtime::require_condition;
}

#[renamed::guard::require_auth(crate = crate::renamed::guard)]
#[renamed::require_condition(is_paid)]
async fn by_another_name() -> &'static str {
    "renamed"
}

#[access_control(
    require_auth,
    require_condition(crate::rules::is_weekday),
    require_condition("office"),
    routes(elsewhere)
)]
mod by_default {
    use auth_runtime::{get, require_condition};

    async fn is_local(_: auth_runtime::Identity) -> bool {
        true
    }

    #[get("/by/default")]
    #[require_condition(is_local)]
    #[require_condition("office")]
    pub(crate) async fn handler() -> &'static str {
        "default"
    }

    pub(crate) async fn elsewhere() -> &'static str {
        "elsewhere"
    }
}

struct Api;

#[access_control(require_auth, require_condition(is_paid))]
impl Api {
    async fn is_of_the_block(_: Identity) -> bool {
        true
    }

    #[require_condition(Api::is_of_the_block)]
    async fn show() -> &'static str {
        "block"
    }
}

macro_rules! conditional {
    ($name:ident, $condition:path) => {
        #[auth_runtime::require_auth]
        #[auth_runtime::require_condition($condition)]
        async fn $name() -> &'static str {
            "conditional"
        }
    };
    ($name:ident, $condition:literal) => {
        #[auth_runtime::require_auth]
        #[auth_runtime::require_condition($condition)]
        async fn $name() -> &'static str {
            "conditional"
        }
    };
}
conditional!(by_macro, rules::is_weekday);
conditional!(named_by_macro, "office");

fn main() {
    async fn is_within(_: Identity) -> bool {
        true
    }
    #[get("/within")]
    #[require_auth]
    #[require_condition(is_within)]
    async fn within() -> &'static str {
        "within"
    }

    let _ = App::new()
        .service((below, above, drop_in, within, by_default::handler))
        .route("/plain", web::get().to(plain))
        .route("/generics", web::get().to(with_generics))
        .route("/renamed", web::get().to(by_another_name))
        .route("/elsewhere", web::get().to(by_default::elsewhere))
        .route("/block", web::get().to(Api::show))
        .route("/macro", web::get().to(by_macro))
        .route("/named", web::get().to(named_by_macro));

    let asked = |name: &str| {
        let handlers = declared_handlers();
        let handler = handlers.iter().find(|it| it.place().handler == name);
        handler.map(|it| {
            let asked = it.requirements().iter().map(|it| it.privilege().to_string());
            asked.collect::<Vec<_>>().join("; ")
        })
    };
    for (name, expected) in [
        ("below", "condition is_author"),
        (
            "above",
            "condition \"office\"; condition is_author; condition self::rules::is_weekday",
        ),
        ("drop_in", "condition is_paid; condition is_open"),
        (
            "plain",
            "condition crate::rules::is_near; condition rules::is_far; condition rules::is_awake; \
             condition rules::is_reachable; condition \"working hours\"",
        ),
        (
            "with_generics",
            "condition is_known::<true>; condition is_known::<false>",
        ),
        ("by_another_name", "condition is_paid"),
        (
            "handler",
            "condition crate::rules::is_weekday; condition \"office\"; condition is_local; \
             condition \"office\"",
        ),
        ("elsewhere", "condition crate::rules::is_weekday; condition \"office\""),
        ("Api::show", "condition is_paid; condition Api::is_of_the_block"),
        ("by_macro", "condition rules::is_weekday"),
        ("named_by_macro", "condition \"office\""),
        ("within", "condition is_within"),
    ] {
        assert_eq!(asked(name).as_deref(), Some(expected), "{name}");
    }
}
