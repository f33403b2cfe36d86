//! `#[require_condition]`: what functions and registered conditions see, and what callers get.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::http::{Method, Uri};
use actix_web::{App, HttpMessage, HttpRequest, get, route, web};
use auth_runtime::testing::{TestIssuer, TestToken};
use auth_runtime::{
    AuthBuilder, AuthorizationError, Condition, Identity, Judgement, Reason, Verdict, require_auth,
    require_condition, require_role,
};
use serde::Deserialize;

use crate::app::{Answer, TestApp, ask, get, start};
use crate::kit::{issuer, pending};

/// Who wrote what.
struct Articles {
    asked: AtomicUsize,
}

impl Articles {
    async fn author(&self, article: u64) -> Option<&'static str> {
        pending().await;
        self.asked.fetch_add(1, Ordering::Relaxed);
        [Some("alice"), Some("bob"), None]
            .into_iter()
            .nth(usize::try_from(article).ok()?)?
    }
}

#[derive(Deserialize)]
struct Page {
    page: u8,
}

async fn is_author(
    who: Identity,
    article: web::Path<u64>,
    articles: web::Data<Articles>,
) -> Result<bool, AuthorizationError> {
    let author = articles.author(*article).await;
    Ok(author.ok_or_else(AuthorizationError::absent)? == who.subject())
}

async fn is_first(page: web::Query<Page>) -> bool {
    page.page == 1
}

async fn is_first_or_nothing(page: Option<web::Query<Page>>) -> bool {
    page.is_none_or(|page| page.page == 1)
}

async fn is_told(page: web::Query<Page>) -> Verdict {
    match page.page {
        0 => Verdict::Allow,
        1 => Verdict::Forbid(Reason::new("Only the first page is free.").told()),
        2 => Verdict::forbid("account 4711 is overdrawn"),
        3 => Verdict::Forbid(Reason::default().told()),
        _ => Verdict::Hide,
    }
}

/// Six arguments, of which one is several.
async fn sees_it_all(
    request: HttpRequest,
    method: Method,
    uri: Uri,
    (who, words): (Identity, web::Path<(String, String)>),
    word: web::ReqData<&'static str>,
    nothing: (),
) -> bool {
    let () = nothing;
    request.path() == uri.path()
        && request.method() == method
        && words.0 == who.subject()
        && words.1 == *word
}

async fn needs_data(_: web::Data<u128>) -> bool {
    true
}

async fn may_need_data(data: Option<web::Data<u128>>) -> bool {
    data.is_none()
}

mod rules {
    pub(super) async fn never(_: actix_web::HttpRequest) -> bool {
        false
    }
}

#[require_auth]
#[require_condition(is_author, message = "Only its author may do this.")]
#[get("/articles/{id}")]
async fn at_article() -> &'static str {
    "in"
}

#[get("/drafts/{id}")]
#[require_auth]
#[require_condition(is_author, hide = true)]
async fn at_draft() -> &'static str {
    "in"
}

#[require_auth]
#[require_condition(is_first)]
#[get("/pages")]
async fn at_pages() -> &'static str {
    "in"
}

#[get("/plain-pages")]
#[require_auth]
async fn at_plain_pages(_page: web::Query<Page>) -> &'static str {
    "in"
}

#[require_auth]
#[require_condition(is_first, hide = true)]
#[get("/hidden-pages")]
async fn at_hidden_pages() -> &'static str {
    "in"
}

#[get("/maybe-pages")]
#[require_auth]
#[require_condition(is_first_or_nothing)]
async fn at_maybe_pages() -> &'static str {
    "in"
}

#[require_auth]
#[require_condition(is_told, message = "What the attribute says.")]
#[get("/told")]
async fn at_told() -> &'static str {
    "in"
}

#[get("/told-nothing")]
#[require_auth]
#[require_condition(is_told)]
async fn at_told_nothing() -> &'static str {
    "in"
}

#[require_auth]
#[require_condition(sees_it_all)]
#[route("/all/{who}/{word}", method = "GET", method = "DELETE")]
async fn at_all() -> &'static str {
    "in"
}

#[get("/data")]
#[require_auth]
#[require_condition(needs_data)]
async fn at_data() -> &'static str {
    "in"
}

#[require_auth]
#[require_condition(needs_data, hide = true)]
#[get("/hidden-data")]
async fn at_hidden_data() -> &'static str {
    "in"
}

#[get("/maybe-data")]
#[require_auth]
#[require_condition(may_need_data)]
async fn at_maybe_data() -> &'static str {
    "in"
}

#[require_auth]
#[require_condition(rules::never)]
#[get("/never")]
async fn at_never() -> &'static str {
    "in"
}

#[get("/office")]
#[require_auth]
#[require_condition("office")]
#[require_role("clerk")]
async fn at_office() -> &'static str {
    "in"
}

#[require_auth]
#[require_role("clerk")]
#[require_condition("office", hide = true)]
#[require_condition("working hours")]
#[get("/vault")]
async fn at_vault() -> &'static str {
    "in"
}

/// Counts how often it is asked, and answers by a header field.
struct Office(Arc<AtomicUsize>);

impl Condition for Office {
    fn judge(&self, request: &HttpRequest, _: &Identity) -> Judgement {
        self.0.fetch_add(1, Ordering::Relaxed);
        let is_there = request.headers().contains_key("x-office");
        Judgement::later(async move {
            pending().await;
            is_there
        })
    }
}

fn configured(issuer: &TestIssuer, asked: &Arc<AtomicUsize>) -> AuthBuilder {
    issuer
        .auth_builder()
        .only_modules([module_path!()])
        .condition("office", Office(asked.clone()))
        .condition("working hours", |request: &HttpRequest, who: &Identity| {
            who.subject() == "alice" && !request.headers().contains_key("x-night")
        })
}

struct Site {
    issuer: TestIssuer,
    articles: web::Data<Articles>,
    asked: Arc<AtomicUsize>,
    app: TestApp,
}

impl Site {
    async fn start() -> Self {
        let issuer = issuer();
        let asked = Arc::default();
        let auth = configured(&issuer, &asked).build().unwrap();
        let articles = web::Data::new(Articles {
            asked: AtomicUsize::new(0),
        });
        let app = App::new()
            .app_data(auth.clone())
            .app_data(articles.clone())
            .service((
                at_article,
                at_draft,
                at_pages,
                at_plain_pages,
                at_hidden_pages,
                at_maybe_pages,
            ))
            .service((
                at_told,
                at_told_nothing,
                at_data,
                at_hidden_data,
                at_maybe_data,
                at_never,
            ))
            .service((at_office, at_vault))
            .service(
                web::scope("")
                    .wrap_fn(|request, app| {
                        request.extensions_mut().insert("word");
                        actix_web::dev::Service::call(app, request)
                    })
                    .service(at_all),
            )
            .default_service(auth.not_found());
        let app = start(app).await;
        Self {
            issuer,
            articles,
            asked,
            app,
        }
    }

    fn token(&self) -> TestToken {
        self.issuer.token("alice")
    }

    async fn alice(&self, path: &str) -> Answer {
        get(path).bearer(self.token()).send(&self.app).await
    }

    async fn miss(&self) -> Answer {
        let miss = self.alice("/nowhere/0").await;
        assert_eq!(miss.status, 404);
        miss
    }
}

#[actix_web::test]
async fn a_function_sees_the_caller_the_path_and_the_data() {
    let site = Site::start().await;
    let miss = site.miss().await;
    for (path, status) in [
        ("/articles/0", 200),
        ("/articles/1", 403),
        // Nobody's, and no id at all: there is no such path.
        ("/articles/2", 404),
        ("/articles/9", 404),
        ("/articles/x", 404),
        ("/articles/-1", 404),
        ("/drafts/0", 200),
        ("/drafts/1", 404),
        ("/drafts/2", 404),
        ("/drafts/x", 404),
    ] {
        let answer = site.alice(path).await;
        assert_eq!(answer.status, status, "{path}");
        match status {
            404 => assert_eq!(answer.visible(), miss.visible(), "{path}"),
            403 => assert_eq!(answer.json()["message"], "Only its author may do this."),
            _ => {}
        }
    }
    let bob = get("/articles/1").bearer(site.issuer.token("bob"));
    assert_eq!(bob.status(&site.app).await, 200);
    assert_eq!(site.alice("/never").await.status, 403);
}

#[actix_web::test]
async fn nobody_is_asked_about_who_is_not_known() {
    let site = Site::start().await;
    for path in [
        "/articles/0",
        "/articles/1",
        "/drafts/0",
        "/office",
        "/vault",
    ] {
        assert_eq!(get(path).status(&site.app).await, 401, "{path}");
        let forged = get(path).bearer(site.token().signed_with_another_key());
        assert_eq!(forged.status(&site.app).await, 401, "{path}");
    }
    assert_eq!(site.articles.asked.load(Ordering::Relaxed), 0);
    assert_eq!(site.asked.load(Ordering::Relaxed), 0);
    site.alice("/articles/0").await;
    assert_eq!(site.articles.asked.load(Ordering::Relaxed), 1);
}

#[actix_web::test]
async fn what_a_caller_wrote_wrong_is_answered_as_in_a_handler() {
    let site = Site::start().await;
    let miss = site.miss().await;
    for query in ["", "?page=x", "?page=300", "?pages=1"] {
        let plain = site.alice(&format!("/plain-pages{query}")).await;
        let answer = site.alice(&format!("/pages{query}")).await;
        assert_eq!(plain.status, 400, "{query}");
        assert_eq!(answer.visible(), plain.visible(), "{query}");
        let hidden = site.alice(&format!("/hidden-pages{query}")).await;
        assert_eq!(hidden.visible(), miss.visible(), "{query}");
        let maybe = site.alice(&format!("/maybe-pages{query}")).await;
        assert_eq!(maybe.status, 200, "{query}");
    }
    for (query, status) in [("?page=1", 200), ("?page=2", 403)] {
        for path in ["/pages", "/maybe-pages"] {
            let answer = site.alice(&format!("{path}{query}")).await;
            assert_eq!(answer.status, status, "{path}{query}");
        }
    }
}

#[actix_web::test]
async fn data_that_the_app_lacks_lets_nobody_in() {
    let site = Site::start().await;
    for path in ["/data", "/maybe-data"] {
        let answer = site.alice(path).await;
        assert_eq!(answer.status, 500, "{path}");
        assert!(!answer.text().contains("u128"), "{}", answer.text());
    }
    let hidden = site.alice("/hidden-data").await;
    assert_eq!(hidden.visible(), site.miss().await.visible());
}

#[actix_web::test]
async fn a_function_sees_the_whole_head() {
    let site = Site::start().await;
    for method in [Method::GET, Method::DELETE] {
        for (path, status) in [
            ("/all/alice/word", 200),
            ("/all/%61lice/wor%64?page=1", 200),
            ("/all/bob/word", 403),
            ("/all/alice/words", 403),
        ] {
            let request = ask(method.clone(), path).bearer(site.token());
            assert_eq!(request.status(&site.app).await, status, "{method} {path}");
        }
    }
}

#[actix_web::test]
async fn a_reason_is_told_only_where_it_says_so() {
    let site = Site::start().await;
    for (path, message) in [
        ("/told?page=1", "Only the first page is free."),
        ("/told?page=2", "What the attribute says."),
        // Told, and nothing said.
        ("/told?page=3", "What the attribute says."),
        ("/told-nothing?page=1", "Only the first page is free."),
        ("/told-nothing?page=2", "You may not do this."),
    ] {
        let answer = site.alice(path).await;
        assert_eq!(answer.status, 403, "{path}");
        assert_eq!(answer.json()["message"], message, "{path}");
        assert!(!format!("{answer:?}").contains("4711"), "{path}");
    }
    assert_eq!(site.alice("/told?page=0").await.status, 200);
    let hidden = site.alice("/told?page=9").await;
    assert_eq!(hidden.visible(), site.miss().await.visible());
}

#[actix_web::test]
async fn a_registered_condition_is_asked_where_it_can_matter() {
    let site = Site::start().await;
    for (path, role, field, status, asked) in [
        ("/office", "clerk", "x-office", 200, 1),
        ("/office", "clerk", "x-other", 403, 1),
        // Without the role it is refused anyway, and openly.
        ("/office", "guest", "x-other", 403, 0),
        ("/vault", "clerk", "x-office", 200, 1),
        ("/vault", "clerk", "x-other", 404, 1),
        // Refused anyway, and to some not even that must be told.
        ("/vault", "guest", "x-office", 403, 1),
        ("/vault", "guest", "x-other", 404, 1),
    ] {
        site.asked.store(0, Ordering::Relaxed);
        let token = site.token().role(role);
        let answer = get(path)
            .bearer(token)
            .header(field, "1")
            .send(&site.app)
            .await;
        assert_eq!(answer.status, status, "{path} {role} {field}");
        assert_eq!(
            site.asked.load(Ordering::Relaxed),
            asked,
            "{path} {role} {field}"
        );
    }
    let at_night = get("/vault").bearer(site.token().role("clerk"));
    let at_night = at_night.header("x-office", "1").header("x-night", "1");
    assert_eq!(at_night.status(&site.app).await, 403);
}
