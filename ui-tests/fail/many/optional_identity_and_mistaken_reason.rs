use actix_web::{App, get};
use auth_runtime::{Identity, allow_anonymous};

#[get("/news")]
#[allow_anonymous(raeson = "a public page")]
async fn news(who: Option<Identity>) -> String {
    who.map_or("news".into(), |who| format!("news for {}", who.subject()))
}

fn main() {
    let _ = App::new().service(news);
}
