//! curl keeps the session's cookie in its jar.

use std::path::PathBuf;
use std::time::Duration;

use actix_session::storage::CookieSessionStore;
use actix_web::App;
use actix_web::cookie::Key;
use auth_runtime::session::SessionCookie;
use tests::foreign;
use tests::server::Server;

use crate::site::{builder, handlers, sessions};

/// curl with a cookie jar of its own, and where it sends requests.
struct Curl {
    jar: PathBuf,
    server: Server,
}

impl Curl {
    /// The status, a space, and the body.
    fn ask(&self, path: &str, arguments: &[&str]) -> String {
        let mut curl = foreign::curl().unwrap();
        curl.arg("--cookie")
            .arg(&self.jar)
            .arg("--cookie-jar")
            .arg(&self.jar)
            .args(arguments)
            .arg(self.server.url(path));
        let (body, status) = foreign::got(&mut curl);
        format!("{status} {body}")
    }
}

#[test]
fn curl_logs_in_stays_and_logs_out() {
    if foreign::curl().is_none() {
        return;
    }
    let (builder, clock) = builder(sessions());
    let auth = builder.build().unwrap();
    let server = Server::start(1, move || {
        let cookie = SessionCookie::new(CookieSessionStore::default(), Key::from(&[7; 64]));
        App::new()
            .wrap(cookie.dangerous_without_tls().build())
            .app_data(auth.clone())
            .configure(handlers)
            .default_service(auth.not_found())
    });
    let name = format!("jar-{}", std::process::id());
    let jar = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let curl = Curl { jar, server };

    assert!(curl.ask("/me", &[]).starts_with("401 "));
    assert_eq!(
        curl.ask("/login", &["--data", "alice admin"]),
        "200 welcome"
    );
    assert_eq!(curl.ask("/me", &[]), "200 alice");
    let jar = std::fs::read_to_string(&curl.jar).unwrap();
    assert!(
        jar.contains("#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\t"),
        "{jar}"
    );

    // Renewed within its time, again and again.
    for _ in 0..3 {
        clock.advance(Duration::from_secs(20 * 60));
        assert_eq!(curl.ask("/me", &[]), "200 alice");
    }

    // curl says nothing of where it comes from, so it shows what only the login knows.
    assert!(curl.ask("/orders", &["--data", "one"]).starts_with("403 "));
    let token = curl.ask("/token", &[]);
    let token = format!("X-CSRF-Token: {}", token.strip_prefix("200 ").unwrap());
    assert_eq!(
        curl.ask("/orders", &["--data", "one", "--header", &token]),
        "200 one"
    );

    assert_eq!(
        curl.ask("/logout", &["--data", "", "--header", &token]),
        "200 bye"
    );
    assert!(curl.ask("/me", &[]).starts_with("401 "));

    assert_eq!(curl.ask("/login", &["--data", "alice"]), "200 welcome");
    clock.advance(Duration::from_secs(30 * 60));
    assert!(curl.ask("/me", &[]).starts_with("401 "));
    std::fs::remove_file(&curl.jar).unwrap();
}
