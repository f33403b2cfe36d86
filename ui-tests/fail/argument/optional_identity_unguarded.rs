use actix_web::get;
use auth_runtime::Identity;

#[get("/news")]
async fn news(who: Option<Identity>) -> String {
    who.map_or("news".into(), |who| format!("news for {}", who.subject()))
}

fn main() {}
