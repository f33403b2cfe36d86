//! The smallest guarded program: one route for everybody, one for callers with a token.

use actix_web::{App, HttpServer, get};
use auth_runtime::{Auth, Identity, allow_anonymous, jwt::Jwt, require_auth};
use jsonwebtoken::{EncodingKey, Header, encode, get_current_timestamp};

#[allow_anonymous]
#[get("/")]
async fn index() -> &'static str {
    "Everybody may read this.\n"
}

#[require_auth(scheme = "Bearer")]
#[get("/me")]
async fn me(who: Identity) -> String {
    format!("Hello, {}.\n", who.subject())
}

#[actix_web::main]
#[allow(clippy::print_stdout, reason = "it prints what to try")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut secret = [0; 64];
    getrandom::fill(&mut secret)?;
    let jwt = Jwt::hs256(secret).audience("first_guard");
    let auth = Auth::builder().bearer(jwt).build()?;
    let server = HttpServer::new(move || {
        let app = App::new().app_data(auth.clone()).service(index).service(me);
        app.default_service(auth.not_found())
    });
    let server = server.bind(("127.0.0.1", 8080))?;

    let exp = get_current_timestamp() + 15 * 60;
    let claims = serde_json::json!({ "sub": "alice", "aud": "first_guard", "exp": exp });
    let key = EncodingKey::from_secret(&secret);
    let token = encode(&Header::default(), &claims, &key)?;
    println!("curl -i http://127.0.0.1:8080/me -H 'Authorization: Bearer {token}'  # → 200");
    Ok(server.run().await?)
}
