//! Several schemes on one route: any of them, one challenge each, and never two at once.

use actix_session::storage::CookieSessionStore;
use actix_web::cookie::Key;
use actix_web::{App, get, post, web};
use auth_runtime::api_key::{ApiKey, ApiKeys, MemoryKeys};
use auth_runtime::session::{self, SessionCookie, Sessions};
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{Identity, Scheme, allow_anonymous, require_auth};

use crate::app::{Answer, Ask, TestApp, get, post, start};
use crate::site::NOW;

#[post("/login")]
#[allow_anonymous]
async fn login(request: actix_web::HttpRequest) -> Result<&'static str, actix_web::Error> {
    session::log_in(&request, &Identity::new("by-session")).await?;
    Ok("welcome")
}

#[allow_anonymous]
#[get("/anybody")]
async fn anybody(who: Option<Identity>) -> String {
    who.map_or_else(|| "nobody".into(), said)
}

fn said(who: impl std::borrow::Borrow<Identity>) -> String {
    let who = who.borrow();
    let scheme = who.scheme().map_or("none", Scheme::name);
    format!("{} {scheme}", who.subject())
}

/// A handler for each list of schemes, and the lists.
macro_rules! routes {
    ($($name:ident $path:tt [$($scheme:tt),+];)+) => {
        $(
            #[get($path)]
            #[require_auth(scheme = [$($scheme),+])]
            async fn $name(who: Identity) -> String {
                said(who)
            }
        )+

        fn register(config: &mut web::ServiceConfig) {
            $(config.service($name);)+
        }

        const ROUTES: &[(&str, &[&str])] = &[$(($path, &[$($scheme),+])),+];
    };
}

routes! {
    b "/b" ["Bearer"];
    k "/k" ["ApiKey"];
    s "/s" ["Session"];
    bk "/bk" ["Bearer", "ApiKey"];
    kb "/kb" ["ApiKey", "Bearer"];
    bs "/bs" ["Bearer", "Session"];
    sb "/sb" ["Session", "Bearer"];
    ks "/ks" ["ApiKey", "Session"];
    sk "/sk" ["Session", "ApiKey"];
    bks "/bks" ["Bearer", "ApiKey", "Session"];
    bsk "/bsk" ["Bearer", "Session", "ApiKey"];
    kbs "/kbs" ["ApiKey", "Bearer", "Session"];
    ksb "/ksb" ["ApiKey", "Session", "Bearer"];
    sbk "/sbk" ["Session", "Bearer", "ApiKey"];
    skb "/skb" ["Session", "ApiKey", "Bearer"];
}

const SCHEMES: [&str; 3] = ["Bearer", "ApiKey", "Session"];

/// An app that accepts all three, and a good and a bad credential of each.
struct Fixture {
    app: TestApp,
    /// The field and its value, of what is good and of what is not.
    credentials: [[(&'static str, String); 2]; 3],
}

impl Fixture {
    async fn new() -> Self {
        let issuer = TestIssuer::new().clock(TestClock::at(NOW));
        let key = ApiKey::generate().unwrap();
        let text = key.text().to_owned();
        let keys = MemoryKeys::new();
        keys.add(key.into_record().subject("by-key"));
        let builder = issuer.auth_builder().only_modules([module_path!()]);
        let builder = builder
            .api_keys(ApiKeys::new(keys))
            .sessions(Sessions::new());
        let auth = builder.build().unwrap();
        let cookie = SessionCookie::new(CookieSessionStore::default(), Key::from(&[7; 64]));
        let app = App::new().wrap(cookie.build()).app_data(auth.clone());
        let app = app.service((login, anybody)).configure(register);
        let app = start(app.default_service(auth.not_found())).await;
        let answer = post("/login").send(&app).await;
        let cookie = answer.lines("set-cookie")[0]
            .split(';')
            .next()
            .unwrap()
            .to_owned();
        let token = |of: &str| format!("Bearer {}", issuer.token(of).mint());
        let unknown = ApiKey::generate().unwrap().text().to_owned();
        let credentials = [
            [
                ("authorization", token("by-token")),
                ("authorization", "Bearer x.y.z".into()),
            ],
            [("x-api-key", text), ("x-api-key", unknown)],
            [
                ("cookie", cookie.clone()),
                ("cookie", format!("{cookie}; {cookie}")),
            ],
        ];
        Self { app, credentials }
    }

    /// Each choice of none, good or bad for each scheme.
    fn choices() -> impl Iterator<Item = [Option<usize>; 3]> {
        (0..27).map(|number: usize| {
            [number % 3, number / 3 % 3, number / 9].map(|digit| digit.checked_sub(1))
        })
    }

    async fn ask(&self, path: &str, choice: [Option<usize>; 3]) -> Answer {
        let chosen = self.credentials.iter().zip(choice);
        let request = chosen.fold(
            get(path),
            |request: Ask, (credentials, choice)| match choice {
                Some(one) => request.header(credentials[one].0, &credentials[one].1),
                None => request,
            },
        );
        request.send(&self.app).await
    }
}

fn plain(scheme: &str) -> &'static str {
    match scheme {
        "Bearer" => r#"Bearer realm="api""#,
        "ApiKey" => r#"ApiKey realm="api", header="X-API-Key""#,
        _ => r#"Session realm="api""#,
    }
}

/// One line for each declared scheme, in its order; an error only in Bearer's, if it was to blame.
fn challenges_are(answer: &Answer, declared: &[&str], error: Option<&str>, about: &str) {
    let lines = answer.challenges();
    assert_eq!(lines.len(), declared.len(), "{about}: {lines:?}");
    for (line, scheme) in lines.iter().zip(declared) {
        match error {
            Some(error) if *scheme == "Bearer" => {
                let begins = format!(r#"Bearer realm="api", error="{error}""#);
                assert!(line.starts_with(&begins), "{about}: {line}");
            }
            _ => assert_eq!(*line, plain(scheme), "{about}"),
        }
    }
}

/// Every list of the three schemes, with every choice of credentials.
#[actix_web::test]
async fn the_credential_that_is_there_decides() {
    let fixture = Fixture::new().await;
    let mut requests = 0;
    for (path, declared) in ROUTES {
        for choice in Fixture::choices() {
            let answer = fixture.ask(path, choice).await;
            let about = format!("{path} {choice:?}");
            let presented: Vec<_> = SCHEMES
                .iter()
                .zip(choice)
                .filter_map(|(scheme, choice)| Some((*scheme, choice?)))
                .filter(|(scheme, _)| declared.contains(scheme))
                .collect();
            let status = answer.status.as_u16();
            match presented[..] {
                // No challenge of an unregistered scheme tells an error.
                [] | [("ApiKey", 1)] => {
                    assert_eq!(status, 401, "{about}");
                    challenges_are(&answer, declared, None, &about);
                }
                [(scheme, 0)] => {
                    assert_eq!(status, 200, "{about}");
                    assert!(answer.text().ends_with(&format!(" {scheme}")), "{about}");
                }
                [("Bearer", _)] => {
                    assert_eq!(status, 401, "{about}");
                    challenges_are(&answer, declared, Some("invalid_token"), &about);
                }
                [_] => {
                    assert_eq!(status, 400, "{about}");
                    challenges_are(&answer, declared, None, &about);
                }
                _ => {
                    assert_eq!(status, 400, "{about}");
                    challenges_are(&answer, declared, Some("invalid_request"), &about);
                }
            }
            requests += 1;
        }
    }
    assert_eq!(requests, 15 * 27);
}

#[actix_web::test]
async fn where_anybody_may_come_every_scheme_makes_known() {
    let fixture = Fixture::new().await;
    for choice in Fixture::choices() {
        let answer = fixture.ask("/anybody", choice).await;
        let presented: Vec<_> = choice.iter().flatten().collect();
        let expected = match presented[..] {
            [] | [0] => 200,
            [_] if choice[2].is_none() => 401,
            _ => 400,
        };
        assert_eq!(answer.status, expected, "{choice:?}");
        if expected == 200 {
            assert_eq!(
                answer.text() == "nobody",
                presented.is_empty(),
                "{choice:?}"
            );
        }
    }
}

/// A path that does not exist offers all that is configured.
#[actix_web::test]
async fn a_miss_offers_every_scheme() {
    let fixture = Fixture::new().await;
    let answer = fixture.ask("/missing", [None; 3]).await;
    assert_eq!(answer.status, 401);
    challenges_are(&answer, &SCHEMES, None, "/missing");
    for choice in [
        [Some(0), None, None],
        [None, Some(0), None],
        [None, None, Some(0)],
    ] {
        assert_eq!(
            fixture.ask("/missing", choice).await.status,
            404,
            "{choice:?}"
        );
    }
}

/// A route under its own realm, and one that says how fresh a login must be, keep that to themselves.
mod own_words {
    use super::*;

    #[require_auth(scheme = ["Session", "ApiKey", "Bearer"], realm = "staff")]
    #[get("/staff")]
    pub(super) async fn staff() -> &'static str {
        "in"
    }

    #[get("/fresh")]
    #[require_auth(scheme = ["Session", "Bearer"], max_age = "5m")]
    pub(super) async fn fresh() -> &'static str {
        "in"
    }
}

#[actix_web::test]
async fn what_one_route_says_stands_in_no_other_challenge() {
    let issuer = TestIssuer::new();
    let builder = issuer.auth_builder().only_modules([module_path!()]);
    let builder = builder.api_keys(ApiKeys::new(MemoryKeys::new()));
    let auth = builder.sessions(Sessions::new()).build().unwrap();
    let cookie = SessionCookie::new(CookieSessionStore::default(), Key::from(&[7; 64]));
    let app = App::new().wrap(cookie.build()).app_data(auth.clone());
    let app = app
        .service((own_words::staff, own_words::fresh))
        .configure(register);
    let app = start(app.default_service(auth.not_found())).await;
    for _ in 0..2 {
        let staff = get("/staff").send(&app).await;
        assert_eq!(
            staff.challenges(),
            [
                r#"Session realm="staff""#,
                r#"ApiKey realm="staff", header="X-API-Key""#,
                r#"Bearer realm="staff""#,
            ]
        );
        let fresh = get("/fresh").send(&app).await;
        challenges_are(&fresh, &["Session", "Bearer"], None, "/fresh");
        let bare = get("/bks").send(&app).await;
        challenges_are(&bare, &SCHEMES, None, "/bks");
        let stale = get("/fresh").bearer(issuer.token("alice")).send(&app).await;
        let [line] = stale.challenges()[..] else {
            panic!("the challenge of the scheme that was used: {stale:?}");
        };
        assert!(
            line.starts_with(r#"Bearer realm="api", error="insufficient_user_authentication""#)
        );
    }
}
