#![deny(warnings)]
#![forbid(unsafe_code)]

use std::fmt;
use std::marker::PhantomData;

use actix_web::{App, web};
use auth_runtime::{Identity, access_control, allow_anonymous, require_auth, require_role};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Query {
    pub page: Option<u32>,
}

pub struct Api;

#[access_control]
impl Api {
    const PAGE: u32 = 20;

    /// Lists.
    #[require_auth]
    #[require_role("reader")]
    async fn list(q: web::Query<Query>, who: Identity) -> String {
        let page = q.page.unwrap_or(1) * Self::PAGE;
        Self::greeting(&who, page)
    }

    #[require_auth]
    pub async fn show(web::Query(Query { page }): web::Query<Query>, mut id: web::Path<u64>) -> Result<String, Self> {
        *id += 1;
        if page.is_none() {
            return Err(Self);
        }
        Ok(id.to_string())
    }

    #[allow_anonymous]
    async fn health(who: Option<Identity>) -> &'static str {
        if who.is_some() { "known" } else { "ok" }
    }

    fn greeting(who: &Identity, page: u32) -> String {
        format!("hello, {}: {page}", who.subject())
    }

    pub fn register(config: &mut web::ServiceConfig) {
        config
            .route("/health", web::get().to(Self::health))
            .route("/list", web::get().to(Api::list));
    }

    pub fn by_reference(&self) -> u32 {
        Self::PAGE
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Api")
    }
}

impl fmt::Display for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such page")
    }
}

impl actix_web::ResponseError for Api {}

/// Another block, with functions of the same names.
#[access_control(require_auth, routes(list))]
impl Other<u8> {
    async fn list() -> &'static str {
        "u8"
    }
}

#[access_control(require_auth, routes(list))]
impl Other<u16> {
    async fn list() -> &'static str {
        "u16"
    }
}

struct Other<T>(PhantomData<T>);

trait Repo {
    const NAME: &'static str;
}

struct Db;

impl Repo for Db {
    const NAME: &'static str = "db";
}

#[derive(Deserialize)]
struct Generic<T, const N: usize>(PhantomData<T>);

#[access_control(require_auth(scheme = "Bearer"), routes(list, data))]
impl<T: Repo + 'static, const N: usize> Generic<T, N>
where
    T: Send,
{
    async fn list(_id: web::Path<u64>) -> String {
        format!("{} {N}", T::NAME)
    }

    #[require_role("admin")]
    async fn data(data: web::Data<T>, _of: web::Data<Self>) -> &'static str {
        let _ = data;
        T::NAME
    }

    #[allow_anonymous(reason = "a public number")]
    async fn more<U: Default + fmt::Display + 'static>() -> String {
        U::default().to_string()
    }
}

mod conditional {
    #[auth_runtime::access_control(require_auth)]
    pub mod inner {
        use auth_runtime::require_role;

        pub struct Api;

        #[cfg(any())]
        impl Api {
            #[require_role("never")]
            pub async fn list() -> Missing {
                Missing
            }
        }

        #[cfg(not(any()))]
        impl Api {
            #[require_role("reader")]
            pub async fn list() -> &'static str {
                "in"
            }

            #[cfg(any())]
            #[require_role("never")]
            pub async fn one() -> Missing {
                Missing
            }

            #[cfg_attr(all(), cfg(not(any())))]
            #[require_role("reader")]
            pub async fn one() -> &'static str {
                "in"
            }
        }
    }
}

fn main() {
    struct Local;

    #[access_control]
    impl Local {
        #[require_auth]
        async fn within() -> &'static str {
            "in"
        }
    }

    let _ = App::new()
        .configure(Api::register)
        .route("/show", web::get().to(Api::show))
        .route("/u8", web::get().to(Other::<u8>::list))
        .route("/u16", web::get().to(Other::<u16>::list))
        .route("/generic", web::get().to(Generic::<Db, 7>::list))
        .route("/data", web::get().to(Generic::<Db, 7>::data))
        .route("/more", web::get().to(Generic::<Db, 7>::more::<u8>))
        .route("/in", web::get().to(conditional::inner::Api::list))
        .route("/in/one", web::get().to(conditional::inner::Api::one))
        .route("/local", web::get().to(Local::within));
    let _ = (Api.by_reference(), Local, conditional::inner::Api);
    let _ = (Other::<u8>(PhantomData), Generic::<Db, 1>(PhantomData));
}
