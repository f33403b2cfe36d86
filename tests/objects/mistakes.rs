//! Mistakes of the application: they fail closed, and tell nothing of what hides.

use std::fmt;

use actix_web::{App, HttpResponse, get, web};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{
    AuthorizationError, Authorized, Identity, Record, require_auth, require_condition, require_role,
};
use serde::Deserialize;

use crate::app::{Answer, TestApp, get, start};
use crate::authenticators::panic_quietly;
use crate::kit::issuer;

/// An error that cannot say what it is.
#[derive(Debug)]
struct Speechless;

impl fmt::Display for Speechless {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic_quietly()
    }
}

impl std::error::Error for Speechless {}

async fn is_speechless() -> Result<bool, Speechless> {
    Err(Speechless)
}

/// Below `/{tenant}/…/{id}`, where this would be the tenant.
async fn is_the_seventh(id: web::Path<(u32,)>) -> bool {
    id.0 == 7
}

async fn takes_one(id: web::Path<u32>) -> bool {
    *id == 7
}

async fn answers_well() -> Result<bool, AuthorizationError> {
    let answer = HttpResponse::Ok().body("come in");
    Err(AuthorizationError::refused(
        actix_web::error::InternalError::from_response("no error", answer),
    ))
}

#[get("/speechless")]
#[require_auth]
#[require_condition(is_speechless)]
async fn at_speechless() -> &'static str {
    "in"
}

#[require_auth]
#[require_condition(is_speechless, hide = true)]
#[get("/hidden-speechless")]
async fn at_hidden_speechless() -> &'static str {
    "in"
}

#[get("/{tenant}/seventh/{id}")]
#[require_auth]
#[require_condition(is_the_seventh)]
async fn at_seventh() -> &'static str {
    "in"
}

#[require_auth]
#[require_condition(takes_one, hide = true)]
#[get("/{tenant}/hidden/{id}")]
async fn at_hidden_one() -> &'static str {
    "in"
}

#[get("/well")]
#[require_auth]
#[require_condition(answers_well)]
async fn at_well() -> &'static str {
    "in"
}

/// A record by the first segment, or by the one that is meant.
struct Thing(u32);

macro_rules! thing {
    ($name:ident, $source:ty, $id:expr) => {
        struct $name(Thing);

        impl Record for $name {
            type Source = $source;

            async fn load(
                source: Self::Source,
                _: &Identity,
            ) -> Result<Option<Self>, AuthorizationError> {
                let id: fn($source) -> u32 = $id;
                Ok(Some(Self(Thing(id(source)))))
            }

            fn may_read(&self, _: &Identity) -> bool {
                true
            }
        }
    };
}

#[derive(Deserialize)]
struct Segments {
    id: u32,
}

thing!(First, web::Path<(u32,)>, |path| path.0);
thing!(Meant, web::Path<Segments>, |path| path.id);
thing!(Both, web::Path<(String, u32)>, |path| path.1);

#[require_auth]
#[get("/{tenant}/first/{id}")]
async fn at_first(thing: Authorized<First>) -> String {
    thing.0.0.to_string()
}

#[get("/{tenant}/meant/{id}")]
#[require_auth]
async fn at_meant(thing: Authorized<Meant>) -> String {
    thing.0.0.to_string()
}

#[require_auth]
#[require_role("guest")]
#[get("/{tenant}/both/{id}")]
async fn at_both(thing: Authorized<Both>) -> String {
    thing.0.0.to_string()
}

struct Site {
    app: TestApp,
    issuer: TestIssuer,
}

impl Site {
    async fn start() -> Self {
        let issuer = issuer();
        let builder = issuer.auth_builder().only_modules([module_path!()]);
        let auth = builder.build().unwrap();
        let app = App::new()
            .configure(auth.install())
            .service((at_speechless, at_hidden_speechless, at_seventh))
            .service((at_hidden_one, at_well, at_first, at_meant, at_both));
        Self {
            app: start(app).await,
            issuer,
        }
    }

    async fn alice(&self, path: &str) -> Answer {
        let token = self.issuer.token("alice").role("guest");
        get(path).bearer(token).send(&self.app).await
    }
}

#[actix_web::test]
async fn an_error_that_cannot_be_written_is_500_and_hides_where_it_has_to() {
    let site = Site::start().await;
    assert_eq!(site.alice("/speechless").await.status, 500);
    let miss = site.alice("/missing").await.visible();
    assert_eq!(site.alice("/hidden-speechless").await.visible(), miss);
}

/// Otherwise another segment than the one that is meant would be asked about: here the tenant.
#[actix_web::test]
async fn a_path_of_fewer_segments_than_the_route_has_is_no_path() {
    let site = Site::start().await;
    for path in ["/7/seventh/9", "/9/seventh/7", "/7/first/9"] {
        assert_eq!(site.alice(path).await.status, 500, "{path}");
    }
    let miss = site.alice("/missing").await.visible();
    assert_eq!(site.alice("/7/hidden/7").await.visible(), miss);
    for path in ["/7/meant/9", "/7/both/9"] {
        assert_eq!(site.alice(path).await.text(), "9", "{path}");
    }
    assert_eq!(site.alice("/7/both/x").await.visible(), miss);
}

#[actix_web::test]
async fn an_error_is_no_way_to_say_that_all_is_well() {
    let site = Site::start().await;
    let answer = site.alice("/well").await;
    assert_eq!(answer.status, 500);
    assert!(!answer.text().contains("come in"), "{}", answer.text());
}
