//! Every policy and every vocabulary of the binary, collected at link time.

use crate::policy::{Access, Declared};
use crate::vocabulary::Term;

/// Filled by the attributes through [`crate::__private`].
#[linkme::distributed_slice]
pub static DECLARED: [Declared];

/// Filled by the derives through [`crate::__private`].
#[linkme::distributed_slice]
pub static VOCABULARIES: [DeclaredVocabulary];

/// An enum of names, whether or not an attribute names it.
#[derive(Debug, Clone, Copy)]
pub struct DeclaredVocabulary {
    /// `role`, `scope` or `permission`.
    pub noun: &'static str,
    /// The path of the module that the enum is in.
    pub module: &'static str,
    /// What the enum is called.
    pub name: &'static str,
    /// Its names.
    pub terms: &'static [Term],
}

/// Every handler that declares its access, in this binary, in the order of file and line.
///
/// [`access_matrix`](crate::access_matrix) gives the same by route, and with what other callers get.
///
/// ```
/// for access in auth_runtime::declared_handlers() {
///     println!("{}: {access}", access.place().handler);
/// }
/// ```
pub fn declared_handlers() -> Vec<&'static Access> {
    let mut handlers: Vec<_> = DECLARED.iter().map(|it| &it.access).collect();
    handlers.sort_by_key(|access| {
        let place = access.place();
        (place.file, place.line, place.handler)
    });
    handlers
}

/// Whether the module `path` is `module` or lies below it.
pub(crate) fn is_within(path: &str, module: &str) -> bool {
    path.strip_prefix(module)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn a_module_covers_what_lies_below_it_and_no_namesake() {
        for (path, module, within) in [
            ("shop::admin", "shop::admin", true),
            ("shop::admin::users", "shop::admin", true),
            ("shop", "shop", true),
            ("shop::administration", "shop::admin", false),
            ("shop", "shop::admin", false),
        ] {
            assert_eq!(is_within(path, module), within, "{path} in {module}");
        }
    }
}
