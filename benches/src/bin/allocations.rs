//! `allocations CONTENDER ALGORITHM COUNT RSA_KEY CELL…`: as `requests`, and counts what is allocated.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that cannot go on has failed, and says so to the terminal"
)]

use std::env;
use std::path::PathBuf;

use actix_web::App;
use actix_web::test::init_service;
use allocation_counter::measure;
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
        // What thread-locals and pools make once is made here.
        measured_building(&cell.before, 1);
        measured_requests(&app, &cell.before, cell.before_count);
        let building = measure(|| measured_building(&cell.counted, cell.count));
        let answering = measure(|| {
            measured_requests(&app, &cell.counted, cell.count);
        });
        let line = json!({
            "cell": cell.name,
            "requests": cell.count,
            "allocations": answering.count_total - building.count_total,
            "bytes": answering.bytes_total - building.bytes_total,
        });
        println!("{line}");
    }
}
