#![deny(warnings)]
#![forbid(unsafe_code)]

use actix_web::{App, web};
use auth_runtime::access_control;

/// Each handler says for itself who may call it.
#[access_control(routes(registered, books::pages::one))]
mod api {
    //! Handlers.
    #![allow(clippy::unused_async)]

    use actix_web::{HttpResponse, get, route, routes, web};
    use auth_runtime::{Identity, allow_anonymous, require_auth, require_role};

    use self::books::Limits;

    const LONGEST: usize = 10;

    #[derive(Debug)]
    pub struct Book {
        pub title: String,
    }

    thread_local! {
        static SEEN: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    }

    macro_rules! short {
        ($text:expr) => {
            $text.chars().take(LONGEST).collect::<String>()
        };
    }

    #[require_auth]
    #[get("/me")]
    pub async fn me(who: Identity) -> String {
        short!(who.subject())
    }

    #[get("/open")]
    #[allow_anonymous]
    pub async fn open() -> &'static str {
        SEEN.set(SEEN.get() + 1);
        "open"
    }

    #[route("/several", method = "GET", method = "HEAD")]
    #[require_auth]
    #[require_role("admin")]
    pub async fn several() -> String {
        helper(&Book {
            title: "Emma".into(),
        })
    }

    #[routes]
    #[get("/one")]
    #[get("/two")]
    #[require_auth]
    pub async fn twice() -> HttpResponse {
        HttpResponse::NoContent().finish()
    }

    #[cfg_attr(all(), get("/conditional"))]
    #[require_auth]
    pub async fn conditional() -> &'static str {
        "in"
    }

    #[require_auth]
    pub async fn registered() -> &'static str {
        "in"
    }

    /// Registered here, so nobody has to name it.
    #[require_auth]
    async fn seen() -> &'static str {
        "in"
    }

    pub fn register(config: &mut web::ServiceConfig) {
        config.route("/seen", web::get().to(seen)).service(me);
    }

    fn helper(book: &Book) -> String {
        format!("{book:?}: {}", book.title)
    }

    pub mod books {
        use actix_web::{delete, web};
        use auth_runtime::require_auth;

        pub trait Limits {
            fn most(&self) -> usize {
                7
            }
        }

        impl Limits for web::Path<u64> {}

        #[delete("/books/{id}")]
        #[require_auth]
        pub async fn remove(id: web::Path<u64>) -> String {
            id.most().to_string()
        }

        pub mod pages {
            use auth_runtime::require_auth;

            #[require_auth]
            pub async fn one() -> &'static str {
                "in"
            }
        }
    }

    pub fn most(id: &web::Path<u64>) -> usize {
        id.most()
    }

    #[cfg(test)]
    mod tests {
        use actix_web::get;

        #[get("/never/served")]
        async fn made_for_a_test() -> &'static str {
            "in"
        }
    }
}

/// A default, tightened, replaced and opened.
#[access_control(
    require_auth(scheme = "Bearer"),
    require_role("staff"),
    routes(registered, Api::list),
    crate = ::auth_runtime,
)]
mod staff {
    use actix_web::{get, web};
    use auth_runtime::{Identity, allow_anonymous, require_auth, require_role};

    #[get("/staff")]
    pub async fn plain(who: Identity) -> String {
        who.subject().to_owned()
    }

    #[get("/staff/{id}")]
    #[require_role("editor")]
    pub async fn tightened(id: web::Path<u64>) -> String {
        id.to_string()
    }

    #[require_auth(scheme = "Bearer", realm = "vault")]
    #[get("/vault")]
    pub async fn replaced() -> &'static str {
        "in"
    }

    #[get("/health")]
    #[allow_anonymous(reason = "asked by the load balancer")]
    pub async fn opened() -> &'static str {
        "ok"
    }

    pub async fn registered(_who: Identity) -> &'static str {
        "in"
    }

    pub struct Api;

    impl Api {
        pub async fn list(who: Identity) -> String {
            Self::greeting(&who)
        }

        #[require_role("editor")]
        pub async fn edit() -> &'static str {
            "in"
        }

        fn greeting(who: &Identity) -> String {
            format!("hello, {}", who.subject())
        }
    }
}

/// With actix-web's own attribute for modules, on both sides.
#[access_control(require_auth)]
#[actix_web::scope("/above")]
mod above {
    use actix_web::get;

    #[get("/one")]
    pub async fn one() -> &'static str {
        "in"
    }
}

#[actix_web::scope("/below")]
#[access_control(require_auth)]
mod below {
    use actix_web::get;

    #[get("/one")]
    pub async fn one() -> &'static str {
        "in"
    }
}

/// Items and visibilities that a macro hands on.
macro_rules! module_of {
    ($name:ident, $visibility:vis, $($item:item)*) => {
        #[access_control(require_auth)]
        $visibility mod $name {
            use actix_web::get;
            $($item)*
        }
    };
}

module_of!(by_macro, pub(crate),
    #[get("/by/macro/{id}")]
    pub async fn one(id: actix_web::web::Path<u8>) -> String {
        id.to_string()
    }

    pub fn helper() -> u8 {
        7
    }
);

/// An empty one; and one with attributes in it.
#[access_control]
mod empty {}

fn main() {
    let _ = App::new()
        .service((api::open, api::several, api::twice, api::conditional))
        .service(api::books::remove)
        .configure(api::register)
        .route("/registered", web::get().to(api::registered))
        .route("/page", web::get().to(api::books::pages::one))
        .service((staff::plain, staff::tightened, staff::replaced, staff::opened))
        .route("/staff/registered", web::get().to(staff::registered))
        .route("/staff/list", web::get().to(staff::Api::list))
        .route("/staff/edit", web::get().to(staff::Api::edit))
        .service((above::one, below::one, by_macro::one));
    let _ = api::most(&web::Path::from(u64::from(by_macro::helper())));
    let _ = staff::Api;
}
