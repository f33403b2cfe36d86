//! `Authorized<T, A>`: the record that was checked, or none.

use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::http::Method;
use actix_web::{App, HttpRequest, HttpResponse, error, get, web};
use auth_runtime::testing::{TestIssuer, TestToken};
use auth_runtime::{
    Action, AuthorizationError, Authorized, Body, Identity, Read, Record, Write, require_auth,
    require_role,
};
use serde::Deserialize;

use crate::app::{Answer, TestApp, ask, get, start};
use crate::authenticators::panic_quietly;
use crate::kit::{issuer, pending};

/// A store in which a document changes hands with every load.
#[derive(Default)]
struct Shelf {
    loads: AtomicUsize,
}

impl Shelf {
    /// Which load it is, from 1.
    fn load(&self) -> usize {
        self.loads.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn take_count(&self) -> usize {
        self.loads.swap(0, Ordering::Relaxed)
    }
}

/// Its name says who may what.
#[derive(Debug)]
struct Document {
    name: String,
    load: usize,
}

impl Record for Document {
    type Source = (web::Path<String>, web::Data<Shelf>);

    async fn load(
        (name, shelf): Self::Source,
        caller: &Identity,
    ) -> Result<Option<Self>, AuthorizationError> {
        let load = shelf.load();
        if name.starts_with("panics-at-once") {
            panic_quietly();
        }
        pending().await;
        let name = name.into_inner();
        match &*name {
            "absent" => return Ok(None),
            "absent-by-error" => return Err(AuthorizationError::absent()),
            "unavailable" => return Err(AuthorizationError::unavailable("connection refused")),
            "broken" => return Err(AuthorizationError::broken("no such table: documents")),
            "failed" => return Err(std::io::Error::other("disk on fire").into()),
            "refused" => return Err(AuthorizationError::refused(error::ErrorGone("it was here"))),
            "panics-later" => panic_quietly(),
            // Another one would get the next version of it.
            "fleeting" if load > 1 => return Ok(None),
            "of another tenant" if !caller.has_claim("tenant", "zenith") => return Ok(None),
            _ => {}
        }
        Ok(Some(Self { name, load }))
    }

    fn may_read(&self, caller: &Identity) -> bool {
        match &*self.name {
            "panics-in-may-read" => panic_quietly(),
            "unreadable" | "dropbox" => caller.subject() == "owner",
            _ => true,
        }
    }

    fn may_write(&self, caller: &Identity) -> bool {
        match &*self.name {
            "panics-in-may-write" => panic_quietly(),
            "dropbox" => true,
            "shared" => caller.subject() == "owner",
            _ => !self.name.starts_with("read-only"),
        }
    }
}

/// Nothing says who may change it.
#[derive(Debug)]
struct Notice(usize);

impl Record for Notice {
    type Source = (web::Data<Shelf>, Identity);

    async fn load(
        (shelf, who): Self::Source,
        caller: &Identity,
    ) -> Result<Option<Self>, AuthorizationError> {
        assert_eq!(who.subject(), caller.subject());
        Ok(Some(Self(shelf.load())))
    }

    fn may_read(&self, _: &Identity) -> bool {
        true
    }
}

/// Something else than reading and writing.
enum Publish {}

impl Action<Document> for Publish {
    const NAME: &'static str = "publish";

    fn is_permitted(document: &Document, caller: &Identity) -> bool {
        document.name != "secret" && caller.has_role("editor")
    }
}

#[get("/read/{name}")]
#[require_auth]
async fn read(document: Authorized<Document>) -> String {
    format!("{} {}", document.name, document.load)
}

#[require_auth]
#[get("/write/{name}")]
async fn write(document: Authorized<Document, Write>) -> String {
    let Document { name, load } = document.into_inner();
    format!("{name} {load}")
}

#[get("/publish/{name}")]
#[require_auth]
async fn publish(document: Authorized<Document, Publish>) -> String {
    format!("{document:?}")
}

#[require_auth]
#[get("/change-notice")]
async fn change_notice(notice: Authorized<Notice, Write>) -> String {
    notice.0.to_string()
}

/// Checked, although nobody looks at it.
#[get("/ignored/{name}")]
#[require_auth]
async fn ignored(_: Authorized<Document, Write>) -> &'static str {
    "in"
}

#[require_auth]
#[get("/among/{name}")]
async fn among(
    who: Identity,
    path: web::Path<String>,
    mut notice: Authorized<Notice>,
    body: web::Json<u8>,
    Authorized { .. }: Authorized<Document, Write>,
    document: Authorized<Document, Read>,
    shelf: web::Data<Shelf>,
) -> String {
    notice = std::convert::identity(notice);
    let loads = shelf.loads.load(Ordering::Relaxed);
    let (who, name, body) = (who.subject(), &document.name, body.into_inner());
    format!(
        "{who} {path} {body} {name} {} {} {loads}",
        notice.0, document.load
    )
}

/// Two of one type, which are told apart by their place.
#[get("/twice/{name}")]
#[require_auth]
async fn twice(
    one: Authorized<Document>,
    between: Identity,
    other: Authorized<Document>,
) -> String {
    format!("{} {} {}", one.load, between.subject(), other.load)
}

#[require_auth]
#[get("/twice-fleeting/{name}")]
async fn by_two_actions(one: Authorized<Document, Write>, other: Authorized<Document>) -> String {
    format!("{} {}", one.load, other.load)
}

/// As a handler that answers with a response of its own.
#[get("/responds/{name}")]
#[require_auth]
async fn responds(document: Authorized<Document>) -> HttpResponse {
    HttpResponse::Accepted().body(document.name.clone())
}

#[require_auth]
#[require_role("clerk")]
#[get("/clerks/{name}")]
async fn clerks(document: Authorized<Document>) -> String {
    document.name.clone()
}

#[get("/hidden-clerks/{name}")]
#[require_auth]
#[require_role("clerk", hide = true)]
async fn hidden_clerks(document: Authorized<Document>) -> String {
    document.name.clone()
}

#[require_auth(max_age = "5m")]
#[get("/fresh/{name}")]
async fn fresh(document: Authorized<Document>) -> String {
    document.name.clone()
}

#[get("/unseen/{name}")]
#[require_auth(hide = true)]
async fn unseen(document: Authorized<Document>) -> String {
    document.name.clone()
}

#[derive(Deserialize)]
struct Page {
    page: u8,
}

struct Listed;

impl Record for Listed {
    type Source = (web::Query<Page>, web::Data<Shelf>);

    async fn load(
        (query, shelf): Self::Source,
        _: &Identity,
    ) -> Result<Option<Self>, AuthorizationError> {
        shelf.load();
        Ok((query.page < 3).then_some(Self))
    }

    fn may_read(&self, _: &Identity) -> bool {
        true
    }
}

#[require_auth]
#[get("/list")]
async fn list(_list: Authorized<Listed>) -> &'static str {
    "in"
}

/// The same query without a record.
#[get("/plain-list")]
#[require_auth]
async fn plain_list(query: web::Query<Page>) -> String {
    query.page.to_string()
}

struct Site {
    issuer: TestIssuer,
    shelf: web::Data<Shelf>,
    app: TestApp,
}

impl Site {
    async fn start() -> Self {
        let issuer = issuer();
        let shelf = web::Data::new(Shelf::default());
        let auth = issuer.auth_builder().only_modules([module_path!()]);
        let auth = auth.build().unwrap();
        let app = App::new()
            .app_data(auth.clone())
            .app_data(shelf.clone())
            .service((read, write, publish, change_notice, ignored, among, twice))
            .service((by_two_actions, responds, clerks, hidden_clerks, fresh))
            .service((unseen, list, plain_list))
            .default_service(auth.not_found());
        Self {
            issuer,
            shelf,
            app: start(app).await,
        }
    }

    fn token(&self, subject: &str) -> TestToken {
        self.issuer.token(subject)
    }

    async fn get(&self, path: &str, token: TestToken) -> Answer {
        get(path).bearer(token).send(&self.app).await
    }

    /// By alice, with how often something was loaded.
    async fn alice(&self, path: &str) -> (Answer, usize) {
        self.shelf.take_count();
        let answer = self.get(path, self.token("alice")).await;
        (answer, self.shelf.take_count())
    }

    /// What alice gets of a path that does not exist.
    async fn miss(&self) -> Answer {
        let (miss, loads) = self.alice("/nowhere/absent").await;
        assert_eq!((miss.status.as_u16(), loads), (404, 0));
        miss
    }
}

#[actix_web::test]
async fn a_handler_gets_the_very_record_that_was_checked() {
    let site = Site::start().await;
    for (path, text) in [
        ("/read/mine", "mine 1"),
        // A second load would find nothing any more.
        ("/read/fleeting", "fleeting 1"),
        ("/write/fleeting", "fleeting 1"),
        ("/read/read-only", "read-only 1"),
        ("/ignored/fleeting", "in"),
        ("/responds/mine", "mine"),
    ] {
        let (answer, loads) = site.alice(path).await;
        assert_eq!((answer.text(), loads), (text, 1), "{path}");
    }
}

#[actix_web::test]
async fn absent_and_unreadable_are_a_miss_and_the_rest_is_forbidden() {
    let site = Site::start().await;
    let miss = site.miss().await;
    for name in [
        "absent",
        "absent-by-error",
        "unreadable",
        "of%20another%20tenant",
        "dropbox",
    ] {
        for route in [
            "read", "write", "publish", "ignored", "twice", "responds", "unseen",
        ] {
            let path = format!("/{route}/{name}");
            let (answer, loads) = site.alice(&path).await;
            assert_eq!(answer.visible(), miss.visible(), "{path}");
            assert_eq!(loads, 1, "{path}");
        }
    }
    for path in [
        "/write/read-only",
        "/write/shared",
        "/ignored/shared",
        "/publish/mine",
    ] {
        let (answer, loads) = site.alice(path).await;
        assert_eq!((answer.status.as_u16(), loads), (403, 1), "{path}");
        assert_eq!(answer.json()["error"], "forbidden", "{path}");
        assert_eq!(answer.json()["message"], "You may not do this.", "{path}");
        assert_eq!(answer.challenges(), [""; 0], "{path}");
    }
    // Who may write, and may not read, learns nothing either; who may do both does.
    let dropbox = |who: &str| site.get("/write/dropbox", site.token(who));
    assert_eq!(dropbox("alice").await.visible(), miss.visible());
    assert_eq!(dropbox("owner").await.status, 200);
    let tenant = site.token("alice").claim("tenant", "zenith");
    let of_tenant = site.get("/read/of%20another%20tenant", tenant).await;
    assert_eq!(of_tenant.status, 200);
}

#[actix_web::test]
async fn nobody_may_write_unless_the_record_says_so() {
    let site = Site::start().await;
    let (answer, _) = site.alice("/change-notice").await;
    assert_eq!(answer.status, 403);
}

#[actix_web::test]
async fn an_action_of_the_application_is_asked() {
    let site = Site::start().await;
    for (name, role, status) in [
        ("mine", "editor", 200),
        ("mine", "reader", 403),
        ("secret", "editor", 403),
        ("unreadable", "editor", 404),
    ] {
        let token = site.token("alice").role(role);
        let answer = site.get(&format!("/publish/{name}"), token).await;
        assert_eq!(answer.status, status, "{name} {role}");
    }
}

#[actix_web::test]
async fn nothing_is_loaded_for_who_may_not_ask() {
    let site = Site::start().await;
    let anonymous = |path: &'static str| get(path).send(&site.app);
    for path in [
        "/read/mine",
        "/write/mine",
        "/read/absent",
        "/among/mine",
        "/unseen/mine",
    ] {
        let forged = || site.token("owner").signed_with_another_key();
        for (answer, status) in [
            (anonymous(path).await, 401),
            (site.get(path, forged()).await, 401),
            (site.get(path, site.token("owner").expired()).await, 401),
            (
                get(path).authorization("Bearer a b").send(&site.app).await,
                400,
            ),
            (
                get(path).authorization("Basic YTpi").send(&site.app).await,
                401,
            ),
        ] {
            assert_eq!(answer.status, status, "{path}");
            assert_eq!(site.shelf.take_count(), 0, "{path}");
        }
    }
    // Of a record that is there and one that is not, the same.
    let (one, other) = (
        anonymous("/read/mine").await,
        anonymous("/read/absent").await,
    );
    assert_eq!(one.visible(), other.visible());

    let miss = site.miss().await;
    for name in ["mine", "absent", "unreadable", "panics-at-once"] {
        for (route, status) in [("clerks", 403), ("hidden-clerks", 404), ("fresh", 401)] {
            let (answer, loads) = site.alice(&format!("/{route}/{name}")).await;
            assert_eq!((answer.status.as_u16(), loads), (status, 0), "{route}");
            if status == 404 {
                assert_eq!(answer.visible(), miss.visible(), "{name}");
            }
        }
    }
    let clerk = site.token("alice").role("clerk");
    assert_eq!(site.get("/clerks/mine", clerk).await.text(), "mine");
}

#[actix_web::test]
async fn several_records_are_checked_in_order_and_told_apart() {
    let site = Site::start().await;
    let (answer, loads) = site.alice("/twice/mine").await;
    assert_eq!((answer.text(), loads), ("1 alice 2", 2));
    // Each is loaded for itself, and each has to be there.
    let miss = site.miss().await;
    for path in ["/twice/fleeting", "/twice-fleeting/fleeting"] {
        let (answer, loads) = site.alice(path).await;
        assert_eq!((answer.visible(), loads), (miss.visible(), 2), "{path}");
    }
    let (answer, loads) = site.alice("/twice-fleeting/mine").await;
    assert_eq!((answer.text(), loads), ("1 2", 2));
    // The first that fails ends it.
    let (answer, loads) = site.alice("/twice-fleeting/shared").await;
    assert_eq!((answer.status.as_u16(), loads), (403, 1));

    site.shelf.take_count();
    let send = |name: &str, body: &str| {
        let request = ask(Method::GET, &format!("/among/{name}")).bearer(site.token("alice"));
        request.json(body).send(&site.app)
    };
    assert_eq!(send("mine", "7").await.text(), "alice mine 7 mine 1 3 3");
    // Before the body is looked at.
    assert_eq!(send("absent", "{").await.visible(), miss.visible());
    assert_eq!(send("shared", "{").await.status, 403);
    assert_eq!(send("mine", "{").await.status, 400);
}

#[actix_web::test]
async fn whatever_fails_lets_nobody_in() {
    let site = Site::start().await;
    for (name, status, error) in [
        ("panics-at-once", 500, "internal_error"),
        ("panics-later", 500, "internal_error"),
        ("panics-in-may-read", 500, "internal_error"),
        ("broken", 500, "internal_error"),
        ("failed", 500, "internal_error"),
        ("unavailable", 503, "temporarily_unavailable"),
    ] {
        for route in ["read", "write", "publish", "twice", "ignored", "responds"] {
            let (answer, loads) = site.alice(&format!("/{route}/{name}")).await;
            assert_eq!(
                (answer.status.as_u16(), loads),
                (status, 1),
                "{route} {name}"
            );
            assert_eq!(answer.json()["error"], error, "{route} {name}");
            assert_eq!(answer.challenges(), [""; 0], "{route} {name}");
            for secret in ["documents", "disk", "refused", "panicked"] {
                assert!(!answer.text().contains(secret), "{}", answer.text());
            }
        }
    }
    let (answer, _) = site.alice("/write/panics-in-may-write").await;
    assert_eq!(answer.status, 500);
    let (answer, _) = site.alice("/read/panics-in-may-write").await;
    assert_eq!(answer.status, 200);
    let (answer, _) = site.alice("/read/refused").await;
    assert_eq!(
        (answer.status.as_u16(), answer.text()),
        (410, "it was here")
    );
    // Who is not known is not told that anything is wrong.
    assert_eq!(get("/read/broken").status(&site.app).await, 401);
}

#[actix_web::test]
async fn a_query_that_cannot_be_read_is_answered_as_in_a_handler() {
    let site = Site::start().await;
    for query in ["", "?page=x", "?page=-1", "?page=256", "?pages=1"] {
        let (answer, loads) = site.alice(&format!("/list{query}")).await;
        let (plain, _) = site.alice(&format!("/plain-list{query}")).await;
        assert_eq!((answer.status.as_u16(), loads), (400, 0), "{query}");
        assert_eq!(answer.visible(), plain.visible(), "{query}");
    }
    let (answer, loads) = site.alice("/list?page=2").await;
    assert_eq!((answer.text(), loads), ("in", 1));
    let (answer, _) = site.alice("/list?page=3").await;
    assert_eq!(answer.visible(), site.miss().await.visible());
    assert_eq!(get("/list?page=x").status(&site.app).await, 401);
}

#[actix_web::test]
async fn data_that_the_app_lacks_is_the_app_s_mistake() {
    let issuer = issuer();
    let auth = issuer.auth_builder().only_modules([module_path!()]);
    let auth = auth.build().unwrap();
    let app = App::new()
        .app_data(auth.clone())
        .service((read, list))
        .default_service(auth.not_found());
    let app = start(app).await;
    for path in ["/read/mine", "/read/absent", "/list?page=1"] {
        let answer = get(path).bearer(issuer.token("alice")).send(&app).await;
        assert_eq!(answer.status, 500, "{path}");
        assert_eq!(answer.json()["error"], "internal_error", "{path}");
        assert!(!answer.text().contains("Shelf"), "{}", answer.text());
        assert_eq!(get(path).status(&app).await, 401, "{path}");
    }
}

/// The app's own 404, its own bodies, misses that do not challenge, and no service for misses at all.
#[actix_web::test]
async fn a_record_that_is_not_there_looks_as_the_app_s_misses_do() {
    let issuer = issuer();
    // The start-up check would not let the hidden handler beside them be where misses are public.
    let builder = || issuer.auth_builder().only_modules(["nobody"]);
    let own = |request: HttpRequest| async move {
        pending().await;
        let method = request.method().to_string();
        HttpResponse::NotFound()
            .insert_header(("x-page", "lost"))
            .body(format!("<h1>no page for {method}</h1>"))
    };
    for (look, builder, serves_misses) in [
        ("a 404 of its own", builder().not_found(own), true),
        (
            "bodies of its own",
            builder().body(|refusal, head| Body::html(format!("{} {refusal:?}", head.method))),
            true,
        ),
        ("public misses", builder().public_misses(), true),
        ("no service for misses", builder(), false),
    ] {
        let auth = builder.build().unwrap();
        let app = App::new()
            .app_data(auth.clone())
            .app_data(web::Data::new(Shelf::default()))
            .service((read, write));
        let app = if serves_misses {
            start(app.default_service(auth.not_found())).await
        } else {
            start(app).await
        };
        let send = |path: &str| get(path).bearer(issuer.token("alice")).send(&app);
        let miss = send("/nowhere").await;
        assert_eq!(miss.status, 404, "{look}");
        for name in ["absent", "absent-by-error", "unreadable", "dropbox"] {
            for route in ["read", "write"] {
                let refused = send(&format!("/{route}/{name}")).await;
                assert_eq!(refused.visible(), miss.visible(), "{look} {route} {name}");
            }
        }
        let anonymous = |path| get(path).send(&app);
        let (there, absent) = (
            anonymous("/read/mine").await,
            anonymous("/read/absent").await,
        );
        assert_eq!(there.status, 401, "{look}");
        assert_eq!(there.visible(), absent.visible(), "{look}");
    }
}
