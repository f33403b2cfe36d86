//! A 403 that says what is missing, where the application permits it.

use actix_web::{App, get};
use auth_runtime::testing::{TestClock, TestIssuer};
use auth_runtime::{
    AuthBuilder, AuthorizationError, Authorized, Bodies, Body, Identity, Reason, Record, Verdict,
    Write, require_auth, require_condition, require_owner, require_permission, require_role,
    require_scope,
};
use serde_json::{Value, json};

use crate::app::{Answer, TestApp, get, start};

#[require_auth]
#[require_permission("feature:export", message = "Exports are part of the paid plan.")]
#[get("/export")]
async fn exports() -> &'static str {
    "in"
}

#[get("/desk")]
#[require_auth]
#[require_role(any("editor", all("author", "<b>reviewer</b>")))]
async fn edits() -> &'static str {
    "in"
}

#[require_auth]
#[require_scope("orders:read")]
#[require_scope("orders:write")]
#[get("/orders")]
async fn orders() -> &'static str {
    "in"
}

#[get("/hidden-export")]
#[require_auth]
#[require_permission("feature:secret", hide = true)]
async fn hides_export() -> &'static str {
    "in"
}

#[require_auth]
#[require_permission("feature:export")]
#[require_permission("feature:secret", hide = true)]
#[get("/both")]
async fn hides_one_of_two() -> &'static str {
    "in"
}

#[get("/users/{id}")]
#[require_auth]
#[require_owner(path = "id", unless_role = "support")]
async fn owns() -> &'static str {
    "in"
}

async fn is_paid(_: Identity) -> Verdict {
    Verdict::Forbid(Reason::new("Your plan has ended.").told())
}

#[require_auth]
#[require_condition(is_paid)]
#[get("/plan")]
async fn asks_for_the_plan() -> &'static str {
    "in"
}

async fn is_nobody(_: Identity) -> Verdict {
    Verdict::forbid("the reviewers must not know of this")
}

#[get("/silent")]
#[require_auth]
#[require_condition(is_nobody)]
async fn says_nothing() -> &'static str {
    "in"
}

/// Everybody may read it, and nobody change it.
struct Notice;

impl Record for Notice {
    type Source = ();

    async fn load((): (), _: &Identity) -> Result<Option<Self>, AuthorizationError> {
        Ok(Some(Self))
    }

    fn may_read(&self, _: &Identity) -> bool {
        true
    }
}

#[require_auth]
#[get("/notice")]
async fn changes_notice(_notice: Authorized<Notice, Write>) -> &'static str {
    "in"
}

fn issuer() -> TestIssuer {
    TestIssuer::new().clock(TestClock::at(1_794_488_399))
}

async fn serve(builder: AuthBuilder) -> TestApp {
    let auth = builder.only_modules([module_path!()]).build().unwrap();
    let app = App::new().configure(auth.install()).service((
        exports,
        edits,
        orders,
        hides_export,
        hides_one_of_two,
        owns,
        asks_for_the_plan,
        says_nothing,
        changes_notice,
    ));
    start(app).await
}

async fn refused(path: &str, issuer: &TestIssuer, app: &TestApp) -> Answer {
    let answer = get(path).bearer(issuer.token("alice")).send(app).await;
    assert_eq!(answer.status, 403, "{path}");
    answer
}

const RULE: &str = r#"any("editor", all("author", "<b>reviewer</b>"))"#;

/// What the 403 of each path says is missing.
fn told() -> [(&'static str, Value); 7] {
    [
        ("/export", json!({"permission": "feature:export"})),
        ("/desk", json!({"role": RULE})),
        ("/orders", json!({"scope": "orders:read orders:write"})),
        ("/users/bob", Value::Null),
        ("/plan", Value::Null),
        ("/silent", Value::Null),
        ("/notice", Value::Null),
    ]
}

#[actix_web::test]
async fn where_it_is_permitted_the_body_says_what_is_missing() {
    let issuer = issuer();
    for bodies in [Bodies::json(), Bodies::problem_details()] {
        let app = serve(issuer.auth_builder().bodies(bodies).tell_requirements()).await;
        for (path, required) in told() {
            let answer = refused(path, &issuer, &app).await.json();
            assert_eq!(answer["required"], required, "{path}");
            let is_there = answer.get("required").is_some();
            assert_eq!(is_there, !required.is_null(), "{path}");
        }
    }
}

#[actix_web::test]
async fn the_whole_body_is_this() {
    let issuer = issuer();
    let app = serve(issuer.auth_builder().tell_requirements()).await;
    let answer = refused("/export", &issuer, &app).await;
    let text = r#"{"error":"forbidden","message":"Exports are part of the paid plan.","timestamp":"2026-11-12T12:59:59Z","required":{"permission":"feature:export"}}"#;
    assert_eq!(answer.text(), text);
    assert_eq!(answer.challenges(), [""; 0]);
    assert_eq!(answer.lines("x-permission-required"), ["feature:export"]);
}

#[actix_web::test]
async fn unless_it_is_permitted_nothing_says_what_is_missing() {
    let issuer = issuer();
    let looks = [
        Bodies::json(),
        Bodies::problem_details(),
        Bodies::json().pages(),
    ];
    for bodies in looks {
        let app = serve(issuer.auth_builder().bodies(bodies)).await;
        for (path, _) in told() {
            let ask = get(path).header("accept", "text/html");
            let answer = ask.bearer(issuer.token("alice")).send(&app).await;
            assert_eq!(answer.status, 403);
            for word in ["required", "feature", "reviewer", "This needs"] {
                assert!(!answer.text().contains(word), "{path}: {}", answer.text());
            }
        }
    }
}

#[actix_web::test]
async fn pages_say_it_in_a_sentence() {
    let issuer = issuer();
    let bodies = Bodies::json().pages();
    let app = serve(issuer.auth_builder().bodies(bodies).tell_requirements()).await;
    for (path, sentence) in [
        (
            "/export",
            Some("<p>This needs the permission <code>feature:export</code>.</p>"),
        ),
        (
            "/desk",
            Some(
                "<p>This needs the role <code>any(&quot;editor&quot;, all(&quot;author&quot;, \
                 &quot;&lt;b&gt;reviewer&lt;/b&gt;&quot;))</code>.</p>",
            ),
        ),
        (
            "/orders",
            Some("<p>This needs the scope <code>orders:read orders:write</code>.</p>"),
        ),
        ("/users/bob", None),
        ("/plan", None),
        ("/silent", None),
        ("/notice", None),
    ] {
        let ask = get(path).header("accept", "text/html");
        let answer = ask.bearer(issuer.token("alice")).send(&app).await;
        assert_eq!(answer.status, 403);
        let page = answer.text();
        assert_eq!(page.contains("This needs"), sentence.is_some(), "{page}");
        assert!(page.contains(sentence.unwrap_or_default()), "{page}");
    }
}

#[actix_web::test]
async fn a_hidden_refusal_says_nothing_of_it() {
    let issuer = issuer();
    let looks = [
        Bodies::json(),
        Bodies::problem_details(),
        Bodies::json().pages(),
    ];
    for bodies in looks {
        let app = serve(issuer.auth_builder().bodies(bodies).tell_requirements()).await;
        for accept in ["text/html", "*/*"] {
            let answer = async |path: &str| {
                let ask = get(path).header("accept", accept);
                let answer = ask.bearer(issuer.token("alice")).send(&app).await;
                assert_eq!(answer.status, 404);
                answer.visible()
            };
            let miss = answer("/missing").await;
            assert_eq!(answer("/hidden-export").await, miss);
            assert_eq!(answer("/both").await, miss);
        }
    }
}

#[actix_web::test]
async fn of_conditions_the_body_has_what_their_reason_tells() {
    let issuer = issuer();
    let app = serve(issuer.auth_builder().tell_requirements()).await;
    for (path, message) in [
        ("/plan", "Your plan has ended."),
        ("/silent", "You may not do this."),
        ("/notice", "You may not do this."),
        ("/users/bob", "You may not do this."),
    ] {
        let answer = refused(path, &issuer, &app).await;
        assert_eq!(answer.json()["message"], message);
        assert_eq!(answer.lines("x-permission-required"), [""; 0]);
    }
}

#[actix_web::test]
async fn a_caller_who_has_it_gets_in_and_one_who_is_unknown_is_told_nothing() {
    let issuer = issuer();
    let app = serve(issuer.auth_builder().tell_requirements()).await;
    let token = issuer.token("alice").permission("feature:export");
    assert_eq!(get("/export").bearer(token).status(&app).await, 200);
    let anonymous = get("/export").send(&app).await;
    assert_eq!(anonymous.status, 401);
    assert_eq!(anonymous.json().get("required"), None);
}

#[actix_web::test]
async fn a_hook_reads_it_as_data_and_only_where_it_is_permitted() {
    let issuer = issuer();
    for is_permitted in [true, false] {
        let builder = issuer.auth_builder().body(|refusal, _| {
            Body::text(refusal.required().map_or_else(String::new, |it| {
                format!("{}|{}|{it}", it.kind(), it.text())
            }))
        });
        let app = serve(if is_permitted {
            builder.tell_requirements()
        } else {
            builder
        })
        .await;
        let answer = refused("/export", &issuer, &app).await;
        let told = "permission|feature:export|permission feature:export";
        assert_eq!(answer.text(), if is_permitted { told } else { "" });
    }
}
