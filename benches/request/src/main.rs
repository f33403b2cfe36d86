//! `request CASE N`: sends N requests of one kind to an app in process, prints the last status.

use actix_web::{App, dev::Service, get, test, web};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{
    AuthorizationError, Authorized, Identity, Record, require_auth, require_condition, require_role,
};

#[get("/plain")]
async fn plain(id: web::Query<Id>) -> String {
    id.0.to_string()
}

#[require_auth]
#[require_role("admin")]
#[get("/guarded")]
async fn guarded(id: web::Query<Id>) -> String {
    id.0.to_string()
}

#[require_auth]
#[require_role("admin", hide = true)]
#[get("/hidden")]
async fn hidden(id: web::Query<Id>) -> String {
    id.0.to_string()
}

async fn is_alice(who: Identity) -> bool {
    who.subject() == "alice"
}

#[require_auth]
#[require_condition(is_alice)]
#[get("/condition")]
async fn condition(id: web::Query<Id>) -> String {
    id.0.to_string()
}

struct Order {
    buyer: &'static str,
}

impl Record for Order {
    type Source = web::Query<Id>;

    async fn load(_: Self::Source, _: &Identity) -> Result<Option<Self>, AuthorizationError> {
        Ok(Some(Self { buyer: "alice" }))
    }

    fn may_read(&self, caller: &Identity) -> bool {
        self.buyer == caller.subject()
    }
}

#[require_auth]
#[get("/record")]
async fn record(order: Authorized<Order>) -> String {
    order.buyer.to_owned()
}

type Id = std::collections::BTreeMap<String, u32>;

trait ToText {
    fn to_string(&self) -> String;
}

impl ToText for Id {
    fn to_string(&self) -> String {
        self.get("id").map_or_else(String::new, |id| format!("{id}"))
    }
}

#[actix_web::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let case = arguments.next().expect("a case");
    let count: u32 = arguments.next().expect("a number").parse().expect("a number");

    let issuer = TestIssuer::with_secret([7; 64]);
    let auth = issuer.auth();
    let app = App::new()
        .app_data(auth.clone())
        .service(plain)
        .service(guarded)
        .service(hidden)
        .service(condition)
        .service(record)
        .default_service(auth.not_found());
    let app = test::init_service(app).await;
    let token = issuer.token("alice");
    let (path, authorization) = match case.as_str() {
        "plain" => ("/plain", Some(token.role("admin").bearer().1)),
        "allowed" => ("/guarded", Some(token.role("admin").bearer().1)),
        "missing" => ("/guarded", None),
        "malformed" => ("/guarded", Some("Bearer one two".to_owned())),
        "forged" => ("/guarded", Some(token.signed_with_another_key().bearer().1)),
        "expired" => ("/guarded", Some(token.expired().bearer().1)),
        "wrong_role" => ("/guarded", Some(token.bearer().1)),
        "hidden" => ("/hidden", Some(token.bearer().1)),
        "miss" => ("/absent", Some(token.bearer().1)),
        "condition" => ("/condition", Some(token.bearer().1)),
        "record" => ("/record", Some(token.bearer().1)),
        other => panic!("no case {other}"),
    };
    let mut status = 0;
    for _ in 0..count {
        let mut request = test::TestRequest::with_uri(path).uri(&format!("{path}?id=7"));
        if let Some(authorization) = &authorization {
            request = request.insert_header(("authorization", authorization.as_str()));
        }
        let response = app.call(request.to_request()).await.expect("a response");
        status = response.status().as_u16();
    }
    println!("{status}");
}
