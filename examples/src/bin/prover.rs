//! Makes proofs for `curl`: a client of `DPoP` on the command line. Its key stands in `DPOP_KEY`.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what it makes goes into a shell's variables"
)]

use std::env;
use std::error::Error;
use std::process::ExitCode;

use onboarding::prover::Prover;

const USAGE: &str = "\
prover new-key                   a key, for `export DPOP_KEY=$(…)`
prover thumbprint                of the key in DPOP_KEY
prover proof METHOD URL TOKEN    a proof by the key in DPOP_KEY, good once";

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    match arguments {
        ["new-key"] => Ok(Prover::new()?.to_text()),
        ["thumbprint"] => known()?.thumbprint(),
        ["proof", method, url, token] => known()?.proof(method, url, token),
        _ => Err(USAGE.into()),
    }
}

fn known() -> Result<Prover, Box<dyn Error>> {
    let key =
        env::var("DPOP_KEY").map_err(|_| "DPOP_KEY is not set: `prover new-key` makes one")?;
    Prover::from_text(&key).map_err(|error| format!("DPOP_KEY holds no key: {error}").into())
}
