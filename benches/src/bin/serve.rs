//! `serve CONTENDER ALGORITHM WORKERS RSA_KEY`: serves a contender on a port of 127.0.0.1, says in a line of JSON which
//! port and which tokens there are, and ends when its standard input does.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that cannot go on has failed, and says so to the terminal"
)]

use std::env;
use std::io::{self, Read};
use std::path::PathBuf;
use std::process;
use std::thread;

use actix_web::{App, HttpServer};
use benches::keys::Keys;
use benches::{contenders, payload, tokens};
use serde_json::json;

/// How many callers there are for requests that present many tokens in turn.
const CALLERS: usize = 1_000;

#[actix_web::main]
async fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1);
    let mut next = || arguments.next().expect("see the first line of this file");
    let (contender, algorithm) = (next(), next());
    let workers = next().parse().expect("a number of workers");
    let keys = Keys::of(&algorithm, &PathBuf::from(next()));

    let configure = contenders::named(&contender, &keys);
    let server = HttpServer::new(move || App::new().configure(|config| configure(config)))
        .workers(workers)
        .bind(("127.0.0.1", 0))?;
    let callers: Vec<_> = (0..CALLERS)
        .map(|number| tokens::good(&keys, number))
        .collect();
    let said = json!({
        "port": server.addrs()[0].port(),
        "good": callers,
        "wrong_role": tokens::wrong_role(&keys),
        "body": String::from_utf8_lossy(&payload::json()),
    });
    println!("{said}");
    end_with_standard_input();
    server.run().await
}

/// Whoever started this program holds the other end, and may die.
fn end_with_standard_input() {
    thread::spawn(|| {
        let mut rest = Vec::new();
        let ended = io::stdin().read_to_end(&mut rest);
        process::exit(i32::from(ended.is_err()));
    });
}
