//! Handlers that a `macro_rules!` writes.

use actix_web::{HttpResponse, Responder, get, web};
use serde::Deserialize;

macro_rules! constant {
    ($name:ident, $path:literal, $text:expr) => {
        //@ guard
        #[get($path)]
        async fn $name() -> &'static str {
            $text
        }
    };
}

//@ handler first_constant
//@ GET /first
constant!(first_constant, "/first", "first");

//@ handler second_constant
//@ GET /second
constant!(second_constant, "/second", concat!("sec", "ond"));

macro_rules! with_body {
    ($visibility:vis $name:ident($($argument:ident: $ty:ty),*) -> $answer:ty $body:block) => {
        //@ guard
        $visibility async fn $name($($argument: $ty),*) -> $answer $body
    };
}

//@ handler no_argument
//@ GET /no-argument
with_body!(no_argument() -> String { "none".to_owned() });

//@ handler two_arguments
//@ GET /two-arguments/7?left=3
with_body!(pub(crate) two_arguments(id: web::Path<u8>, pair: web::Query<Pair>) -> String {
    let pair = pair.into_inner();
    if pair.left == 0 {
        return "zero".into();
    }
    format!("{id} {}", pair.left)
});

#[derive(Deserialize)]
pub(crate) struct Pair {
    left: u8,
}

macro_rules! patterns {
    ($($(#[$attribute:meta])* $name:ident($($pattern:pat => $ty:ty),* $(,)?) $body:tt)*) => {$(
        //@ guard
        $(#[$attribute])*
        async fn $name($($pattern: $ty),*) -> impl Responder $body
    )*};
}

//@ handler with_patterns
//@ GET /with-patterns/7?left=8
//@ handler with_attributes
//@ GET /with-attributes
patterns! {
    with_patterns(mut id => web::Path<u8>, web::Query(Pair { left }) => web::Query<Pair>) {
        *id += left;
        id.to_string()
    }

    /// Documented where the macro is used.
    #[get("/with-attributes")]
    #[allow(unused_variables)]
    with_attributes(request => actix_web::HttpRequest,) {
        "attributes"
    }
}

macro_rules! any_tokens {
    ($name:ident [$($generics:tt)*] ($($arguments:tt)*) $($rest:tt)*) => {
        //@ guard
        async fn $name<$($generics)*>($($arguments)*) $($rest)*
    };
}

//@ handler tokens
//@ GET /tokens/7
any_tokens!(tokens [T: ToString + serde::de::DeserializeOwned + 'static, const N: usize] (value: web::Path<T>) -> String
where
    T: Clone,
{
    value.to_string().repeat(N)
});

macro_rules! resource {
    ($($module:ident: $ty:ident = $read:expr;)*) => {$(
        mod $module {
            use super::*;

            //@ guard
            #[get("/read")]
            pub(super) async fn read() -> web::Json<$ty> {
                web::Json($read)
            }

            //@ guard
            pub(super) async fn write(value: web::Json<$ty>) -> HttpResponse {
                HttpResponse::Accepted().body(value.to_string())
            }

            pub(super) fn scope() -> actix_web::Scope {
                web::scope(concat!("/", stringify!($module)))
                    .service(read)
                    .route("/write", web::post().to(write))
            }
        }
    )*};
}

type Text = String;
type Number = u64;

//@ handler text::read
//@ GET /text/read
//@ handler text::write
//@ POST /text/write => 202
//@ content-type: application/json
//@ > "written"
//@ handler number::read
//@ GET /number/read
//@ handler number::write
//@ POST /number/write => 202
//@ content-type: application/json
//@ > 8
resource! {
    text: Text = "text".into();
    number: Number = 7;
}

macro_rules! nested {
    ($($name:ident)*) => {
        $(constant_within!($name);)*
    };
}

macro_rules! constant_within {
    ($name:ident) => {
        //@ guard
        #[get("/within")]
        #[doc = concat!("The handler `", stringify!($name), "`.")]
        async fn $name() -> impl Responder {
            stringify!($name)
        }
    };
}

//@ handler within_another
//@ GET /within
nested!(within_another);

macro_rules! whole_item {
    ($item:item) => {
        $item
    };
}

whole_item! {
    //@ GET /whole/7
    #[get("/whole/{id}")]
    async fn whole(id: web::Path<u8>) -> String {
        id.to_string()
    }
}

macro_rules! all_tokens {
    ($($token:tt)*) => {
        $($token)*
    };
}

all_tokens! {
    //@ GET /all-tokens/7
    #[get("/all-tokens/{id}")]
    async fn all_the_tokens(mut id: web::Path<u8>) -> Result<String, actix_web::Error> {
        *id += 1;
        Ok(id.to_string())
    }

    //@ GET /all-tokens-to
    async fn all_the_tokens_to() -> impl Responder {
        "tokens"
    }
}

macro_rules! inside_a_function {
    ($config:ident, $text:literal) => {{
        //@ GET /inside
        #[get("/inside")]
        async fn made_inside() -> &'static str {
            $text
        }
        $config.service(made_inside);
    }};
}

pub fn routes(config: &mut web::ServiceConfig) {
    inside_a_function!(config, "inside");
    config
        .service((first_constant, second_constant, with_attributes))
        .route("/no-argument", web::get().to(no_argument))
        .route("/two-arguments/{id}", web::get().to(two_arguments))
        .route("/with-patterns/{id}", web::get().to(with_patterns))
        .route("/tokens/{value}", web::get().to(tokens::<u8, 3>))
        .service((within_another, whole, all_the_tokens))
        .route("/all-tokens-to", web::get().to(all_the_tokens_to))
        .service((text::scope(), number::scope()));
}
