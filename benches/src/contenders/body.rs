//! What the handlers answer, and what the one that takes a body makes of it.

use actix_web::web::Json;

pub(super) const ANSWER: &str = "here you are";

/// The list that is posted.
pub(super) type Names = Json<Vec<String>>;

/// Looks at the list, so that none of it is left out.
pub(super) fn answer(names: &Names) -> &'static str {
    match names.last() {
        Some(name) if !name.is_empty() => ANSWER,
        _ => "",
    }
}
