//! Every contender gives the same answers, so what is compared is the same work.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is how a test fails"
)]

use std::path::Path;

use actix_web::App;
use actix_web::http::StatusCode;
use actix_web::test::init_service;
use benches::contenders::{self, CONTENDERS};
use benches::drive::measured_requests;
use benches::keys::Keys;
use benches::requests::Requests;
use benches::scenario::{COMMON, Scenario};

#[actix_web::test]
async fn every_contender_answers_every_scenario() {
    for algorithm in ["HS256", "ES256", "EdDSA"] {
        let keys = Keys::of(algorithm, Path::new("no RSA key is asked for"));
        for name in CONTENDERS {
            let configure = contenders::named(name, &keys);
            let app = init_service(App::new().configure(|config| configure(config))).await;
            let scenarios = COMMON.into_iter().chain([Scenario::Hidden]);
            for scenario in scenarios.filter(|it| contenders::answers(name, *it)) {
                let requests = Requests::of(scenario, &keys);
                let answer = measured_requests(&app, &requests, 2);
                let wanted = match *name {
                    "bare" => StatusCode::OK,
                    _ => scenario.status(),
                };
                assert_eq!(answer, wanted, "{name}, {algorithm}, {}", scenario.name());
            }
        }
    }
}

#[actix_web::test]
async fn the_attributes_read_no_body_of_a_caller_without_the_role() {
    let keys = Keys::of("HS256", Path::new("no RSA key is asked for"));
    for (name, bytes) in [("bare", 64 * 1024), ("attributes", 0)] {
        let configure = contenders::named(name, &keys);
        let app = init_service(App::new().configure(|config| configure(config))).await;
        let requests = Requests::of(Scenario::WrongRole64k, &keys);
        measured_requests(&app, &requests, 1);
        assert_eq!(requests.body_bytes_read(), bytes, "{name}");
    }
}
