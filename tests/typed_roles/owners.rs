//! `#[require_owner]`: the path names the caller, as the handler would read it.

use actix_web::http::Method;
use actix_web::{App, FromRequest, HttpRequest, get, route, web};
use auth_runtime::{Auth, require_auth, require_owner, require_role};

use super::{Role, frozen};
use crate::app::{TestApp, ask, get, start};
use crate::authenticators::Prompt;

#[require_auth]
#[require_owner(path = "id")]
#[get("/users/{id}")]
async fn user(request: HttpRequest) -> String {
    match web::Path::<String>::extract(&request).await {
        Ok(id) => id.into_inner(),
        Err(_) => "two".into(),
    }
}

#[route("/hidden/{id}", method = "GET", method = "POST", method = "OPTIONS")]
#[require_auth]
#[require_owner(path = "id", hide = true)]
async fn hidden(_body: web::Json<u8>) -> &'static str {
    "in"
}

#[require_auth]
#[require_owner(scope_path = "team", message = "This is another team's.")]
#[get("/orders/{id}")]
async fn orders(path: web::Path<(String, String)>) -> String {
    path.into_inner().1
}

#[require_auth]
#[require_owner(path = "path")]
#[get("/files/{path:.*}")]
async fn files(path: web::Path<String>) -> String {
    path.into_inner()
}

#[require_auth]
#[require_owner(path = "id")]
#[require_role(Role::Editor)]
#[get("/drafts/{id}")]
async fn drafts(id: web::Path<String>) -> String {
    id.into_inner()
}

/// Registered at paths that the attribute does not see.
#[require_auth]
#[require_owner(path = "id")]
async fn anywhere() -> &'static str {
    "in"
}

async fn app(auth: Auth) -> TestApp {
    let app = App::new()
        .app_data(auth.clone())
        .service((user, hidden, files, drafts))
        .service(web::scope("/teams/{team}").service(orders))
        .service(web::scope("/of/{id}").service(user))
        .route("/named/{id}", web::get().to(anywhere))
        .route("/nameless", web::get().to(anywhere))
        .route("/misnamed/{user_id}", web::get().to(anywhere))
        .default_service(auth.not_found());
    start(app).await
}

#[actix_web::test]
async fn only_the_caller_whom_the_path_names_passes() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    for (subject, path, expected) in [
        ("alice", "/users/alice", 200),
        ("alice", "/users/bob", 403),
        ("alice", "/users/Alice", 403),
        ("alice", "/users/alic", 403),
        ("alice", "/users/alice2", 403),
        ("alice", "/users/alice%20", 403),
        ("alice", "/users/alice?id=bob", 200),
        ("alice", "/users/bob?id=alice", 403),
        ("red", "/teams/red/orders/7", 200),
        ("red", "/teams/blue/orders/7", 403),
        ("red", "/teams/blue/orders/red", 403),
        ("alice", "/named/alice", 200),
        ("alice", "/named/bob", 403),
        ("a/b", "/files/a/b", 200),
        ("a", "/files/a/b", 403),
    ] {
        let token = issuer.token(subject);
        let answer = get(path).bearer(token).send(&app).await;
        assert_eq!(answer.status, expected, "{subject} {path}");
        assert_eq!(answer.challenges(), [""; 0], "{subject} {path}");
    }
}

#[actix_web::test]
async fn a_refusal_says_what_the_attribute_says() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    for (path, message) in [
        ("/users/bob", "You may not do this."),
        ("/teams/blue/orders/7", "This is another team's."),
    ] {
        let answer = get(path).bearer(issuer.token("red")).send(&app).await;
        assert_eq!(answer.json()["error"], "forbidden");
        assert_eq!(answer.json()["message"], message);
    }
}

#[actix_web::test]
async fn another_one_s_hidden_path_is_a_miss() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    for method in [Method::GET, Method::POST, Method::OPTIONS] {
        let send = |path| {
            let ask = ask(method.clone(), path).bearer(issuer.token("alice"));
            ask.json("{").send(&app)
        };
        let (miss, refused) = (send("/missing/bob").await, send("/hidden/bob").await);
        assert_eq!(miss.status, 404, "{method}");
        assert_eq!(refused.visible(), miss.visible(), "{method}");
        // Her own is there, and reads the body, which is broken.
        assert_eq!(send("/hidden/alice").await.status, 400, "{method}");
    }
}

/// The decision and `web::Path` read the same text.
#[actix_web::test]
async fn an_encoded_segment_is_what_the_handler_reads() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    for (subject, segment) in [
        ("alice smith", "alice%20smith"),
        ("alice", "%61lice"),
        ("k\u{e4}the", "k%C3%A4the"),
        ("a/b", "a%2Fb"),
        ("a/b", "a%2fb"),
        ("100%", "100%25"),
        ("a%2Fb", "a%252Fb"),
        ("%61", "%2561"),
        ("a+b", "a+b"),
        ("a+b", "a%2Bb"),
        ("auth0|7", "auth0%7C7"),
        ("a?b#c", "a%3Fb%23c"),
    ] {
        let path = format!("/users/{segment}");
        let answer = get(&path).bearer(issuer.token(subject)).send(&app).await;
        assert_eq!(answer.status, 200, "{subject} {segment}");
        assert_eq!(answer.text(), subject, "{segment}");
        for stranger in [segment, "%", "a", "alice%20smith", "b"] {
            if stranger != subject {
                let request = get(&path).bearer(issuer.token(stranger));
                assert_eq!(request.status(&app).await, 403, "{stranger} {segment}");
            }
        }
    }
}

#[actix_web::test]
async fn a_route_without_the_segment_belongs_to_nobody() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    for path in ["/nameless", "/misnamed/alice", "/nameless?id=alice"] {
        for subject in ["alice", "id", "nameless"] {
            let request = get(path).bearer(issuer.token(subject));
            assert_eq!(request.status(&app).await, 403, "{subject} {path}");
        }
    }
}

/// Where a scope names a segment as the route does, one of the two must not vouch for the other.
#[actix_web::test]
async fn a_segment_of_a_scope_does_not_stand_for_the_route_s_own() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    for (path, expected) in [
        ("/of/alice/users/alice", 200),
        ("/of/alice/users/bob", 403),
        ("/of/bob/users/carol", 403),
    ] {
        let request = get(path).bearer(issuer.token("alice"));
        assert_eq!(request.status(&app).await, expected, "{path}");
    }
}

/// A segment can be empty, and an authenticator can name nobody: that is not the same person.
#[actix_web::test]
async fn nobody_owns_what_nobody_is_named_for() {
    let auth = Auth::builder().bearer_with(Prompt).build().unwrap();
    let app = app(auth).await;
    for (token, expected) in [(".guest", 403), ("x.guest", 403)] {
        let field = format!("Bearer {token}");
        for path in ["/files/", "/nameless"] {
            let request = get(path).authorization(&field);
            assert_eq!(request.status(&app).await, expected, "{token} {path}");
        }
    }
    let named = get("/files/x").authorization("Bearer x.guest");
    assert_eq!(named.status(&app).await, 200);
}

#[actix_web::test]
async fn an_owner_is_known_first_and_needs_the_roles_beside() {
    let issuer = frozen();
    let app = app(issuer.auth()).await;
    for path in [
        "/users/alice",
        "/hidden/alice",
        "/nameless",
        "/drafts/alice",
    ] {
        assert_eq!(get(path).status(&app).await, 401, "{path}");
    }
    for (subject, role, expected) in [
        ("alice", "administrator", 200),
        ("alice", "viewer", 403),
        ("bob", "administrator", 403),
    ] {
        let token = issuer.token(subject).role(role);
        let request = get("/drafts/alice").bearer(token);
        assert_eq!(request.status(&app).await, expected, "{subject} {role}");
    }
}
