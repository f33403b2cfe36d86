//! The built program, until a test ends in whichever way.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Program {
    process: Child,
    lines: Receiver<io::Result<String>>,
}

impl Program {
    /// Starts it with `PORT` set. Its two outputs are read as one.
    pub(crate) fn start(port: &str) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_onboarding"))
            .env("PORT", port)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = mpsc::channel();
        let outputs: [Box<dyn Read + Send>; 2] = [
            Box::new(process.stdout.take().unwrap()),
            Box::new(process.stderr.take().unwrap()),
        ];
        // On threads of their own, so that a silent program cannot hold the test up.
        for output in outputs {
            let sender = sender.clone();
            thread::spawn(move || {
                for line in BufReader::new(output).lines() {
                    if sender.send(line).is_err() {
                        break;
                    }
                }
            });
        }
        Self { process, lines }
    }

    /// What it prints, up to a line that starts so.
    pub(crate) fn printed_until(&mut self, last: &str) -> Vec<String> {
        let deadline = Instant::now() + PATIENCE;
        let mut printed: Vec<String> = Vec::new();
        while printed.last().is_none_or(|line| !line.starts_with(last)) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => printed.push(line.unwrap()),
                Err(error) => panic!("no line starts with {last:?} ({error}): {printed:#?}"),
            }
        }
        printed
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
