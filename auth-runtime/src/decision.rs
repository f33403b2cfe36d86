//! Policy + what the caller presented → decision. Pure: no I/O, no HTTP.

use crate::identity::Identity;
use crate::policy::{Access, Authentication, Privilege, Requirement};
use crate::vocabulary::Vocabularies;

/// What a caller presented, after authentication.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Presented<'a> {
    /// No credential of a scheme that is understood here.
    Nothing,
    /// A credential that names nobody: malformed, forged, expired, revoked.
    Unusable,
    /// A credential that names this identity.
    Identity(&'a Identity),
}

/// What a requirement is judged by, beside the identity.
#[derive(Clone, Copy)]
pub(crate) struct Circumstances<'a> {
    /// Which names imply which, where attributes give them as text.
    pub(crate) vocabularies: &'a Vocabularies,
    /// Whether the path's segment of this name is this text.
    pub(crate) path_names: &'a dyn Fn(&str, &str) -> bool,
}

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(crate) enum Decision {
    /// The handler runs.
    Allow,
    /// The caller must make itself known: 401, or 400 for a credential that cannot be read.
    Challenge,
    /// The caller is known and may not: 403.
    Forbid(&'static Requirement),
    /// The caller learns what it would learn of a path that does not exist.
    Hide,
}

/// Decides. Anonymous callers pass only where the policy says so; a requirement is judged only for
/// an identity; of several requirements that fail, a hidden one hides the refusal.
pub(crate) fn decide(
    access: &Access,
    presented: Presented<'_>,
    circumstances: &Circumstances<'_>,
) -> Decision {
    match (access.authentication, presented) {
        (_, Presented::Identity(identity)) => judge(access.requirements, identity, circumstances),
        (Authentication::Optional { .. }, Presented::Nothing) => Decision::Allow,
        (Authentication::Required { hide: true, .. }, _) => Decision::Hide,
        (Authentication::Optional { .. }, Presented::Unusable)
        | (Authentication::Required { .. }, _) => Decision::Challenge,
    }
}

fn judge(
    requirements: &'static [Requirement],
    identity: &Identity,
    circumstances: &Circumstances<'_>,
) -> Decision {
    let mut failed = requirements
        .iter()
        .filter(|requirement| !has(identity, requirement.privilege, circumstances));
    match failed.next() {
        None => Decision::Allow,
        Some(first) if first.hide || failed.any(|other| other.hide) => Decision::Hide,
        Some(first) => Decision::Forbid(first),
    }
}

fn has(identity: &Identity, privilege: Privilege, circumstances: &Circumstances<'_>) -> bool {
    let Vocabularies {
        roles,
        scopes,
        permissions,
    } = circumstances.vocabularies;
    match privilege {
        Privilege::Role(rule) => rule.passes(roles.as_slice(), &|name| identity.has_role(name)),
        Privilege::Scope(rule) => rule.passes(scopes.as_slice(), &|name| identity.has_scope(name)),
        Privilege::Permission(rule) => rule.passes(permissions.as_slice(), &|name| {
            identity.has_permission(name)
        }),
        Privilege::Owner { path } => (circumstances.path_names)(path, identity.subject()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Circumstances, Decision, Presented};
    use crate::identity::Identity;
    use crate::policy::{
        Access, Authentication, Name, Place, Privilege, Requirement, Rule, Scheme,
    };
    use crate::vocabulary::Vocabularies;

    const ROLES: [&str; 5] = ["a", "b", "c", "d", "e"];

    /// A rule as the attribute allows it: no empty list.
    #[derive(Debug, Clone)]
    enum Written {
        Role(usize),
        Any(Vec<Written>),
        All(Vec<Written>),
    }

    impl Written {
        /// The rule as the attribute would emit it. Leaked, as a constant would be.
        fn rule(&self) -> Rule {
            let leak = |rules: &[Self]| &*rules.iter().map(Self::rule).collect::<Vec<_>>().leak();
            match self {
                Self::Role(role) => Rule::Name(Name::text(ROLES[*role])),
                Self::Any(rules) => Rule::Any(leak(rules)),
                Self::All(rules) => Rule::All(leak(rules)),
            }
        }

        /// The rows of the truth table in which the rule holds: bit `n` stands for the set of
        /// roles whose members are the bits of `n`. Computed on whole columns, so that it shares
        /// nothing with the code under test.
        fn column(&self) -> u32 {
            match self {
                Self::Role(role) => (0..32)
                    .filter(|row| row >> role & 1 == 1)
                    .map(|row| 1 << row)
                    .sum(),
                Self::Any(rules) => rules.iter().fold(0, |column, rule| column | rule.column()),
                Self::All(rules) => rules.iter().fold(!0, |column, rule| column & rule.column()),
            }
        }
    }

    fn written() -> impl Strategy<Value = Written> {
        (0..ROLES.len())
            .prop_map(Written::Role)
            .prop_recursive(4, 24, 4, |rule| {
                let rules = prop::collection::vec(rule, 1..5);
                prop_oneof![
                    rules.clone().prop_map(Written::Any),
                    rules.prop_map(Written::All)
                ]
            })
    }

    fn identity(row: u32) -> Identity {
        let held = ROLES
            .into_iter()
            .enumerate()
            .filter(|(role, _)| row >> role & 1 == 1);
        Identity::new("alice").with_roles(held.map(|(_, name)| name))
    }

    /// Without vocabularies, and for a path that names nobody.
    fn decide(access: &Access, presented: Presented<'_>) -> Decision {
        let circumstances = Circumstances {
            vocabularies: &Vocabularies::default(),
            path_names: &|_, _| false,
        };
        super::decide(access, presented, &circumstances)
    }

    fn passes(rule: Rule, identity: &Identity) -> bool {
        rule.passes(&[], &|name| identity.has_role(name))
    }

    fn access(hide: bool, requirements: Vec<Requirement>) -> Access {
        Access {
            place: Place {
                handler: "h",
                module: "m",
                file: "f",
                line: 1,
            },
            routes: &[],
            authentication: Authentication::Required {
                scheme: Scheme::Bearer,
                realm: None,
                hide,
            },
            requirements: requirements.leak(),
        }
    }

    proptest! {
        /// Stacked attributes, each hidden or not, against the truth table, for every set of roles.
        #[test]
        fn agrees_with_the_truth_table(stack in prop::collection::vec((written(), any::<bool>()), 1..4)) {
            let requirements: Vec<_> = stack
                .iter()
                .map(|(written, hide)| Requirement { privilege: Privilege::Role(written.rule()), hide: *hide, message: None })
                .collect();
            let access = access(false, requirements);
            for row in 0..32 {
                let holds = |(written, _): &(Written, bool)| written.column() >> row & 1 == 1;
                let failed: Vec<_> = (0..stack.len()).filter(|it| !holds(&stack[*it])).collect();
                let expected = match &failed[..] {
                    [] => Decision::Allow,
                    [..] if failed.iter().any(|it| stack[*it].1) => Decision::Hide,
                    [first, ..] => Decision::Forbid(&access.requirements[*first]),
                };
                prop_assert_eq!(decide(&access, Presented::Identity(&identity(row))), expected);
            }
        }
    }

    #[test]
    fn a_list_of_nothing_lets_nobody_pass() {
        for rule in [Rule::Any(&[]), Rule::All(&[])] {
            assert!(!passes(rule, &identity(31)), "{rule}");
        }
    }

    #[test]
    fn only_an_identity_passes_where_authentication_is_required() {
        for (hide, refused) in [(false, Decision::Challenge), (true, Decision::Hide)] {
            let access = access(hide, Vec::new());
            assert_eq!(decide(&access, Presented::Nothing), refused);
            assert_eq!(decide(&access, Presented::Unusable), refused);
            assert_eq!(
                decide(&access, Presented::Identity(&identity(0))),
                Decision::Allow
            );
        }
    }

    #[test]
    fn an_open_handler_refuses_a_bad_credential() {
        let access = Access {
            authentication: Authentication::Optional { reason: None },
            ..access(false, Vec::new())
        };
        assert_eq!(decide(&access, Presented::Nothing), Decision::Allow);
        assert_eq!(
            decide(&access, Presented::Identity(&identity(0))),
            Decision::Allow
        );
        assert_eq!(decide(&access, Presented::Unusable), Decision::Challenge);
    }

    #[test]
    fn roles_compare_by_their_exact_characters() {
        for held in [
            "Admin",
            "admin ",
            " admin",
            "\u{430}dmin",
            "admi",
            "admin\0",
            "",
        ] {
            let identity = Identity::new("eve").with_roles([held]);
            assert!(
                !passes(Rule::Name(Name::text("admin")), &identity),
                "{held:?}"
            );
        }
    }
}
