//! `requests CONTENDER ALGORITHM COUNT RSA_KEY CELL…`: sends the requests of each cell to an app in this process, and
//! prints what came of it, a line of JSON for each.
//!
//! For each cell, callgrind sees three calls of functions whose names begin with `measured_`: one that builds the
//! requests, one that sends requests before anything is counted, and the one that is counted.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that cannot go on has failed, and says so to the terminal"
)]

use std::env;
use std::path::PathBuf;

use actix_web::App;
use actix_web::test::init_service;
use benches::contenders;
use benches::drive::{measured_building, measured_requests};
use benches::keys::Keys;
use benches::plan::Cell;
use serde_json::json;

#[actix_web::main]
async fn main() {
    let mut arguments = env::args().skip(1);
    let mut next = || arguments.next().expect("see the first line of this file");
    let (contender, algorithm) = (next(), next());
    let count = next().parse().expect("a number of requests");
    let keys = Keys::of(&algorithm, &PathBuf::from(next()));

    let configure = contenders::named(&contender, &keys);
    let app = init_service(App::new().configure(|config| configure(config))).await;
    for name in arguments {
        let cell = Cell::named(&name, count, &keys);
        measured_building(&cell.counted, cell.count);
        measured_requests(&app, &cell.before, cell.before_count);
        let status = measured_requests(&app, &cell.counted, cell.count);
        let line = json!({
            "cell": cell.name,
            "requests": cell.count,
            "status": status.as_u16(),
            "body_bytes_read": cell.counted.body_bytes_read() / cell.count,
        });
        println!("{line}");
    }
}
