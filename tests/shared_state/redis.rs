//! A Redis of a test's own.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tests::foreign::{Running, program};

/// How long anything here may take before the test has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Redis, gone with the test. It writes nothing to disk.
pub(crate) struct Redis {
    address: SocketAddr,
    options: Vec<String>,
    running: Option<Running>,
}

impl Redis {
    /// None where there is none on this machine.
    pub(crate) fn start(options: &[&str]) -> Option<Self> {
        program("redis-server", "apt-get install redis-server")?;
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = free.local_addr().expect("an address");
        drop(free);
        let mut redis = Self {
            address,
            options: options.iter().map(|it| (*it).to_owned()).collect(),
            running: None,
        };
        redis.restart();
        Some(redis)
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://{}/", self.address)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn kill(&mut self) {
        self.running = None;
    }

    /// Starts it, again at the same place and empty.
    pub(crate) fn restart(&mut self) {
        self.running = None;
        let mut command = program("redis-server", "").expect("it was there");
        command
            .args([
                "--bind",
                "127.0.0.1",
                "--port",
                &self.address.port().to_string(),
            ])
            .args(["--save", "", "--appendonly", "no", "--daemonize", "no"])
            .args(&self.options)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        self.running = Some(Running::start(&mut command));
        eventually("Redis listens", || TcpStream::connect(self.address).is_ok());
    }

    /// Stops it in the middle of whatever it does: connections stay open, and nothing answers.
    pub(crate) fn hang(&mut self) {
        self.signal("STOP");
    }

    pub(crate) fn go_on(&mut self) {
        self.signal("CONT");
    }

    fn signal(&mut self, name: &str) {
        let process = self.running.as_mut().expect("it runs").child().id();
        let kill = format!("kill -{name} {process}");
        let status = Command::new("sh").args(["-c", &kill]).status();
        assert!(status.expect("a shell").success(), "{kill}");
    }

    /// What it answers to a command, the first line of it.
    pub(crate) fn tell(&self, command: &str) -> String {
        let mut stream = TcpStream::connect(self.address).expect("Redis listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream
            .write_all(format!("{command}\r\n").as_bytes())
            .expect("it reads");
        let mut line = String::new();
        BufReader::new(stream)
            .read_line(&mut line)
            .expect("it answers");
        line.trim_end().to_owned()
    }
}

/// Asks until it is so, and fails if it does not become so.
pub(crate) fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "in vain: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}
