//! The access matrix: who may call what, and what everybody else gets, read off the inventory.

mod answer;
mod json;
#[cfg(feature = "testing")]
mod lock;
mod markdown;
mod row;
#[cfg(test)]
mod tests;
mod text;

pub use answer::Answer;
#[cfg(feature = "testing")]
pub use lock::{LockFile, Mode, assert_unchanged};
pub use row::AccessRow;

use crate::inventory::{declared_handlers, is_within};
use crate::policy::Access;

/// Who may call what, and what everybody else gets: a row for each route of each guarded handler.
///
/// Its `Display` is a table for people. It says what the attributes declare; see [`Answer`] for what
/// the app's configuration adds to it.
///
/// ```standalone_crate
/// use actix_web::get;
/// use auth_runtime::{access_matrix, require_auth, require_role};
///
/// #[require_auth(scheme = "Bearer")]
/// #[require_role("admin", hide = true)]
/// #[get("/users")]
/// async fn users() -> &'static str {
///     "alice, bob"
/// }
///
/// assert_eq!(
///     access_matrix().to_string(),
///     "METHOD  PATH    SCHEME  WHO MAY CALL  ANONYMOUS  OTHERS\n\
///      GET     /users  Bearer  role \"admin\"  401        404"
/// );
/// ```
///
/// A path is what the route attribute says; scopes around it are not in sight, and neither is a route
/// attribute that stands above ours, nor a `.to(…)`. Such a handler has a row without a route.
///
/// Of a requirement it gives the names that the attribute gives. Who has them by an enum's `implies`
/// is in the lock file.
///
/// With the feature `testing`, `assert_access_matrix!` keeps it in a file and fails when it changes.
#[derive(Debug, Clone)]
pub struct AccessMatrix {
    rows: Vec<AccessRow>,
}

/// The access matrix of every guarded handler in this binary, in the order of path, method, module
/// and handler. Handlers whose route is not in sight come last.
///
/// See [`AccessMatrix`].
pub fn access_matrix() -> AccessMatrix {
    AccessMatrix::of(declared_handlers())
}

impl AccessMatrix {
    fn of(handlers: impl IntoIterator<Item = &'static Access>) -> Self {
        let mut rows: Vec<_> = handlers.into_iter().flat_map(AccessRow::of).collect();
        rows.sort_by_key(AccessRow::order);
        Self { rows }
    }

    /// The rows of handlers in these modules, and below them. A path as `module_path!()` gives it:
    /// `my_app::admin`; the name of a crate is all of it.
    ///
    /// ```
    /// println!("{}", auth_runtime::access_matrix().only_modules(["my_app"]));
    /// ```
    #[must_use]
    pub fn only_modules<S: AsRef<str>>(mut self, modules: impl IntoIterator<Item = S>) -> Self {
        let modules: Vec<_> = modules.into_iter().collect();
        self.rows.retain(|row| {
            let path = row.place().module;
            modules
                .iter()
                .any(|module| is_within(path, module.as_ref()))
        });
        self
    }

    /// The rows, in the order of path, method, module and handler.
    pub fn rows(&self) -> &[AccessRow] {
        &self.rows
    }
}
