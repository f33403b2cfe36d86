//! An app that accepts requests from some networks alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use actix_web::http::Method;
use actix_web::{App, get, post, web};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{
    Auth, AuthenticationError, Authenticator, BearerToken, Bodies, GuardedRoute, Networks,
    Verification, allow_anonymous, require_auth, require_role,
};
use futures_util::stream;
use serde_json::json;
use tests::events::refusals;

use crate::app::{TestApp, ask, get, start};
use crate::kit::{INSIDE, OUTSIDE, PROXY, builder, from, issuer, office};

#[allow_anonymous]
#[get("/open")]
async fn open() -> &'static str {
    "in"
}

#[get("/guarded")]
#[require_auth]
async fn guarded() -> &'static str {
    "in"
}

#[require_auth(realm = "admin")]
#[require_role("admin", message = "Admins only.")]
#[get("/admin")]
async fn admin() -> &'static str {
    "in"
}

#[get("/hidden")]
#[require_auth]
#[require_role("admin", hide = true)]
async fn hidden() -> &'static str {
    "in"
}

#[require_auth(hide = true)]
#[get("/unseen")]
async fn unseen() -> &'static str {
    "in"
}

#[post("/posted")]
#[require_auth]
async fn posted(body: web::Bytes) -> String {
    format!("{} bytes", body.len())
}

#[require_auth]
#[require_role("admin", hide = true)]
async fn removed() -> &'static str {
    "in"
}

async fn serve(auth: &Auth) -> TestApp {
    let app = App::new()
        .configure(auth.install())
        .service((open, guarded, admin, hidden, unseen, posted))
        .service(auth_runtime::resource("/removed").route(web::delete().guarded(removed)));
    start(app).await
}

async fn office_app(issuer: &TestIssuer) -> TestApp {
    let auth = builder(issuer)
        .networks(office())
        .trusted_proxies(["10.0.7.0/24"]);
    serve(&auth.build().unwrap()).await
}

/// What a caller inside gets: with no credential, with a good one.
const PATHS: [(Method, &str, [u16; 2]); 9] = [
    (Method::GET, "/open", [200, 200]),
    (Method::GET, "/guarded", [401, 200]),
    (Method::GET, "/admin", [401, 403]),
    (Method::GET, "/hidden", [401, 404]),
    (Method::GET, "/unseen", [401, 200]),
    (Method::POST, "/posted", [401, 200]),
    (Method::GET, "/missing", [401, 404]),
    (Method::GET, "/removed", [401, 404]),
    (Method::PUT, "/mi%73sing/../x//", [401, 404]),
];

fn credentials(issuer: &TestIssuer) -> Vec<Vec<String>> {
    let bearer = |token: String| vec![format!("Bearer {token}")];
    vec![
        vec![],
        bearer(issuer.token("alice").mint()),
        bearer(issuer.token("root").role("admin").mint()),
        bearer(issuer.token("alice").expired().mint()),
        vec!["Bearer a b".to_owned()],
        vec!["Bearer a".to_owned(), "Bearer b".to_owned()],
    ]
}

#[actix_web::test]
async fn outside_every_path_answers_every_caller_the_same_403() {
    let issuer = issuer();
    let app = office_app(&issuer).await;
    let mut answers = Vec::new();
    for (method, path, _) in PATHS {
        for fields in credentials(&issuer) {
            let request = from(OUTSIDE, ask(method.clone(), path)).authorizations(&fields);
            answers.push((path, request.send(&app).await));
        }
    }
    let (_, first) = &answers[0];
    let expected = json!({
        "error": "address_not_allowed",
        "message": "Requests from this address are not accepted.",
        "timestamp": "2026-11-12T12:59:59Z",
    });
    assert_eq!((first.status.as_u16(), first.json()), (403, expected));
    assert_eq!(first.challenges(), [""; 0]);
    assert_eq!(first.lines("cache-control"), ["no-store"]);
    for (path, answer) in &answers {
        assert_eq!(answer.visible(), first.visible(), "{path}");
    }
}

#[actix_web::test]
async fn inside_nothing_changes() {
    let issuer = issuer();
    let app = office_app(&issuer).await;
    let plain = serve(&builder(&issuer).build().unwrap()).await;
    for (method, path, [anonymous, known]) in PATHS {
        for (nth, fields) in credentials(&issuer).iter().enumerate() {
            let request = || from(INSIDE, ask(method.clone(), path)).authorizations(fields);
            let answer = request().send(&app).await;
            assert_eq!(answer.visible(), request().send(&plain).await.visible());
            let status = [anonymous, known].get(nth).copied();
            assert_eq!(
                answer.status.as_u16(),
                status.unwrap_or(answer.status.as_u16()),
                "{path}"
            );
        }
    }
}

async fn statuses(app: &TestApp, peer: &str, field: Option<&str>) -> Vec<u16> {
    let mut statuses = Vec::new();
    for path in ["/open", "/missing"] {
        let mut request = from(peer, get(path));
        if let Some(field) = field {
            request = request.header("x-forwarded-for", field);
        }
        statuses.push(request.status(app).await);
    }
    statuses
}

const IN: [u16; 2] = [200, 401];
const OUT: [u16; 2] = [403, 403];

#[actix_web::test]
async fn both_families_are_told_apart_by_their_networks() {
    let app = office_app(&issuer()).await;
    for (peer, expected) in [
        ("192.0.2.255", IN),
        ("::ffff:192.0.2.255", IN),
        ("2001:db8:1:ffff::1", IN),
        ("10.8.0.1", IN),
        ("192.0.3.0", OUT),
        ("::ffff:192.0.3.0", OUT),
        ("::192.0.2.255", OUT),
        ("2001:db8:2::1", OUT),
        ("::1", OUT),
    ] {
        assert_eq!(statuses(&app, peer, None).await, expected, "{peer}");
    }
}

#[actix_web::test]
async fn the_word_of_a_proxy_counts_and_nobody_elses() {
    let app = office_app(&issuer()).await;
    for (peer, field, expected) in [
        (PROXY, Some("192.0.2.7"), IN),
        (PROXY, Some("203.0.113.9, 192.0.2.7, 10.0.7.3"), IN),
        (PROXY, Some("192.0.2.7, 203.0.113.9"), OUT),
        (PROXY, Some("203.0.113.9"), OUT),
        (OUTSIDE, Some("192.0.2.7"), OUT),
        (INSIDE, Some("203.0.113.9"), IN),
        // A proxy's own address is accepted, and says nothing of whom it serves.
        (PROXY, None, OUT),
        (PROXY, Some("unknown"), OUT),
        (PROXY, Some("10.0.7.3"), OUT),
        // What a Unix socket leads to is a proxy.
        ("", Some("192.0.2.7"), IN),
        ("", Some("203.0.113.9"), OUT),
        ("", None, OUT),
    ] {
        let answered = statuses(&app, peer, field).await;
        assert_eq!(answered, expected, "{peer} {field:?}");
    }
}

#[actix_web::test]
async fn over_a_unix_socket_without_proxies_nobody_is_let_in() {
    let issuer = issuer();
    for networks in [office(), Networks::except(["198.51.100.0/24"]).unwrap()] {
        let auth = builder(&issuer).networks(networks);
        let app = serve(&auth.build().unwrap()).await;
        for field in [None, Some("192.0.2.7")] {
            assert_eq!(statuses(&app, "", field).await, OUT, "{field:?}");
        }
    }
}

#[actix_web::test]
async fn a_block_list_keeps_out_those_on_it() {
    let blocked = Networks::except(["203.0.113.0/24", "2001:db8:bad::/48"]).unwrap();
    let auth = builder(&issuer()).networks(blocked);
    let app = serve(&auth.build().unwrap()).await;
    for (peer, expected) in [
        ("203.0.113.9", OUT),
        ("::ffff:203.0.113.9", OUT),
        ("2001:db8:bad::1", OUT),
        ("203.0.114.9", IN),
        ("2001:db8:1::1", IN),
    ] {
        assert_eq!(statuses(&app, peer, None).await, expected, "{peer}");
    }
}

/// Misses of an app without credentials take another way.
#[actix_web::test]
async fn an_app_without_schemes_answers_the_same() {
    let auth = Auth::builder()
        .only_modules(["nothing"])
        .networks(office())
        .build()
        .unwrap();
    let app = serve(&auth).await;
    for path in ["/open", "/missing"] {
        let answer = from(OUTSIDE, get(path)).send(&app).await;
        let error = answer.json()["error"].clone();
        assert_eq!(
            (answer.status.as_u16(), error),
            (403, json!("address_not_allowed"))
        );
    }
    assert_eq!(from(INSIDE, get("/missing")).status(&app).await, 404);
}

/// Counts the tokens that it is shown.
struct Counting(Arc<AtomicUsize>);

impl Authenticator for Counting {
    fn authenticate(&self, _: BearerToken<'_>) -> Verification {
        self.0.fetch_add(1, Ordering::SeqCst);
        Verification::now(Err(AuthenticationError::rejected("unknown")))
    }
}

#[actix_web::test]
async fn outside_no_credential_is_looked_at_and_no_body_read() {
    let seen = Arc::new(AtomicUsize::new(0));
    let auth = Auth::builder()
        .bearer_with(Counting(seen.clone()))
        .condition("office", office())
        .networks(office());
    let app = serve(&auth.build().unwrap()).await;
    for (peer, status, looks) in [(OUTSIDE, 403, 0), (INSIDE, 401, 1)] {
        let unread = stream::poll_fn(|_| -> Poll<Option<_>> { panic!("the body is read") });
        let request = from(peer, ask(Method::POST, "/posted"));
        let request = request.authorization("Bearer x").payload(unread);
        assert_eq!(request.status(&app).await, status);
        assert_eq!(seen.load(Ordering::SeqCst), looks, "{peer}");
    }
}

#[actix_web::test]
async fn the_networks_of_the_nearest_scope_count() {
    let issuer = issuer();
    let app_wide = builder(&issuer).build().unwrap();
    let staff = builder(&issuer).networks(office()).build().unwrap();
    let inner = web::scope("/staff")
        .configure(staff.install())
        .service(guarded);
    let app = App::new()
        .configure(app_wide.install())
        .service(inner)
        .service(open);
    let app = start(app).await;
    for (path, inside, outside) in [
        ("/open", 200, 200),
        ("/missing", 401, 401),
        ("/staff/guarded", 401, 403),
        ("/staff/missing", 401, 403),
    ] {
        assert_eq!(from(INSIDE, get(path)).status(&app).await, inside, "{path}");
        assert_eq!(
            from(OUTSIDE, get(path)).status(&app).await,
            outside,
            "{path}"
        );
    }
}

#[actix_web::test]
async fn each_look_has_the_refusal() {
    let bodies = Bodies::problem_details().pages();
    let auth = builder(&issuer()).networks(office()).bodies(bodies);
    let app = serve(&auth.build().unwrap()).await;
    let problem = from(OUTSIDE, get("/open")).send(&app).await;
    assert_eq!(problem.json()["status"], 403);
    assert_eq!(problem.json()["error"], "address_not_allowed");
    let page = from(OUTSIDE, get("/open").header("accept", "text/html"));
    let page = page.send(&app).await;
    assert!(
        page.text()
            .contains("Requests from this address are not accepted.")
    );
    assert!(
        page.text()
            .contains("Open this page from a network that this service accepts")
    );
}

#[actix_web::test]
async fn the_log_has_one_event_with_the_address_and_no_credential() {
    let issuer = issuer();
    let app = office_app(&issuer).await;
    let token = issuer.token("alice").mint();
    for (path, handler) in [("/admin", "admin"), ("/missing", "(no route)")] {
        for (peer, address) in [(OUTSIDE, " address=203.0.113.9"), ("", "")] {
            let request = from(peer, get(path)).authorization(format!("Bearer {token}"));
            let (status, events) = refusals(request.status(&app)).await;
            assert_eq!(status, 403);
            let [event] = &events[..] else {
                panic!("one event: {events:?}")
            };
            assert!(event.starts_with("WARN "), "{event}");
            assert!(event.contains(&format!("handler=\"{handler}\"")), "{event}");
            assert!(event.contains(" reason=\"address\""), "{event}");
            assert!(event.contains(address), "{event}");
            assert_eq!(event.contains(" address="), !address.is_empty(), "{event}");
            assert!(!event.contains(&token), "{event}");
        }
    }
}
