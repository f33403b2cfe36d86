//! The matrix as lines that change when access does.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::matrix::text::{handler, one_line, others, schemes};
use crate::matrix::{AccessMatrix, AccessRow};
use crate::policy::{Name, Privilege};

/// Between the fields of a line.
pub(super) const SEPARATOR: &str = " | ";

/// A line per row, then one for each name of a vocabulary that others imply.
pub(super) fn lines(matrix: &AccessMatrix) -> Vec<String> {
    let rows = matrix.rows().iter().map(line);
    let implied: BTreeSet<_> = matrix.rows().iter().flat_map(implied_names).collect();
    rows.chain(implied).collect()
}

/// `GET /users | my_app::users | Bearer | role "admin" | anonymous 401 | others 403`
fn line(row: &AccessRow) -> String {
    let route = match (row.method(), row.path()) {
        (method, Some(path)) => format!("{} {path}", method.unwrap_or("-")),
        (_, None) => "(route not in sight)".into(),
    };
    let mut fields = vec![
        route,
        handler(row),
        schemes(row),
        row.callers(),
        format!("anonymous {}", row.anonymous()),
    ];
    if !row.underprivileged().is_empty() {
        fields.push(format!("others {}", others(row)));
    }
    one_line(&fields.join(SEPARATOR))
}

/// `role "viewer" | also "editor", "admin"`: who has a right by an enum's `implies` alone.
fn implied_names(row: &AccessRow) -> Vec<String> {
    let line = |kind: &str, name: &Name| {
        let granting = granting(name);
        let others = granting.iter().filter(|it| *it != name.as_str());
        let others: Vec<_> = others.map(|it| format!("{it:?}")).collect();
        (!others.is_empty()).then(|| format!("{kind} {name}{SEPARATOR}also {}", others.join(", ")))
    };
    let mut lines = Vec::new();
    for requirement in row.access().requirements() {
        let (kind, rule) = match requirement.privilege() {
            Privilege::Role(rule) => ("role", rule),
            Privilege::Scope(rule) => ("scope", rule),
            Privilege::Permission(rule) => ("permission", rule),
            Privilege::Owner { .. } => continue,
        };
        lines.extend(rule.names().iter().filter_map(|name| line(kind, name)));
    }
    lines
}

/// Every name that is as good as this one, found by asking for none that is.
fn granting(name: &Name) -> BTreeSet<String> {
    let asked = RefCell::new(BTreeSet::new());
    name.is_granted(&[], &|one| {
        asked.borrow_mut().insert(one.to_owned());
        false
    });
    asked.into_inner()
}

#[cfg(test)]
mod tests {
    use super::lines;
    use crate::matrix::AccessMatrix;
    use crate::matrix::tests::{BEARER, handler, matrix, requirement};
    use crate::policy::{Name, Privilege, Rule};
    use crate::vocabulary::Named;

    #[test]
    fn a_line_holds_what_access_is_and_no_place() {
        let expected = [
            "GET /a | shop::api::both | Bearer | scope \"w\" | anonymous 401 | others 403 insufficient_scope",
            "GET /admin | shop::api::admin | Bearer | role \"editor\" and role \"admin\" | anonymous 404 | others 403 or 404",
            "- /any | shop::api::any_method | Bearer | role \"a\" | anonymous 401 | others 403",
            "GET /b | shop::api::both | Bearer | scope \"w\" | anonymous 401 | others 403 insufficient_scope",
            "PUT /b | shop::api::both | Bearer | scope \"w\" | anonymous 401 | others 403 insufficient_scope",
            "GET /health | shop::api::health | - | everybody | anonymous allowed",
            "(route not in sight) | shop::api::plain | Bearer | every known caller | anonymous 401",
        ];
        assert_eq!(lines(&matrix()), expected);
    }

    struct Viewer;

    impl Named for Viewer {
        fn name_and_grants(&self) -> (&str, Option<&'static [&'static str]>) {
            ("viewer", Some(&["viewer", "editor", "admin"]))
        }
    }

    /// Who has a role by implication may call as well, and nothing else in the lines says so.
    #[test]
    fn a_name_that_others_imply_has_a_line() {
        let viewer = Rule::Name(Name::value(&Viewer));
        let text = Rule::Name(Name::text("viewer"));
        let rule = Rule::Any(vec![viewer, text].leak());
        let requirements = [requirement(Privilege::Role(rule), false)];
        let matrix = AccessMatrix::of([
            handler("one", &[], BEARER, &requirements),
            handler("two", &[], BEARER, &requirements),
        ]);
        let last = &lines(&matrix)[2..];
        assert_eq!(last, ["role \"viewer\" | also \"admin\", \"editor\""]);
    }
}
