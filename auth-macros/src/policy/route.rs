//! Whether the policy fits the routes that are in sight.

use super::owner::is_segment;
use super::{Declared, Required, redirect};
use crate::code::Code;
use crate::errors::Errors;
use crate::suggest::closest;
use crate::syntax::{OwnerArgs, Route};

pub(super) fn check(declared: &Declared, routes: &[Route], errors: &mut Errors) {
    check_preflight(declared, routes, errors);
    for auth in &declared.auth {
        redirect::check_routes(auth, routes, errors);
    }
    for required in &declared.required {
        if let Required::Owner(args) = required {
            check_owner(args, routes, errors);
        }
    }
}

/// Browsers send a CORS preflight without credentials (Fetch §4.8), so a guard on it refuses every
/// cross-origin call.
fn check_preflight(declared: &Declared, routes: &[Route], errors: &mut Errors) {
    let Some(auth) = declared.auth.first() else {
        return;
    };
    let serves_options = |route: &&Route| route.methods.iter().any(|method| method == "OPTIONS");
    if let Some(route) = routes.iter().find(serves_options) {
        errors.clash(
            Code::GuardOnOptions,
            (
                &auth.place,
                "a guard on OPTIONS: browsers ask so before a cross-origin call, and send no \
                 credentials along\nhelp: serve OPTIONS by `actix-cors`, or by a handler with \
                 `#[allow_anonymous]`",
            ),
            (&route.path, "this route serves OPTIONS"),
        );
    }
}

fn check_owner(args: &OwnerArgs, routes: &[Route], errors: &mut Errors) {
    let Some(written) = &args.path else { return };
    let name = written.value.value();
    if !is_segment(&name) {
        return; // Reported already.
    }
    for route in routes {
        let path = route.path.value();
        let segments = segments(&path);
        if segments.contains(&name.as_str()) {
            continue;
        }
        let help = match closest(&name, segments.iter().copied()) {
            Some(meant) => format!("did you mean `path = {meant:?}`"),
            None => match &segments[..] {
                [] => format!("name it in the path, as `{{{name}}}`"),
                [only] => format!("did you mean `path = {only:?}`"),
                several => format!("the path has `{}`", several.join("`, `")),
            },
        };
        errors.clash(
            Code::OwnerNotInPath,
            (
                &written.value,
                format!(
                    "the path has no segment `{{{name}}}`\nhelp: {help}; a segment of the scope \
                     around the route is `scope_path = {name:?}`"
                ),
            ),
            (&route.path, "the path is given here"),
        );
    }
}

/// The names in `/users/{id}/{tail:.*}`. Braces within a pattern, as in `{id:[0-9]{3}}`, are no names.
fn segments(path: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut depth = 0_usize;
    for (position, character) in path.char_indices() {
        match character {
            '{' => {
                if depth == 0 {
                    let rest = path.get(position + 1..).unwrap_or_default();
                    names.extend(
                        rest.split(['}', ':'])
                            .next()
                            .filter(|name| !name.is_empty()),
                    );
                }
                depth += 1;
            }
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::segments;

    #[test]
    fn a_segment_is_what_stands_between_outer_braces() {
        for (path, names) in [
            ("/users", &[][..]),
            ("/users/{id}", &["id"]),
            ("/{tenant}/orders/{id}", &["tenant", "id"]),
            ("/{id:[0-9]{3}}/{tail:.*}", &["id", "tail"]),
            ("/{word:(a|b){1,2}}x{rest}", &["word", "rest"]),
            ("/{}/{", &[]),
        ] {
            assert_eq!(segments(path), names, "{path}");
        }
    }
}
