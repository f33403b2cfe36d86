//! The matrix as lines that change when access does.

use crate::inventory::DeclaredVocabulary;
use crate::matrix::text::{handler, one_line, others, schemes};
use crate::matrix::{AccessMatrix, AccessRow};
use crate::policy::{Name, Privilege, Requirement, Rule};
use crate::vocabulary::Term;

/// Between the fields of a line.
pub(super) const SEPARATOR: &str = " | ";

/// A line per row, then one for each name of an enum that others imply.
pub(super) fn lines(matrix: &AccessMatrix, vocabularies: &[&DeclaredVocabulary]) -> Vec<String> {
    let mut implied: Vec<_> = vocabularies
        .iter()
        .flat_map(|it| implied_names(it))
        .collect();
    implied.sort_unstable();
    matrix.rows().iter().map(line).chain(implied).collect()
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
        challenged_by(row),
        callers(row),
        format!("anonymous {}", row.anonymous()),
    ];
    if !row.underprivileged().is_empty() {
        fields.push(format!("others {}", others(row)));
    }
    one_line(&fields.join(SEPARATOR))
}

/// `Bearer`, `Bearer (realm "staff")`, `Session (redirects)`
fn challenged_by(row: &AccessRow) -> String {
    let schemes = schemes(row);
    let realm = row.access().realm();
    let realm = realm.map_or_else(String::new, |realm| format!(" (realm {realm:?})"));
    let redirects = match row.access().redirect() {
        Some(true) => " (redirects)",
        Some(false) => " (never redirects)",
        None => "",
    };
    format!("{schemes}{realm}{redirects}")
}

/// As in the matrix, with all that tells two policies apart.
fn callers(row: &AccessRow) -> String {
    let requirements = row.access().requirements();
    if requirements.is_empty() {
        return row.callers();
    }
    // What others get says it, unless they get one thing here and another thing there.
    let tells_hidden = requirements.iter().any(|it| !it.hides());
    let texts = requirements.iter().map(|it| required(it, tells_hidden));
    let texts = texts.chain(row.access().records().iter().map(ToString::to_string));
    texts.collect::<Vec<_>>().join(" and ") + &row.login()
}

/// `role "admin" (hide)`, `role "admin" (message "Ask alice.")`
fn required(requirement: &Requirement, tells_hidden: bool) -> String {
    let privilege = match requirement.privilege() {
        Privilege::Role(rule) => format!("role {}", granted(&rule)),
        Privilege::Scope(rule) => format!("scope {}", granted(&rule)),
        Privilege::Permission(rule) => format!("permission {}", granted(&rule)),
        Privilege::Owner {
            path,
            claim,
            unless_role: Some(rule),
        } => {
            let owner = Privilege::Owner {
                path,
                claim,
                unless_role: None,
            };
            format!("{owner} or role {}", granted(&rule))
        }
        other @ (Privilege::Owner { .. } | Privilege::Condition(_)) => other.to_string(),
    };
    let hides = tells_hidden && requirement.hides();
    let hide = if hides { " (hide)" } else { "" };
    let message = requirement.message();
    let message = message.map(|text| format!(" (message {text:?})"));
    format!("{privilege}{hide}{}", message.unwrap_or_default())
}

/// `any("guest", "viewer" (or "admin", "editor"))`
fn granted(rule: &Rule) -> String {
    let (word, rules) = match rule {
        Rule::Name(name) => return granted_name(name),
        Rule::Any(rules) => ("any", rules),
        Rule::All(rules) => ("all", rules),
    };
    let rules: Vec<_> = rules.iter().map(granted).collect();
    format!("{word}({})", rules.join(", "))
}

/// `"admin"` for text, of which the application says what implies it; `"viewer" (or "admin")`, or
/// `"admin" (only)`, for a variant, which says so itself.
fn granted_name(name: &Name) -> String {
    match name.grants() {
        None => name.to_string(),
        Some(grants) => match others_of(name.as_str(), grants) {
            None => format!("{name} (only)"),
            Some(others) => format!("{name} (or {others})"),
        },
    }
}

/// `role "viewer" | my_app::Role | also "admin", "editor"`: an application that registers the enum
/// gives its hierarchy to names that stand as text, and nothing else in the lines says so.
fn implied_names(vocabulary: &DeclaredVocabulary) -> Vec<String> {
    let DeclaredVocabulary {
        noun,
        module,
        name,
        terms,
    } = vocabulary;
    let line = |term: &Term| {
        let others = others_of(term.name(), term.granted_by())?;
        let fields = [
            format!("{noun} {:?}", term.name()),
            format!("{module}::{name}"),
            format!("also {others}"),
        ];
        Some(fields.join(SEPARATOR))
    };
    terms.iter().filter_map(line).collect()
}

/// The other names, in an order that does not change with the enum's.
fn others_of(name: &str, grants: &[&str]) -> Option<String> {
    let mut others: Vec<_> = grants.iter().filter(|it| **it != name).collect();
    others.sort_unstable();
    let others: Vec<_> = others.into_iter().map(|it| format!("{it:?}")).collect();
    (!others.is_empty()).then(|| others.join(", "))
}

#[cfg(test)]
mod tests {
    use super::lines;
    use crate::__private::required;
    use crate::inventory::DeclaredVocabulary;
    use crate::matrix::AccessMatrix;
    use crate::matrix::tests::{BEARER, handler, matrix, requirement};
    use crate::policy::{Authentication, Name, Privilege, Requirement, Rule, Scheme};
    use crate::vocabulary::{Named, Term};

    #[test]
    fn a_line_holds_what_access_is_and_no_place() {
        let expected = [
            "GET /a | shop::api::both | Bearer | scope \"w\" | anonymous 401 | others 403 insufficient_scope",
            "GET /admin | shop::api::admin | Bearer | role \"editor\" and role \"admin\" (hide) | anonymous 404 | others 403 or 404",
            "- /any | shop::api::any_method | Bearer | role \"a\" | anonymous 401 | others 403",
            "GET /b | shop::api::both | Bearer | scope \"w\" | anonymous 401 | others 403 insufficient_scope",
            "PUT /b | shop::api::both | Bearer | scope \"w\" | anonymous 401 | others 403 insufficient_scope",
            "GET /health | shop::api::health | - | everybody | anonymous allowed",
            "(route not in sight) | shop::api::plain | Bearer | every known caller | anonymous 401",
        ];
        assert_eq!(lines(&matrix(), &[]), expected);
    }

    fn row(authentication: Authentication, requirements: &[Requirement]) -> String {
        let matrix = AccessMatrix::of([handler("h", &[], authentication, requirements)]);
        lines(&matrix, &[]).remove(0)
    }

    fn role_line(rule: Rule) -> String {
        row(BEARER, &[requirement(Privilege::Role(rule), false)])
    }

    /// A variant, by the names that are as good as it.
    struct Variant(&'static [&'static str]);

    impl Named for Variant {
        fn name_and_grants(&self) -> (&str, Option<&'static [&'static str]>) {
            (self.0[0], Some(self.0))
        }
    }

    fn variant(grants: &'static [&'static str]) -> Rule {
        Rule::Name(Name::value(Box::leak(Box::new(Variant(grants)))))
    }

    /// Each lets others pass than the rest: of text, the application says what implies it.
    #[test]
    fn a_row_says_by_which_names_a_variant_is_granted() {
        let texts = [
            (Rule::Name(Name::text("viewer")), r#"role "viewer""#),
            (variant(&["viewer"]), r#"role "viewer" (only)"#),
            (
                variant(&["viewer", "guest"]),
                r#"role "viewer" (or "guest")"#,
            ),
            (
                variant(&["viewer", "editor", "admin"]),
                r#"role "viewer" (or "admin", "editor")"#,
            ),
        ];
        for (rule, text) in texts {
            let line = role_line(rule);
            assert!(line.contains(&format!(" | {text} | ")), "{line}");
        }
        let text = Rule::Name(Name::text("staff"));
        let all = Rule::All(vec![text, variant(&["editor"])].leak());
        let line = role_line(Rule::Any(vec![variant(&["viewer", "admin"]), all].leak()));
        let expected = r#"role any("viewer" (or "admin"), all("staff", "editor" (only)))"#;
        assert!(line.contains(&format!(" | {expected} | ")), "{line}");
    }

    #[test]
    fn a_row_says_what_callers_are_told() {
        let authentication = required(&[Scheme::Bearer], Some("staff"), false);
        let named = |name, hide| {
            let rule = Rule::Name(Name::text(name));
            requirement(Privilege::Role(rule), hide)
        };
        let told = Requirement {
            message: Some("Ask\nalice."),
            ..named("a", false)
        };
        let line = row(authentication, &[told]);
        let expected = r#"Bearer (realm "staff") | role "a" (message "Ask\nalice.") | anonymous"#;
        assert!(line.contains(expected), "{line}");

        let other_way_round = row(BEARER, &[named("a", true), named("b", false)]);
        let one_way = row(BEARER, &[named("a", false), named("b", true)]);
        assert!(
            one_way.contains(r#"role "a" and role "b" (hide)"#),
            "{one_way}"
        );
        assert_ne!(one_way, other_way_round);
    }

    #[test]
    fn a_name_that_others_imply_has_a_line() {
        const TERMS: &[Term] = &[
            Term::new("Admin", "admin", &["admin"]),
            Term::new("Viewer", "viewer", &["viewer", "editor", "admin"]),
            Term::new("Editor", "editor", &["editor", "admin"]),
        ];
        let vocabulary = |name| DeclaredVocabulary {
            noun: "role",
            module: "shop::roles",
            name,
            terms: TERMS,
        };
        let (a, b) = (vocabulary("A"), vocabulary("B"));
        let matrix = AccessMatrix::of([handler("one", &[], BEARER, &[])]);
        assert_eq!(
            lines(&matrix, &[&b, &a])[1..],
            [
                r#"role "editor" | shop::roles::A | also "admin""#,
                r#"role "editor" | shop::roles::B | also "admin""#,
                r#"role "viewer" | shop::roles::A | also "admin", "editor""#,
                r#"role "viewer" | shop::roles::B | also "admin", "editor""#,
            ]
        );
    }
}
