//! Whose a request's path is.

use actix_web::HttpRequest;

use crate::audit;
use crate::decision::IsOwn;
use crate::policy::Access;

/// Whether a segment of the request's path is the caller's own, as `web::Path` would give it to the
/// handler. A route without the segment belongs to nobody; where a scope around the route has one of
/// the same name, both have to be the caller's, for nobody can tell which is meant.
pub(super) fn path_names(
    request: &HttpRequest,
    access: &Access,
    segment: &str,
    is_own: IsOwn<'_>,
) -> bool {
    let segments = request.match_info();
    let mut named = segments
        .iter()
        .filter(|(name, _)| *name == segment)
        .peekable();
    if named.peek().is_none() {
        audit::no_such_segment(access, segment);
        return false;
    }
    if named.all(|(_, value)| !value.contains('%') && is_own(value)) {
        return true;
    }
    // What actix-web leaves encoded in a segment, `web::Path` decodes.
    let every_name = segments.iter().map(|(name, _)| name);
    segments.load::<Vec<String>>().is_ok_and(|decoded| {
        let mut named = every_name.zip(decoded).filter(|(name, _)| *name == segment);
        named.all(|(_, value)| is_own(&value))
    })
}
