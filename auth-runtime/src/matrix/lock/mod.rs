//! The matrix in a file that a test compares with the handlers (feature `testing`).

mod difference;
mod lines;

use std::env::{self, VarError};
use std::fs;
use std::io;
use std::path::Path;

use super::{AccessMatrix, access_matrix};
use crate::inventory::{DeclaredVocabulary, VOCABULARIES, is_within};
use difference::{differences, kept_lines};
use lines::lines;

/// Set to anything but `0`, it accepts what the handlers declare now.
const UPDATE: &str = "UPDATE_ACCESS_LOCK";

/// Compares who may call what with a file, and fails when it changed (feature `testing`).
///
/// The file has a line per handler and route, and one for each name of an enum that other names
/// imply, with neither file names nor line numbers in it: a line changes when access does, or what a
/// refused caller is told. Commit it, and every change of access shows in a review.
///
/// ```no_run
/// use my_app as _; // links the handlers that are compared
/// # mod my_app {}
///
/// #[test]
/// fn access_is_as_it_was_reviewed() {
///     auth_runtime::assert_access_matrix!("access.lock");
/// }
/// # fn main() {}
/// ```
///
/// The path is relative to the package's `Cargo.toml`. `UPDATE_ACCESS_LOCK=1 cargo test` writes the
/// file, the first time and whenever a change is meant; with `CI` set, it refuses to.
///
/// The handlers are those of the binary that runs the test. For those of some modules, or of one crate
/// alone, name them as `module_path!()` does, and the modules of the enums of names as well:
///
/// ```no_run
/// auth_runtime::assert_access_matrix!("access.lock", modules = ["my_app::api", "my_app::roles"]);
/// ```
///
/// # What is not locked
///
/// What no attribute of a handler says: what [`Auth`](crate::Auth) is configured to do, which enums it
/// registers, the scopes and the middleware around a handler, and routes that are not in sight. Of a
/// route attribute, everything but method and path: a `guard = "…"` decides which requests reach the
/// handler, and whoever does is judged all the same. Whether `#[require_owner]` names its segment by
/// `path` or by `scope_path`, which judges callers alike. And what a handler does with a caller.
///
/// # Panics
///
/// When access changed, with every line that did; when the file is not there; and when there is no
/// guarded handler to compare.
#[macro_export]
macro_rules! assert_access_matrix {
    ($path:expr $(,)?) => {
        $crate::__private::assert_unchanged(
            &$crate::__private::LockFile {
                directory: ::core::env!("CARGO_MANIFEST_DIR"),
                path: $path,
                package: ::core::env!("CARGO_PKG_NAME"),
            },
            &[],
        )
    };
    ($path:expr, modules = [$($module:expr),+ $(,)?] $(,)?) => {
        $crate::__private::assert_unchanged(
            &$crate::__private::LockFile {
                directory: ::core::env!("CARGO_MANIFEST_DIR"),
                path: $path,
                package: ::core::env!("CARGO_PKG_NAME"),
            },
            &[$($module),+],
        )
    };
}

/// Where the matrix is kept.
#[derive(Debug, Clone, Copy)]
pub struct LockFile<'a> {
    /// Of the package.
    pub directory: &'a str,
    /// Relative to the directory.
    pub path: &'a str,
    /// Whose test it is.
    pub package: &'a str,
}

/// What to do about a file that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Fail.
    Compare,
    /// Write what the handlers declare.
    Update,
}

/// What the macro calls.
///
/// # Panics
///
/// With what is wrong.
#[track_caller]
#[expect(clippy::panic, reason = "this is how an assertion fails")]
pub fn assert_unchanged(file: &LockFile<'_>, modules: &[&str]) {
    let set = |name| match env::var(name) {
        Err(VarError::NotPresent) => false,
        Ok(value) => !matches!(value.as_str(), "" | "0" | "false"),
        Err(VarError::NotUnicode(_)) => true,
    };
    let judged = Mode::chosen(set(UPDATE), set("CI"))
        .and_then(|mode| file.judge(&access_matrix(), modules, mode));
    if let Err(problem) = judged {
        panic!("{problem}");
    }
}

impl Mode {
    /// The mode, by whether each variable is set.
    ///
    /// # Errors
    ///
    /// When a machine would accept what a person has to read.
    pub fn chosen(update: bool, ci: bool) -> Result<Self, String> {
        match (update, ci) {
            (true, true) => Err(format!(
                "{UPDATE} is set where CI is too, which would accept every change of access \
                 unread\nhelp: update the file on your machine, and commit it"
            )),
            (true, false) => Ok(Self::Update),
            (false, _) => Ok(Self::Compare),
        }
    }
}

impl LockFile<'_> {
    /// Compares the file with the handlers in these modules, or in all.
    ///
    /// # Errors
    ///
    /// What is wrong, and what to do.
    pub fn judge(&self, matrix: &AccessMatrix, modules: &[&str], mode: Mode) -> Result<(), String> {
        let now = lines(&restricted(matrix, modules)?, &vocabularies(modules));
        let file = Path::new(self.directory).join(self.path);
        let text = match fs::read_to_string(&file) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(format!("{} cannot be read: {error}", file.display())),
        };
        let before = text.as_deref().map(kept_lines);
        let changes = differences(before.as_deref().unwrap_or_default(), &now);
        match (mode, before) {
            (_, Some(_)) if changes.is_empty() => Ok(()),
            (Mode::Update, _) => self.write(&file, &now),
            (Mode::Compare, None) => Err(format!(
                "there is no {}, the file that says who may call what\nhelp: create it, read it, \
                 commit it: `{}`",
                file.display(),
                self.command()
            )),
            (Mode::Compare, Some(_)) => Err(self.report(&changes)),
        }
    }

    fn report(&self, changes: &[String]) -> String {
        let Self { path, .. } = self;
        let changes = changes.join("\n");
        let command = self.command();
        format!(
            "access changed: `-` is how it was, by {path}; `+` is what the handlers declare \
             now\n\n{changes}\n\nhelp: if this is meant, accept it and commit {path}: `{command}`"
        )
    }

    fn write(&self, file: &Path, lines: &[String]) -> Result<(), String> {
        let command = self.command();
        let lines = lines.join("\n");
        let text = format!(
            "# Who may call what: a line for each handler and route, as its attributes declare it.\n\
             # A test compares it with the handlers. Each changed line is a change of access: read \
             it, then\n\
             # accept it: {command}\n\
             \n\
             {lines}\n"
        );
        fs::write(file, text)
            .map_err(|error| format!("{} cannot be written: {error}", file.display()))
    }

    fn command(&self) -> String {
        format!("{UPDATE}=1 cargo test -p {}", self.package)
    }
}

/// The enums of names in these modules, or all.
fn vocabularies(modules: &[&str]) -> Vec<&'static DeclaredVocabulary> {
    let is_meant = |it: &&DeclaredVocabulary| {
        modules.is_empty() || modules.iter().any(|module| is_within(it.module, module))
    };
    VOCABULARIES.iter().filter(is_meant).collect()
}

/// The rows in these modules, of which each has one, or an enum of names: a test that compares nothing
/// would never fail.
fn restricted(matrix: &AccessMatrix, modules: &[&str]) -> Result<AccessMatrix, String> {
    let rows = match modules {
        [] => matrix.clone(),
        modules => matrix.clone().only_modules(modules),
    };
    for module in modules {
        let has_rows = rows
            .rows()
            .iter()
            .any(|row| is_within(row.place().module, module));
        if !has_rows && vocabularies(&[module]).is_empty() {
            return Err(format!(
                "this test sees no guarded handler in `{module}`\nhelp: a path as \
                 `module_path!()` gives it; and if it is in another crate, link that: \
                 `use {} as _;`",
                module.split("::").next().unwrap_or(module)
            ));
        }
    }
    if rows.rows().is_empty() {
        return Err(
            "this test sees no guarded handler\nhelp: link the crate that has them: \
             `use my_app as _;`"
                .into(),
        );
    }
    Ok(rows)
}
