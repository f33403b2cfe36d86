//! Networks and addresses as conditions of single handlers.

use std::collections::HashMap;
use std::net::IpAddr;

use actix_web::{App, get, web};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{ClientAddress, Networks, Verdict, require_auth, require_condition};
use serde_json::json;
use tests::events::refusals;

use crate::app::{Ask, TestApp, get, start};
use crate::kit::{INSIDE, OUTSIDE, PROXY, builder, from, issuer};

#[get("/books")]
#[require_auth]
#[require_condition("office")]
async fn books() -> &'static str {
    "in"
}

#[require_auth]
#[require_condition("office", hide = true)]
#[get("/safe")]
async fn safe() -> &'static str {
    "in"
}

/// Stands for a database of countries.
struct Countries(HashMap<IpAddr, &'static str>);

async fn is_licensed(client: ClientAddress, countries: web::Data<Countries>) -> Verdict {
    match countries.0.get(&client.ip()) {
        Some(&"AT" | &"CH") => Verdict::Allow,
        Some(country) => Verdict::forbid(format!("comes from {country}")),
        None => Verdict::forbid("comes from nobody knows where"),
    }
}

#[get("/film")]
#[require_auth]
#[require_condition(is_licensed, message = "Not available where you are.")]
async fn film() -> &'static str {
    "in"
}

#[require_auth]
#[require_condition(is_licensed, hide = true)]
#[get("/hidden-film")]
async fn hidden_film() -> &'static str {
    "in"
}

async fn is_unknown(client: Option<ClientAddress>) -> bool {
    client.is_none()
}

#[get("/unknown")]
#[require_auth]
#[require_condition(is_unknown)]
async fn unknown() -> &'static str {
    "in"
}

async fn app(issuer: &TestIssuer) -> TestApp {
    let auth = builder(issuer).trusted_proxies(["10.0.7.0/24"]);
    let auth = auth.build().unwrap();
    let countries = [(INSIDE, "AT"), (OUTSIDE, "FR")];
    let countries = countries.map(|(address, country)| (address.parse().unwrap(), country));
    let app = App::new()
        .configure(auth.install())
        .app_data(web::Data::new(Countries(countries.into())))
        .service((books, safe, film, hidden_film, unknown));
    start(app).await
}

/// Somewhere, and through which peer and field it gets here.
const CLIENTS: [(&str, &str, &str); 7] = [
    ("inside", INSIDE, ""),
    ("inside", "::ffff:192.0.2.7", "203.0.113.9"),
    ("inside", PROXY, "203.0.113.9, 192.0.2.7"),
    ("outside", OUTSIDE, "192.0.2.7"),
    ("outside", PROXY, "192.0.2.7, 203.0.113.9"),
    ("nowhere", PROXY, ""),
    ("nowhere", "", "unknown"),
];

fn request(path: &str, (_, peer, field): (&str, &str, &str)) -> Ask {
    let request = from(peer, get(path));
    match field {
        "" => request,
        field => request.header("x-forwarded-for", field),
    }
}

#[actix_web::test]
async fn a_caller_from_elsewhere_is_refused_by_name_and_by_function() {
    let issuer = issuer();
    let app = app(&issuer).await;
    for client in CLIENTS {
        let (place, ..) = client;
        for (path, inside, outside, nowhere) in [
            ("/books", 200, 403, 403),
            ("/safe", 200, 404, 404),
            ("/film", 200, 403, 403),
            ("/hidden-film", 200, 404, 404),
            ("/unknown", 403, 403, 200),
        ] {
            let expected = match place {
                "inside" => inside,
                "outside" => outside,
                _ => nowhere,
            };
            let known = request(path, client).bearer(issuer.token("alice"));
            assert_eq!(known.status(&app).await, expected, "{path} {client:?}");
            // Who is not known learns nothing of where to be.
            assert_eq!(request(path, client).status(&app).await, 401, "{path}");
        }
    }
}

#[actix_web::test]
async fn the_address_goes_to_the_log_and_not_into_the_answer() {
    let issuer = issuer();
    let app = app(&issuer).await;
    let outside = ("outside", OUTSIDE, "");
    for (path, message, why) in [
        (
            "/books",
            "You may not do this.",
            "requests from 203.0.113.9 are not accepted",
        ),
        ("/film", "Not available where you are.", "comes from FR"),
    ] {
        let request = request(path, outside).bearer(issuer.token("alice"));
        let (answer, events) = refusals(request.send(&app)).await;
        let expected = json!({
            "error": "forbidden",
            "message": message,
            "timestamp": "2026-11-12T12:59:59Z",
        });
        assert_eq!(answer.json(), expected);
        assert!(!format!("{:?}", answer.headers).contains("203.0.113"));
        let [event] = &events[..] else {
            panic!("one event: {events:?}")
        };
        assert!(event.contains(&format!("why={why}")), "{event}");
    }
}

#[actix_web::test]
async fn an_address_that_nobody_knows_is_no_country() {
    let issuer = issuer();
    let app = app(&issuer).await;
    let nowhere = ("nowhere", "", "");
    let request = request("/film", nowhere).bearer(issuer.token("alice"));
    let (answer, events) = refusals(request.send(&app)).await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.json()["error"], "address_not_allowed");
    assert_eq!(answer.lines("cache-control"), ["no-store"]);
    let [event] = &events[..] else {
        panic!("one event: {events:?}")
    };
    assert!(
        event.starts_with("WARN ") && event.contains("reason=\"address\""),
        "{event}"
    );
}

#[actix_web::test]
async fn a_hidden_condition_answers_like_a_miss() {
    let issuer = issuer();
    let app = app(&issuer).await;
    for client in CLIENTS.into_iter().filter(|(place, ..)| *place != "inside") {
        let answer = async |path| {
            let request = request(path, client).bearer(issuer.token("alice"));
            request.send(&app).await.visible()
        };
        let miss = answer("/missing").await;
        assert_eq!(miss.0, 404);
        for path in ["/safe", "/hidden-film"] {
            assert_eq!(answer(path).await, miss, "{path} {client:?}");
        }
    }
}

#[actix_web::test]
async fn a_block_list_is_a_condition_too() {
    let issuer = issuer();
    let blocked = Networks::except(["203.0.113.0/24"]).unwrap();
    let auth = issuer.auth_builder().condition("office", blocked);
    let auth = auth.build().unwrap();
    let app = start(App::new().configure(auth.install()).service(books)).await;
    for (peer, status) in [(OUTSIDE, 403), ("198.51.100.1", 200), ("", 403)] {
        let request = from(peer, get("/books")).bearer(issuer.token("alice"));
        assert_eq!(request.status(&app).await, status, "{peer}");
    }
}
