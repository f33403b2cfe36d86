//! Who may call what, in `access.lock`: a change of it is read before it is accepted.

use onboarding as _; // links the handlers

#[test]
fn access_is_as_it_was_reviewed() {
    auth_runtime::assert_access_matrix!("access.lock");
}
