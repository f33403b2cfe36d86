//! How refusals look: JSON, problem details, pages, languages.

use actix_web::http::Method;
use actix_web::{App, get};
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{Auth, AuthBuilder, Bodies, Body, require_auth, require_role, require_scope};
use serde_json::json;

use crate::app::{Ask, TestApp, ask, get, start};
use crate::authenticators::Failing;

#[get("/me")]
#[require_auth]
async fn me() -> &'static str {
    "in"
}

#[require_auth]
#[require_role("admin", message = "Ask <the> \"boss\" & 'friends'.")]
#[get("/admin")]
async fn admin() -> &'static str {
    "in"
}

#[get("/scoped")]
#[require_auth]
#[require_scope("orders:read")]
async fn scoped() -> &'static str {
    "in"
}

#[require_auth]
#[require_role("admin", hide = true)]
#[get("/hidden")]
async fn hidden() -> &'static str {
    "in"
}

fn issuer() -> TestIssuer {
    TestIssuer::new().clock(TestClock::at(1_800_000_000))
}

async fn serve(builder: AuthBuilder) -> TestApp {
    let auth = builder.only_modules([module_path!()]).build().unwrap();
    let app = App::new().app_data(auth.clone());
    let app = app.service((me, admin, scoped, hidden));
    start(app.default_service(auth.not_found())).await
}

async fn with(bodies: Bodies) -> (TestApp, TestIssuer) {
    let issuer = issuer();
    let app = serve(issuer.auth_builder().bodies(bodies)).await;
    (app, issuer)
}

/// A request for each refusal that a client may see, with its status and error code.
fn refusals(issuer: &TestIssuer) -> Vec<(Ask, u16, &'static str)> {
    let alice = || issuer.token("alice");
    vec![
        (get("/me"), 401, "unauthorized"),
        (get("/me").bearer(alice().expired()), 401, "invalid_token"),
        (
            get("/me").bearer(alice().signed_with_another_key()),
            401,
            "invalid_token",
        ),
        (
            get("/me").authorization("Bearer a b"),
            400,
            "invalid_request",
        ),
        (get("/admin").bearer(alice()), 403, "forbidden"),
        (get("/scoped").bearer(alice()), 403, "insufficient_scope"),
        (get("/hidden").bearer(alice()), 404, "not_found"),
        (get("/missing").bearer(alice()), 404, "not_found"),
    ]
}

#[actix_web::test]
async fn the_default_is_json() {
    let (app, issuer) = with(Bodies::json()).await;
    for (request, status, error) in refusals(&issuer) {
        let answer = request.send(&app).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.lines("content-type"), ["application/json"]);
        let body = answer.json();
        let members: Vec<_> = body.as_object().unwrap().keys().collect();
        assert_eq!(members, ["error", "message", "timestamp"]);
        assert_eq!(body["error"], error);
        assert_eq!(body["timestamp"], "2027-01-15T08:00:00Z");
    }
}

#[actix_web::test]
async fn problem_details_say_the_status_and_its_phrase() {
    let (app, issuer) = with(Bodies::problem_details()).await;
    for (request, status, error) in refusals(&issuer) {
        let answer = request.send(&app).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.lines("content-type"), ["application/problem+json"]);
        let body = answer.json();
        assert_eq!(body["type"], "about:blank");
        assert_eq!(body["status"], status);
        let title = match status {
            400 => "Bad Request",
            401 => "Unauthorized",
            403 => "Forbidden",
            _ => "Not Found",
        };
        assert_eq!(
            (&body["title"], &body["error"]),
            (&json!(title), &json!(error))
        );
        assert!(body["detail"].as_str().is_some_and(|it| !it.is_empty()));
    }
}

#[actix_web::test]
async fn problem_details_tell_nothing_that_the_challenge_does_not() {
    let (app, issuer) = with(Bodies::problem_details()).await;
    let alice = || issuer.token("alice");
    let mut bodies = Vec::new();
    for token in [
        alice().signed_with_another_key(),
        alice().without("sub"),
        alice().claim("aud", "other"),
    ] {
        let answer = get("/me").bearer(token).send(&app).await;
        assert_eq!(answer.status, 401);
        bodies.push(answer.visible());
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
}

#[actix_web::test]
async fn problem_types_and_documents_are_made_of_the_error_code() {
    let bodies = Bodies::problem_details()
        .types("https://docs.example/problems/")
        .documentation("https://docs.example/errors#")
        .documentation_of("forbidden", "https://docs.example/ask-the-boss");
    let (app, issuer) = with(bodies.clone()).await;
    for (request, _, error) in refusals(&issuer) {
        let body = request.send(&app).await.json();
        assert_eq!(
            body["type"],
            format!("https://docs.example/problems/{error}")
        );
        let document = match error {
            "forbidden" => "https://docs.example/ask-the-boss".to_owned(),
            other => format!("https://docs.example/errors#{other}"),
        };
        assert_eq!(body["documentation"], document);
    }
    let (app, _) = with(Bodies::json().documentation("/errors#")).await;
    let body = get("/me").send(&app).await.json();
    assert_eq!(body["documentation"], "/errors#unauthorized");
}

#[actix_web::test]
async fn a_failure_of_ours_says_no_more() {
    for (failing, status) in Failing::ALL {
        let builder = Auth::builder().bearer_with(failing);
        let app = serve(builder.bodies(Bodies::problem_details().pages())).await;
        let request = get("/me").authorization("Bearer x");
        let answer = request.send(&app).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["status"]),
            (status, &json!(status))
        );
        let request = get("/me")
            .authorization("Bearer x")
            .header("accept", "text/html");
        let answer = request.send(&app).await;
        assert_eq!(answer.status, status);
        for word in ["panic", "refused", "table"] {
            assert!(!answer.text().contains(word), "{}", answer.text());
        }
    }
}

const PAGE: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

#[actix_web::test]
async fn browsers_get_a_page_and_programs_get_data() {
    let (app, issuer) = with(
        Bodies::problem_details()
            .pages()
            .documentation("/help?a&b#"),
    )
    .await;
    for (request, status, error) in refusals(&issuer) {
        let answer = request.header("accept", PAGE).send(&app).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.lines("content-type"), ["text/html; charset=utf-8"]);
        assert_eq!(answer.lines("vary"), ["Accept"]);
        let page = answer.text();
        for part in [
            "<!DOCTYPE html>",
            "<html lang=\"en\">",
            "<title>",
            "<main>",
            "<h1>",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(
            !page.contains("<script") && !page.contains("style"),
            "{page}"
        );
        let link = format!("<a href=\"/help?a&amp;b#{error}\">");
        assert!(page.contains(&link), "{page}");
        assert_eq!(
            answer.challenges().len(),
            usize::from(status < 403 || error == "insufficient_scope")
        );
    }
    for (request, _, _) in refusals(&issuer) {
        let answer = request.header("accept", "*/*").send(&app).await;
        assert_eq!(answer.lines("content-type"), ["application/problem+json"]);
        assert_eq!(answer.lines("vary"), ["Accept"]);
    }
    let script = get("/me")
        .header("accept", PAGE)
        .header("sec-fetch-mode", "cors");
    let answer = script.send(&app).await;
    assert_eq!(answer.lines("content-type"), ["application/problem+json"]);
}

#[actix_web::test]
async fn a_page_says_what_to_do_next_and_escapes_what_it_says() {
    let (app, issuer) = with(Bodies::json().pages()).await;
    let request = get("/admin")
        .bearer(issuer.token("alice"))
        .header("accept", PAGE);
    let page = request.send(&app).await;
    let page = page.text();
    assert!(
        page.contains("<p>Ask &lt;the&gt; &quot;boss&quot; &amp; &#39;friends&#39;.</p>"),
        "{page}"
    );
    assert!(page.contains("log in with another account"), "{page}");
}

/// Under every look, and for whoever asks however.
#[actix_web::test]
async fn a_hidden_route_looks_like_a_miss_under_every_look() {
    let looks = [
        Bodies::json().documentation("/errors#"),
        Bodies::problem_details().types("/problems/").pages(),
        Bodies::json().pages(),
    ];
    for bodies in looks {
        let issuer = issuer();
        let builder = issuer
            .auth_builder()
            .bodies(bodies.clone())
            .tell_requirements();
        let app = serve(builder).await;
        for accept in [PAGE, "*/*", "application/problem+json"] {
            for method in [Method::GET, Method::HEAD] {
                for fields in [
                    vec![],
                    vec![format!("Bearer {}", issuer.token("alice").mint())],
                ] {
                    let answer = async |path: &str| {
                        let request = ask(method.clone(), path).header("accept", accept);
                        request.authorizations(&fields).send(&app).await.visible()
                    };
                    assert_eq!(
                        answer("/hidden").await,
                        answer("/missing").await,
                        "{bodies:?}"
                    );
                }
            }
        }
    }
}

/// The hook reads the code and what the client understands.
#[actix_web::test]
async fn refusals_speak_two_languages() {
    let issuer = issuer();
    let builder = issuer.auth_builder().body(|refusal, head| {
        let languages = head.headers().get("accept-language");
        let languages = languages
            .and_then(|it| it.to_str().ok())
            .unwrap_or_default();
        let text = match (languages.starts_with("de"), refusal.error()) {
            (true, "unauthorized") => "Bitte melden Sie sich an.",
            (true, "forbidden") => "Das d\u{fc}rfen Sie nicht.",
            (true, "not_found") => "Hier ist nichts.",
            _ => refusal.message(),
        };
        Body::text(text)
    });
    let app = serve(builder.bodies(Bodies::problem_details())).await;
    let alice = || issuer.token("alice");
    for (path, german, english) in [
        ("/hidden", "Hier ist nichts.", "There is nothing here."),
        ("/missing", "Hier ist nichts.", "There is nothing here."),
        (
            "/admin",
            "Das d\u{fc}rfen Sie nicht.",
            "Ask <the> \"boss\" & 'friends'.",
        ),
    ] {
        let request = get(path).bearer(alice());
        let answer = request
            .header("accept-language", "de-CH, en;q=0.5")
            .send(&app)
            .await;
        assert_eq!(answer.text(), german);
        let answer = get(path).bearer(alice()).send(&app).await;
        assert_eq!(answer.text(), english);
        assert_eq!(answer.lines("content-type"), ["text/plain; charset=utf-8"]);
    }
}

#[actix_web::test]
async fn a_link_that_is_none_does_not_start() {
    let bodies = Bodies::json().documentation("javascript:alert(1)//");
    let built = issuer()
        .auth_builder()
        .only_modules(["nowhere"])
        .bodies(bodies)
        .build();
    assert!(built.unwrap_err().to_string().contains("is no link"));
}
