//! The distinguisher for an app that runs already. Exits with 1 if bytes tell the paths apart.

use std::env;
use std::io::{self, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

use tests::distinguisher::{Caller, Distinguisher};

const USAGE: &str = "\
Finds out whether a hidden path can be told from one that does not exist.

  distinguisher --address 127.0.0.1:8080 --hidden /admin/users --miss /admin/usurp

  --address HOST:PORT     where the app serves HTTP/1
  --hidden PATH           the path that nobody is to find
  --miss PATH             one that does not exist, best of the same length
  --authorization TEXT    one more caller, by its Authorization field; may be repeated
  --cookie TEXT           one more caller, by its Cookie field; may be repeated
  --api-key TEXT          one more caller, by its X-API-Key field; may be repeated
  --http2 HOST:PORT       where the app serves HTTP/2 without TLS (`bind_auto_h2c`)
  --pairs NUMBER          at least so many pairs of requests (2000)
  --samples NUMBER        so many timed answers of each path, for each caller (200)
  --seed NUMBER           another one for other mixtures (1)
  --seconds NUMBER        the longest that it may take (300)

A caller without credentials always asks. Exits with 1 if bytes or connections differ, and with 2 if
time ran out or something is wrong; what time tells is reported only.
";

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let mut out = io::stdout();
    if arguments.is_empty() || arguments.iter().any(|it| it == "--help") {
        return printed(out.write_all(USAGE.as_bytes()), 2);
    }
    match read(&arguments).and_then(|attack| attack.run().map_err(|it| it.to_string())) {
        Ok(report) => {
            let code = match (report.tells(), report.cut_short) {
                (true, _) => 1,
                (false, true) => 2,
                (false, false) => 0,
            };
            printed(write!(out, "{report}"), code)
        }
        Err(why) => printed(writeln!(io::stderr(), "{why}"), 2),
    }
}

/// A reader who went away does not change the verdict.
fn printed(_: io::Result<()>, code: u8) -> ExitCode {
    ExitCode::from(code)
}

/// What the command line asks for.
fn read(arguments: &[String]) -> Result<Distinguisher, String> {
    let mut given = Given::default();
    let mut arguments = arguments.iter();
    while let Some(name) = arguments.next() {
        let value = arguments.next();
        let value = value.ok_or_else(|| format!("{name} needs a value, see --help"))?;
        given.add(name, value)?;
    }
    given.attack()
}

#[derive(Default)]
struct Given {
    address: Option<SocketAddr>,
    http2: Option<SocketAddr>,
    hidden: Option<String>,
    miss: Option<String>,
    callers: Vec<Caller>,
    numbers: Vec<(String, u64)>,
}

impl Given {
    fn add(&mut self, name: &str, value: &str) -> Result<(), String> {
        let caller = |field: &str, count: usize| {
            // The report names callers, and does not repeat their credentials.
            Caller::new(format!("{field} {}", count + 1)).with(field, value)
        };
        let count = self.callers.len();
        match name {
            "--address" => self.address = Some(address(value)?),
            "--http2" => self.http2 = Some(address(value)?),
            "--hidden" => self.hidden = Some(value.into()),
            "--miss" => self.miss = Some(value.into()),
            "--authorization" => self.callers.push(caller("Authorization", count)),
            "--cookie" => self.callers.push(caller("Cookie", count)),
            "--api-key" => self.callers.push(caller("X-API-Key", count)),
            "--pairs" | "--samples" | "--seed" | "--seconds" => {
                let number = value.parse();
                let number = number.map_err(|_| format!("{name} {value}: not a number"))?;
                self.numbers.push((name.into(), number));
            }
            _ => return Err(format!("{name} is unknown, see --help")),
        }
        Ok(())
    }

    fn attack(self) -> Result<Distinguisher, String> {
        let needed = |name: &str| format!("{name} is missing, see --help");
        let mut attack = Distinguisher::new(
            self.address.ok_or_else(|| needed("--address"))?,
            self.hidden.ok_or_else(|| needed("--hidden"))?,
            self.miss.ok_or_else(|| needed("--miss"))?,
        );
        attack = attack.caller(Caller::anonymous()).progress(progress);
        for caller in self.callers {
            attack = attack.caller(caller);
        }
        if let Some(address) = self.http2 {
            attack = attack.http2(address);
        }
        for (name, number) in self.numbers {
            let count = usize::try_from(number).unwrap_or(usize::MAX);
            attack = match name.as_str() {
                "--pairs" => attack.pairs(count),
                "--samples" => attack.samples(count),
                "--seed" => attack.seed(number),
                _ => attack.at_most(Duration::from_secs(number)),
            };
        }
        Ok(attack)
    }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    let mut found = text
        .to_socket_addrs()
        .map_err(|why| format!("{text}: {why}"))?;
    found
        .next()
        .ok_or_else(|| format!("{text}: no such address"))
}

/// A line for each tenth.
fn progress(done: usize, all: usize) {
    let tenths = |done: usize| done * 10 / all.max(1);
    if tenths(done) > tenths(done.saturating_sub(1)) {
        let _ = writeln!(io::stderr(), "{done} of {all} pairs");
    }
}
