//! All six schemes, in lists and orders of many kinds.

use actix_session::storage::CookieSessionStore;
use actix_web::cookie::Key;
use actix_web::{App, get, post, web};
use auth_runtime::api_key::{ApiKey, ApiKeys, MemoryKeys};
use auth_runtime::basic::{self, Basic, hash_password};
use auth_runtime::digest::{self, Digest};
use auth_runtime::dpop::DPoP;
use auth_runtime::session::{self, SessionCookie, Sessions};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{Identity, allow_anonymous, require_auth};

use crate::app::{Answer, TestApp, get, post, start};

#[allow_anonymous]
#[post("/login")]
async fn log_in(request: actix_web::HttpRequest) -> Result<&'static str, actix_web::Error> {
    session::log_in(&request, &Identity::new("alice")).await?;
    Ok("welcome")
}

/// A handler for each list of schemes, and the lists.
macro_rules! routes {
    ($($name:ident $path:tt [$($scheme:tt),+];)+) => {
        $(
            #[get($path)]
            #[require_auth(scheme = [$($scheme),+])]
            async fn $name() -> &'static str {
                "in"
            }
        )+

        fn register(config: &mut web::ServiceConfig) {
            $(config.service($name);)+
        }

        const ROUTES: &[(&str, &[&str])] = &[$(($path, &[$($scheme),+])),+];
    };
}

routes! {
    bearer "/1" ["Bearer"];
    basic_alone "/2" ["Basic"];
    digest_alone "/3" ["Digest"];
    key "/4" ["ApiKey"];
    by_cookie "/5" ["Session"];
    bound "/6" ["DPoP"];
    tokens "/7" ["Bearer", "DPoP"];
    tokens_back "/8" ["DPoP", "Bearer"];
    passwords "/9" ["Digest", "Basic"];
    passwords_back "/10" ["Basic", "Digest"];
    people "/11" ["Session", "Digest", "Basic"];
    programs "/12" ["ApiKey", "DPoP", "Bearer"];
    mixed "/13" ["Session", "DPoP", "ApiKey", "Basic"];
    most "/14" ["Basic", "Session", "Bearer", "ApiKey", "Digest"];
    all_of_them "/15" ["Bearer", "DPoP", "Digest", "Basic", "ApiKey", "Session"];
    all_back "/16" ["Session", "ApiKey", "Basic", "Digest", "DPoP", "Bearer"];
    all_mixed "/17" ["Digest", "Bearer", "Session", "DPoP", "ApiKey", "Basic"];
}

async fn serve() -> TestApp {
    let ada = || Identity::new("ada");
    let hash = hash_password("correct horse").unwrap();
    let users = basic::Users::new().with("ada", basic::User::new(hash, ada()));
    let known = digest::Users::new("api").with_password("ada", "correct horse", ada());
    let auth = TestIssuer::new()
        .auth_builder()
        .only_modules([module_path!()])
        .dpop(DPoP::at("https://api.example"))
        .basic(Basic::new(users))
        .digest(Digest::new(known))
        .api_keys(ApiKeys::new(MemoryKeys::new()))
        .sessions(Sessions::new())
        .build()
        .unwrap();
    let cookie = SessionCookie::new(CookieSessionStore::default(), Key::from(&[7; 64]));
    let app = App::new().wrap(cookie.build()).app_data(auth.clone());
    let app = app.service(log_in).configure(register);
    start(app.default_service(auth.not_found())).await
}

/// The schemes of the challenges, each once: Digest may offer an algorithm a line.
fn offered(answer: &Answer) -> Vec<String> {
    let lines = answer.challenges().into_iter();
    let mut schemes: Vec<_> = lines
        .map(|line| line.split(' ').next().unwrap_or_default().to_owned())
        .collect();
    schemes.dedup();
    schemes
}

/// A bad credential of each scheme in `Authorization`.
const AUTHORIZATIONS: [Option<(&str, &str)>; 5] = [
    None,
    Some(("Bearer", "Bearer x.y.z")),
    Some(("DPoP", "DPoP x.y.z")),
    Some(("Basic", "Basic YWRhOndyb25n")),
    Some(("Digest", "Digest username=\"ada\", realm=\"api\"")),
];

#[actix_web::test]
async fn each_route_offers_its_own_schemes_and_takes_one() {
    let app = serve().await;
    let welcome = post("/login").send(&app).await;
    let cookie = welcome.lines("set-cookie")[0]
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let unknown = ApiKey::generate().unwrap();
    for (path, declared) in ROUTES {
        for authorization in AUTHORIZATIONS {
            for (has_key, has_session) in
                [(false, false), (true, false), (false, true), (true, true)]
            {
                let mut request = get(path);
                let mut presented = Vec::new();
                if let Some((scheme, field)) = authorization {
                    request = request.authorization(field);
                    presented.push(scheme);
                }
                if has_key {
                    request = request.header("x-api-key", unknown.text());
                    presented.push("ApiKey");
                }
                if has_session {
                    request = request.header("cookie", &cookie);
                    presented.push("Session");
                }
                presented.retain(|scheme| declared.contains(scheme));
                let about = format!("{path} {presented:?}");
                let answer = request.send(&app).await;
                let status = answer.status.as_u16();
                match presented[..] {
                    [] => assert_eq!(status, 401, "{about}"),
                    ["Session"] => {
                        assert_eq!(status, 200, "{about}");
                        continue;
                    }
                    // What cannot even be read is 400.
                    [_] => assert!(matches!(status, 400 | 401), "{about}: {status}"),
                    _ => assert_eq!(status, 400, "{about}"),
                }
                assert_eq!(offered(&answer), *declared, "{about}");
                let has_error = answer.challenges().iter().any(|it| it.contains("error="));
                assert!(!presented.is_empty() || !has_error, "{about}");
            }
        }
    }
}
