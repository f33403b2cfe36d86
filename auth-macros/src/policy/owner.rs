//! Which segment of the path names the owner.

use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::syntax::OwnerArgs;

pub(super) fn lower(args: &OwnerArgs, errors: &mut Errors) -> String {
    let Some(written) = args.path.as_ref().or(args.scope_path.as_ref()) else {
        return String::new(); // Reported already.
    };
    let name = written.value.value();
    let bare = name.trim_matches(['{', '}']);
    if !is_segment(&name) {
        let help = if is_segment(bare) {
            format!("`{bare:?}`, without the braces")
        } else {
            "the name between the braces of the route's path: `\"user_id\"` for \
             `/users/{user_id}`"
                .into()
        };
        errors.at(
            Code::NotASegment,
            &written.value,
            format!(
                "{} does not name a segment of a path\nhelp: {help}",
                quoted(&written.value)
            ),
        );
    }
    name
}

/// Whether `{name}` can stand in a path.
pub(super) fn is_segment(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}
