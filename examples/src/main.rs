//! Opens the bookshop on `PORT`, 8080 unless said otherwise, and prints how to try it.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the terminal is where this program meets its reader"
)]

use std::env;
use std::error::Error;
use std::io;
use std::net::TcpListener;
use std::process::ExitCode;

use actix_web::HttpServer;
use onboarding::{Shop, welcome};

#[actix_web::main]
async fn main() -> ExitCode {
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let port = port()?;
    // First of all, because the shop has to know where clients reach it.
    let listener = TcpListener::bind(("127.0.0.1", port)).map_err(|error| unbound(port, &error))?;
    let address = format!("http://{}", listener.local_addr()?);
    let shop = Shop::open(&address)?;
    let server = HttpServer::new(move || shop.app()).listen(listener)?;
    println!("{}", welcome::text(&address));
    Ok(server.run().await?)
}

fn port() -> Result<u16, String> {
    match env::var("PORT") {
        Err(env::VarError::NotPresent) => Ok(8080),
        Ok(text) => text
            .parse()
            .map_err(|_| format!("PORT is {text:?}: choose a number from 0 to 65535, 0 for any")),
        Err(error) => Err(format!("PORT cannot be read: {error}")),
    }
}

fn unbound(port: u16, error: &io::Error) -> Box<dyn Error> {
    if error.kind() == io::ErrorKind::AddrInUse {
        format!(
            "port {port} is taken: choose another, `PORT=8081 cargo run -p onboarding`, or let the \
             system choose with PORT=0"
        )
        .into()
    } else {
        format!("port {port} cannot be opened: {error}").into()
    }
}
