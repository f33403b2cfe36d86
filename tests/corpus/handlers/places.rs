//! Handlers in modules and functions, their visibility and their names.

use actix_web::{HttpResponse, Responder, Scope, get, post, web};

//@ GET /private
#[get("/private")]
async fn private() -> &'static str {
    "private"
}

//@ GET /public
#[get("/public")]
pub async fn public() -> &'static str {
    "public"
}

//@ GET /public-to
pub async fn public_to() -> &'static str {
    "public"
}

//@ GET /in-crate
#[get("/in-crate")]
pub(crate) async fn in_crate() -> &'static str {
    "crate"
}

//@ GET /in-crate-to
pub(crate) async fn in_crate_to() -> &'static str {
    "crate"
}

pub(crate) mod books {
    use super::*;

    //@ GET /shop/books
    #[get("/books")]
    pub async fn list() -> impl Responder {
        web::Json(["Emma"])
    }

    //@ GET /books/7
    #[get("/books/{id}")]
    pub(super) async fn show(id: web::Path<u8>) -> String {
        id.to_string()
    }

    //@ POST /books/7
    pub(in super::super) async fn change(id: web::Path<u8>) -> String {
        id.to_string()
    }

    //@ GET /shop/books-self
    #[get("/books-self")]
    pub(self) async fn of_itself() -> &'static str {
        "self"
    }

    pub(super) mod pages {
        use super::*;

        //@ GET /books/7/pages/3
        #[get("/books/{id}/pages/{page}")]
        pub async fn one_page(path: web::Path<(u8, u8)>) -> String {
            let (id, page) = path.into_inner();
            super::helper(id, page)
        }

        //@ POST /books/7/pages
        pub(in super::super) async fn add(id: web::Path<u8>) -> String {
            self::super::helper(*id, 0)
        }
    }

    fn helper(id: u8, page: u8) -> String {
        format!("{id}: {page}")
    }

    pub(super) fn scope() -> Scope {
        web::scope("/shop").service((list_of_books, of_itself))
    }
}

mod r#final {
    use super::*;

    //@ GET /raw
    #[get("/raw")]
    pub async fn r#move() -> &'static str {
        "raw"
    }

    //@ GET /raw-to/7
    pub async fn r#type(r#in: web::Path<u8>) -> String {
        r#in.to_string()
    }
}

//@ GET /keyword
#[get("/keyword")]
async fn r#async() -> &'static str {
    "async"
}

//@ GET /underscore
#[get("/underscore")]
async fn _underscore() -> &'static str {
    "underscore"
}

//@ GET /%C3%BCber
#[get("/über")]
async fn über() -> &'static str {
    "über"
}

//@ GET /a-very-long-name
#[get("/a-very-long-name")]
async fn a_handler_whose_name_is_long_enough_that_nobody_would_want_to_read_it_twice_in_a_row()
-> &'static str {
    "long"
}

/// A type and a handler of one spelling.
#[derive(serde::Serialize)]
struct Status {
    ok: bool,
}

//@ GET /status
#[get("/status")]
async fn status() -> web::Json<Status> {
    web::Json(Status { ok: true })
}

// Handlers inside functions.

fn inside(config: &mut web::ServiceConfig) {
    //@ GET /inside
    #[get("/inside")]
    async fn in_function() -> &'static str {
        "inside"
    }

    //@ GET /inside-to
    async fn in_function_to() -> HttpResponse {
        HttpResponse::Ok().body("inside")
    }

    config
        .service(in_function)
        .route("/inside-to", web::get().to(in_function_to));
}

fn inside_blocks(config: &mut web::ServiceConfig) {
    if std::env::args().next().is_some() {
        //@ POST /inside-block
        #[post("/inside-block")]
        async fn in_block() -> &'static str {
            "block"
        }
        config.service(in_block);
    }
    let register = |config: &mut web::ServiceConfig| {
        //@ GET /inside-closure/7
        async fn in_closure(id: web::Path<u8>) -> String {
            id.to_string()
        }
        config.route("/inside-closure/{id}", web::get().to(in_closure));
    };
    register(config);
}

fn generic_inside<T>(config: &mut web::ServiceConfig)
where
    T: std::fmt::Display + serde::de::DeserializeOwned + 'static,
{
    //@ GET /inside-generic/7
    #[get("/inside-generic/{id}")]
    async fn in_generic_function(id: web::Path<u8>) -> String {
        id.to_string()
    }

    //@ GET /inside-generic-to/7
    async fn in_generic_function_to<U: std::fmt::Display>(id: web::Path<U>) -> String {
        id.to_string()
    }

    config.service(in_generic_function).route(
        "/inside-generic-to/{id}",
        web::get().to(in_generic_function_to::<T>),
    );
}

struct Module;

impl Module {
    fn register(config: &mut web::ServiceConfig) {
        //@ GET /inside-method
        #[get("/inside-method")]
        async fn in_method() -> &'static str {
            "method"
        }
        config.service(in_method);
    }
}

trait Register {
    fn register_all(config: &mut web::ServiceConfig);
}

impl Register for Module {
    fn register_all(config: &mut web::ServiceConfig) {
        //@ GET /inside-trait
        async fn in_trait_method() -> impl Responder {
            "trait"
        }
        config.route("/inside-trait", web::get().to(in_trait_method));
    }
}

const _: () = {
    // A block of its own, as derives write them.
    impl Module {
        fn register_anonymous(config: &mut web::ServiceConfig) {
            config.service(in_constant);
        }
    }

    //@ GET /inside-constant
    #[get("/inside-constant")]
    async fn in_constant() -> &'static str {
        "constant"
    }
};

pub use books::list as list_of_books;
pub use books::pages::one_page as page_of_a_book;

pub fn routes(config: &mut web::ServiceConfig) {
    inside(config);
    inside_blocks(config);
    Module::register(config);
    Module::register_all(config);
    Module::register_anonymous(config);
    generic_inside::<u8>(config);
    config
        .service((private, public, in_crate))
        .route("/public-to", web::get().to(public_to))
        .route("/in-crate-to", web::get().to(in_crate_to))
        .service((books::show, page_of_a_book))
        .route("/books/{id}", web::post().to(books::change))
        .route("/books/{id}/pages", web::post().to(books::pages::add))
        .service(r#final::r#move)
        .route("/raw-to/{in}", web::get().to(r#final::r#type))
        .service((r#async, _underscore, über, status))
        .service(
            a_handler_whose_name_is_long_enough_that_nobody_would_want_to_read_it_twice_in_a_row,
        )
        .service(books::scope());
}
