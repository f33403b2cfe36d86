//! Every policy of the binary, collected at link time.

use crate::policy::Access;

/// Filled by the attributes through [`crate::__private`].
#[linkme::distributed_slice]
pub static DECLARED: [Access];

/// Every handler that declares its access, in this binary, in the order of file and line.
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
