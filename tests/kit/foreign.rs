//! Programs that nobody here wrote, started by a test and gone with it.
//!
//! A test whose program is missing passes with a line that says what to install, except where `CI` is
//! set: there everything has to be there.

use std::env;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long a program may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a program said.
#[derive(Debug)]
pub struct Said {
    /// Whether it ended well.
    pub success: bool,
    /// Its output.
    pub out: String,
    /// Its complaints.
    pub err: String,
}

impl Said {
    /// Its output, if it ended well.
    ///
    /// # Panics
    ///
    /// With everything it said, if it did not.
    #[track_caller]
    pub fn well(self) -> String {
        assert!(self.success, "{}\n{}", self.out, self.err);
        self.out
    }
}

/// The program of this name, as `Command` finds it.
pub fn program(name: &str, install: &str) -> Option<Command> {
    let is_there = env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(name).is_file()));
    found(is_there, name, install).then(|| Command::new(name))
}

/// curl, bounded in time, for [`got`].
pub fn curl() -> Option<Command> {
    let mut curl = program("curl", "apt-get install curl")?;
    curl.args(["--silent", "--show-error", "--max-time", "60"]);
    curl.args(["--write-out", "\n%{http_code}\n"]);
    Some(curl)
}

/// What curl got from one URL: body and status.
///
/// # Panics
///
/// When it got nothing.
#[track_caller]
pub fn got(curl: &mut Command) -> (String, String) {
    let said = run(curl).well();
    let (body, status) = said.trim_end().rsplit_once('\n').expect("a status");
    (body.to_owned(), status.to_owned())
}

/// A script of `tests/clients`: `.mjs` for Node, `.py` for Python.
///
/// # Panics
///
/// When there is no such script.
pub fn script(name: &str) -> Option<Command> {
    const INSTALL: &str = "bash tests/clients/install";
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
    let script = folder.join(name);
    assert!(script.is_file(), "there is no {}", script.display());
    let is_python = name.to_ascii_lowercase().ends_with(".py");
    let (interpreter, installed): (PathBuf, PathBuf) = if is_python {
        let python = folder.join("python/bin/python");
        (python.clone(), python)
    } else {
        ("node".into(), folder.join("node_modules"))
    };
    found(installed.exists(), name, INSTALL).then(|| {
        let mut command = Command::new(interpreter);
        command.arg(script).current_dir(&folder);
        command
    })
}

fn found(is_there: bool, name: &str, install: &str) -> bool {
    if !is_there {
        assert!(
            env::var_os("CI").is_none(),
            "`{name}` is missing where nothing may be skipped: {install}"
        );
        eprintln!("skipped, because `{name}` is missing: {install}");
    }
    is_there
}

/// Runs it to its end, or to the end of our patience.
///
/// # Panics
///
/// When it cannot be started, or does not end.
pub fn run(command: &mut Command) -> Said {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let out = read_in_thread(child.stdout.take());
    let err = read_in_thread(child.stderr.take());
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("the program can be watched") {
            break status;
        }
        if started.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            panic!(
                "{command:?} does not end\n{}\n{}",
                out.join().unwrap_or_default(),
                err.join().unwrap_or_default()
            );
        }
        thread::sleep(Duration::from_millis(20));
    };
    Said {
        success: status.success(),
        out: out.join().unwrap_or_default(),
        err: err.join().unwrap_or_default(),
    }
}

fn read_in_thread(stream: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            let _ = stream.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// A program that runs until it is dropped.
#[derive(Debug)]
pub struct Running(Child);

impl Running {
    /// Starts it.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    pub fn start(command: &mut Command) -> Self {
        Self(command.spawn().expect("the program starts"))
    }

    /// The process, for its streams and its number.
    pub fn child(&mut self) -> &mut Child {
        &mut self.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
