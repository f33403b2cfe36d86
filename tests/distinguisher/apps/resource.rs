//! A hidden route in a `web::resource`, which answers other methods by itself.

use actix_web::{App, Resource, web};
use auth_runtime::testing::TestIssuer;
use auth_runtime::{Auth, GuardedRoute, require_auth, require_role};
use tests::distinguisher::{Kind, Report};

use super::callers::everybody;
use tests::server::Server;

#[require_auth]
#[require_role("admin", hide = true)]
async fn secrets() -> &'static str {
    "For admins.\n"
}

fn attack(resource: fn(&Auth) -> Resource) -> Report {
    let issuer = TestIssuer::new();
    let auth = issuer.auth();
    let server = Server::start_with_http2(move || {
        App::new()
            .app_data(auth.clone())
            .service(resource(&auth))
            .default_service(auth.not_found())
    });
    let attack = server.attacked("/secrets", "/nothing");
    let attack = attack.pairs(0).every(10).samples(0);
    everybody(attack, &issuer).run().unwrap()
}

fn hidden() -> Resource {
    web::resource("/secrets").route(web::get().guarded(secrets))
}

#[test]
fn a_resource_whose_other_methods_are_misses_is_hidden() {
    let report = attack(|auth| hidden().default_service(auth.not_found()));
    assert!(!report.tells() && report.is_steady(), "{report}");
}

/// The reason why [`Auth::not_found`] says to do so.
#[test]
fn a_resource_that_answers_other_methods_by_itself_is_found() {
    let report = attack(|_| hidden());
    assert!(report.has(&Kind::Status), "{report}");
    let mut differences = report.differences.iter();
    assert!(differences.any(|it| it.finding.hidden == "405"), "{report}");
}
