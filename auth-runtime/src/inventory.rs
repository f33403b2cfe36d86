//! Every policy of the binary, collected at link time.

use crate::policy::Access;

/// Filled by the attributes through [`crate::__private`].
#[linkme::distributed_slice]
pub static DECLARED: [Access];

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
    let mut handlers: Vec<_> = DECLARED.iter().collect();
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
