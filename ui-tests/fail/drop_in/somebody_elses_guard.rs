use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{App, Error, FromRequest, HttpRequest};
use auth_runtime::get;

mod __private {
    pub struct Guarded;
}

use __private::Guarded;

impl FromRequest for Guarded {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self))
    }
}

// Another crate's guard is no decision of ours, even from a module of the same name.
#[get("/orders")]
async fn orders(_: __private::Guarded) -> &'static str {
    "orders"
}

fn main() {
    let _ = App::new().service(orders);
}
