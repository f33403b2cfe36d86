//! Leaks by the router.

use actix_cors::Cors;
use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, web};
use tests::distinguisher::Kind;

use super::{attack, field, miss, tells};

/// A resource whose only method is hidden answers the others with 405.
#[test]
fn a_405_for_the_other_methods() {
    let report = attack(|app| {
        let hidden = web::resource("/hidden").route(web::get().to(|| async { miss() }));
        app.service(hidden);
    });
    assert!(report.has(&Kind::Status), "{report}");
    let first = report
        .differences
        .iter()
        .find(|it| it.finding.kind == Kind::Status);
    assert_eq!(first.unwrap().finding.hidden, "405", "{report}");
}

#[test]
fn a_405_with_the_methods_that_there_are() {
    let report = attack(|app| {
        let refused = || async {
            HttpResponse::MethodNotAllowed()
                .insert_header(("Allow", "GET"))
                .finish()
        };
        let hidden = web::resource("/hidden").route(web::get().to(|| async { miss() }));
        app.service(hidden.default_service(web::to(refused)));
    });
    assert!(
        report.has(&Kind::Status) && report.has(&field("allow")),
        "{report}"
    );
}

#[test]
fn a_redirect_to_the_path_without_its_slash() {
    async fn redirect() -> HttpResponse {
        HttpResponse::MovedPermanently()
            .insert_header((LOCATION, "/hidden"))
            .finish()
    }
    let report = attack(|app| {
        app.route("/hidden/", web::to(redirect))
            .route("/hidden", web::to(|| async { miss() }));
    });
    assert!(
        report.has(&Kind::Status) && report.has(&field("location")),
        "{report}"
    );
    let mut probes = report.differences.iter().map(|it| it.probe.as_str());
    assert!(probes.all(|it| it.contains("/path/")), "{report}");
}

#[test]
fn a_path_in_capitals() {
    let report = attack(|app| {
        app.route("/HIDDEN", web::to(HttpResponse::Forbidden));
    });
    assert!(report.has(&Kind::Status), "{report}");
}

/// CORS for one resource is no CORS for the paths beside it.
#[test]
fn cors_around_the_hidden_resource_alone() {
    let report = attack(|app| {
        let hidden = web::resource("/hidden").wrap(Cors::permissive());
        app.service(hidden.to(|| async { miss() }));
    });
    assert!(
        report.has(&field("access-control-allow-origin")),
        "{report}"
    );
    assert!(
        report.has(&Kind::Status),
        "a preflight is answered: {report}"
    );
}

/// A path variable that is decoded only by the handler behind it.
#[test]
fn an_encoded_slash() {
    let report = attack(|app| {
        app.route("/hidden", web::to(|| async { miss() }))
            .route("/{name:%2F.*}", web::to(HttpResponse::BadRequest));
    });
    // Both paths have it: nothing is told by what holds for all.
    assert!(!report.tells(), "{report}");
    let report = attack(|app| {
        app.route("/%2Fhidden", web::to(HttpResponse::BadRequest));
    });
    tells_only_encoded(&report);
}

#[track_caller]
fn tells_only_encoded(report: &tests::distinguisher::Report) {
    let kinds = [
        Kind::Status,
        Kind::Body,
        field("cache-control"),
        field("content-length"),
        field("content-type"),
        field("vary"),
    ];
    tells(report, &kinds);
    let mut probes = report.differences.iter().map(|it| it.probe.as_str());
    assert!(probes.all(|it| it.contains("%2F")), "{report}");
}
