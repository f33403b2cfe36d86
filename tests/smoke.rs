use actix_web::{App, get, post, web, test, HttpResponse};
use auth_runtime::{Identity, require_auth, require_role, allow_anonymous, testing::TestIssuer};

#[get("/me")]
#[require_auth(scheme = "Bearer")]
async fn me(who: Identity) -> String { format!("hello, {}", who.subject()) }

#[require_auth]
#[require_role("admin", hide = true)]
#[get("/admin/{id}")]
async fn admin(id: web::Path<u64>, who: Identity) -> impl actix_web::Responder { HttpResponse::Ok().body(format!("{id} {}", who.subject())) }

#[post("/edit")]
#[require_role(any("editor", all("a", "b")))]
#[require_auth(realm = "edits")]
async fn edit(mut body: String) -> Result<String, actix_web::Error> { body.push('x'); Ok(body) }

#[get("/open")]
#[allow_anonymous(reason = "x")]
async fn open(who: Option<Identity>) -> String { who.map_or("nobody".into(), |w| w.subject().to_owned()) }

#[actix_web::test]
async fn smoke() {
    let issuer = TestIssuer::new();
    let auth = issuer.auth();
    let app = test::init_service(App::new().app_data(auth.clone()).service(me).service(admin).service(edit).service(open).default_service(auth.not_found())).await;
    for (m, uri, tok) in [("GET","/me",None),("GET","/me",Some(issuer.token("a"))),("GET","/me",Some(issuer.token("a").expired())),("GET","/admin/1",None),("GET","/admin/1",Some(issuer.token("a"))),("GET","/nope",Some(issuer.token("a"))),("GET","/nope",None),("GET","/admin/1",Some(issuer.token("a").role("admin"))),("GET","/admin/x",Some(issuer.token("a").role("admin"))),
      ("POST","/edit",None),("POST","/edit",Some(issuer.token("a"))),("POST","/edit",Some(issuer.token("a").roles(["a","b"]))),("GET","/open",None),("GET","/open",Some(issuer.token("x"))),("GET","/open",Some(issuer.token("x").expired()))] {
        let mut r = test::TestRequest::with_uri(uri).method(m.parse().unwrap());
        if let Some(t) = tok { r = r.insert_header(t.bearer()); }
        let res = test::call_service(&app, r.to_request()).await;
        println!("{m} {uri} {} {:?}", res.status(), res.headers());
        println!("   {:?}", test::read_body(res).await);
    }
    for a in auth_runtime::declared_handlers() { println!("{} {a} {:?}", a.place(), a.routes()); }
}
