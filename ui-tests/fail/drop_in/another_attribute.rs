use actix_web::App;
use auth_runtime::{Identity, get};

// What is no attribute of the compiler could be one of ours under another name: rustc judges.
#[get("/orders")]
#[automatically_derived]
async fn orders(who: Identity) -> String {
    who.subject().to_owned()
}

fn main() {
    let _ = App::new().service(orders);
}
