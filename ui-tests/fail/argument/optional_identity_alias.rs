use actix_web::get;
use auth_runtime::{Identity, allow_anonymous};

type Visitor = Option<Identity>;

#[get("/news")]
#[allow_anonymous]
async fn news(who: Visitor) -> String {
    who.map_or("news".into(), |who| format!("news for {}", who.subject()))
}

fn main() {}
