//! Policy + what the caller presented → decision. Pure: no I/O, no HTTP.

use std::time::{Duration, SystemTime};

use crate::condition::Verdict;
use crate::identity::Identity;
use crate::policy::{Access, Authentication, Privilege, Requirement, Rule, StepUp};
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
    /// Whether the path's segment of this name is such a text.
    pub(crate) path_names: &'a dyn Fn(&str, IsOwn<'_>) -> bool,
    /// What the conditions among the requirements answered, each at the place of its requirement.
    /// None for those that nobody asked.
    pub(crate) verdicts: &'a [Option<Verdict>],
    /// What time it is.
    pub(crate) now: &'a dyn Fn() -> SystemTime,
}

/// Whether a text is the caller's.
pub(crate) type IsOwn<'a> = &'a dyn Fn(&str) -> bool;

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(crate) enum Decision {
    /// The handler runs.
    Allow,
    /// The caller must make itself known: 401, or 400 for a credential that cannot be read.
    Challenge,
    /// The caller is known and may, once it has authenticated like this: 401.
    StepUp(StepUp),
    /// The caller is known and may not: 403.
    Forbid(&'static Requirement),
    /// The caller learns what it would learn of a path that does not exist. Beside it what a known caller
    /// lacks, for the log.
    Hide(Option<&'static Requirement>),
    /// Not to be told before these conditions have answered.
    Ask(Ask),
}

/// Which conditions of a policy have a say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    /// Each of them.
    Every,
    /// Those that hide: the caller is refused anyway, and may have to be told nothing.
    Hidden,
}

/// Decides. Anonymous callers pass only where the policy says so; a requirement is judged only for
/// an identity; of several requirements that fail, a hidden one hides the refusal.
pub(crate) fn decide(
    access: &Access,
    presented: Presented<'_>,
    circumstances: &Circumstances<'_>,
) -> Decision {
    match (access.authentication, presented) {
        (_, Presented::Identity(identity)) => judge(access, identity, circumstances),
        (Authentication::Optional { .. }, Presented::Nothing) => Decision::Allow,
        (Authentication::Required { hide: true, .. }, _) => Decision::Hide(None),
        (Authentication::Optional { .. }, Presented::Unusable)
        | (Authentication::Required { .. }, _) => Decision::Challenge,
    }
}

/// Requirements come before the step-up: who may not will not be let in for authenticating anew, and
/// learns nothing of how the others do.
fn judge(access: &Access, identity: &Identity, circumstances: &Circumstances<'_>) -> Decision {
    let (mut failed, mut unasked, mut unasked_hidden) = (None, false, false);
    for (position, requirement) in access.requirements.iter().enumerate() {
        match standing(identity, position, requirement, circumstances) {
            Standing::Met => {}
            Standing::Unmet if requirement.hide => return Decision::Hide(Some(requirement)),
            Standing::Unmet => failed = failed.or(Some(requirement)),
            Standing::Hidden => return Decision::Hide(Some(requirement)),
            Standing::Unasked => {
                unasked = true;
                unasked_hidden |= requirement.hide;
            }
        }
    }
    match failed {
        Some(_) if unasked_hidden => Decision::Ask(Ask::Hidden),
        Some(first) => Decision::Forbid(first),
        None if unasked => Decision::Ask(Ask::Every),
        None => step_up(access, identity, circumstances),
    }
}

/// How a caller stands to a requirement.
enum Standing {
    Met,
    Unmet,
    /// Unmet, and the caller is to be told nothing.
    Hidden,
    Unasked,
}

fn standing(
    identity: &Identity,
    position: usize,
    requirement: &Requirement,
    circumstances: &Circumstances<'_>,
) -> Standing {
    if let Privilege::Condition(_) = requirement.privilege {
        return match circumstances.verdicts.get(position) {
            Some(Some(Verdict::Allow)) => Standing::Met,
            Some(Some(Verdict::Forbid(_))) => Standing::Unmet,
            Some(Some(Verdict::Hide)) => Standing::Hidden,
            Some(None) | None => Standing::Unasked,
        };
    }
    if has(identity, requirement.privilege, circumstances) {
        Standing::Met
    } else {
        Standing::Unmet
    }
}

fn step_up(access: &Access, identity: &Identity, circumstances: &Circumstances<'_>) -> Decision {
    let Some(step_up) = access.step_up() else {
        return Decision::Allow;
    };
    let age = identity
        .authenticated_at()
        .and_then(|then| age((circumstances.now)(), then));
    if step_up.is_met(age, identity.acr()) {
        Decision::Allow
    } else {
        Decision::StepUp(step_up)
    }
}

/// How far another machine's clock may go ahead.
const LEEWAY: Duration = Duration::from_secs(60);

/// How long ago that was. A moment just ahead is now; one farther ahead, as milliseconds in the place
/// of seconds would be, is no moment, and must not be recent for ever.
fn age(now: SystemTime, then: SystemTime) -> Option<Duration> {
    match now.duration_since(then) {
        Ok(age) => Some(age),
        Err(ahead) => (ahead.duration() <= LEEWAY).then_some(Duration::ZERO),
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
        Privilege::Owner {
            path,
            claim,
            unless_role,
        } => {
            let has_role = |rule: Rule| has(identity, Privilege::Role(rule), circumstances);
            unless_role.is_some_and(has_role) || owns(identity, path, claim, circumstances)
        }
        // Judged by its verdict alone.
        Privilege::Condition(_) => false,
    }
}

/// Whether the segment is the claim, or the subject. Nobody owns what has no name.
fn owns(
    identity: &Identity,
    path: &str,
    claim: Option<&str>,
    circumstances: &Circumstances<'_>,
) -> bool {
    let is_own = |segment: &str| match claim {
        Some(claim) => identity.has_claim(claim, segment),
        None => !segment.is_empty() && segment == identity.subject(),
    };
    (circumstances.path_names)(path, &is_own)
}

#[cfg(test)]
mod model;
#[cfg(test)]
pub(crate) use model::EMPTY;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use std::time::SystemTime;

    use super::{Circumstances, Decision, Presented};
    use crate::__private::required;
    use crate::identity::Identity;
    use crate::policy::{Access, Authentication, Name, Privilege, Requirement, Rule, Scheme};
    use crate::vocabulary::{Named, Term, Terms, Vocabularies};

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
            verdicts: &[],
            now: &|| SystemTime::UNIX_EPOCH,
        };
        super::decide(access, presented, &circumstances)
    }

    fn passes(rule: Rule, identity: &Identity) -> bool {
        rule.passes(&[], &|name| identity.has_role(name))
    }

    fn access(hide: bool, requirements: Vec<Requirement>) -> Access {
        Access {
            authentication: required(&[Scheme::Bearer], None, hide),
            requirements: requirements.leak(),
            ..super::model::EMPTY
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
                let hidden = failed.iter().find(|it| stack[**it].1);
                let expected = match (&failed[..], hidden) {
                    ([], _) => Decision::Allow,
                    (_, Some(first)) => Decision::Hide(Some(&access.requirements[*first])),
                    ([first, ..], None) => Decision::Forbid(&access.requirements[*first]),
                };
                prop_assert_eq!(decide(&access, Presented::Identity(&identity(row))), expected);
            }
        }
    }

    /// A rule over names of which some are typed.
    #[derive(Debug, Clone)]
    enum Mixed {
        Text(usize),
        Typed(usize),
        Any(Vec<Mixed>),
        All(Vec<Mixed>),
    }

    /// A variant of an enum, as the derive makes it.
    struct Variant(&'static Term);

    impl Named for Variant {
        fn name_and_grants(&self) -> (&str, Option<&'static [&'static str]>) {
            (self.0.name(), Some(self.0.granted_by()))
        }
    }

    impl Mixed {
        fn rule(&self, terms: &'static [Term]) -> Rule {
            let leak = |rules: &[Self]| {
                let rules: Vec<_> = rules.iter().map(|rule| rule.rule(terms)).collect();
                &*rules.leak()
            };
            match self {
                Self::Text(name) => Rule::Name(Name::text(ROLES[*name])),
                Self::Typed(name) => {
                    Rule::Name(Name::value(Box::leak(Box::new(Variant(&terms[*name])))))
                }
                Self::Any(rules) => Rule::Any(leak(rules)),
                Self::All(rules) => Rule::All(leak(rules)),
            }
        }

        /// As [`Written::column`]: a name holds in the rows with one of the names from which it is
        /// reached, variants by their own enum, and text by what is registered.
        fn column(&self, own: &Matrix, registered: &Matrix) -> u32 {
            let of = |name: usize| Written::Role(name).column();
            let reaching = |to: usize, reached: &Matrix| {
                let from = (0..5).filter(|from| reached[*from][to]);
                from.fold(of(to), |column, from| column | of(from))
            };
            let columns = |rules: &[Self]| -> Vec<u32> {
                let column = |rule: &Self| rule.column(own, registered);
                rules.iter().map(column).collect()
            };
            match self {
                Self::Text(name) => reaching(*name, registered),
                Self::Typed(name) => reaching(*name, own),
                Self::Any(rules) => columns(rules).into_iter().fold(0, |all, it| all | it),
                Self::All(rules) => columns(rules).into_iter().fold(!0, |all, it| all & it),
            }
        }
    }

    fn mixed() -> impl Strategy<Value = Mixed> {
        let name = 0..ROLES.len();
        let leaf = prop_oneof![
            name.clone().prop_map(Mixed::Text),
            name.prop_map(Mixed::Typed)
        ];
        leaf.prop_recursive(3, 12, 4, |rule| {
            let rules = prop::collection::vec(rule, 1..5);
            prop_oneof![
                rules.clone().prop_map(Mixed::Any),
                rules.prop_map(Mixed::All)
            ]
        })
    }

    /// `[a][b]`: from name `a` to name `b`.
    type Matrix = [[bool; 5]; 5];

    /// Who implies whom. In some order, every name implies only ones before it.
    fn hierarchy() -> impl Strategy<Value = Matrix> {
        let order = Just([0, 1, 2, 3, 4]).prop_shuffle();
        (order, any::<Matrix>()).prop_map(|(order, mut implies)| {
            for (from, row) in implies.iter_mut().enumerate() {
                for (to, arrow) in row.iter_mut().enumerate() {
                    *arrow &= order[to] < order[from];
                }
            }
            implies
        })
    }

    /// The terms as the derive makes them, by following the arrows backwards.
    fn terms(implies: &Matrix) -> &'static [Term] {
        fn follow(implies: &Matrix, to: usize, found: &mut Vec<&'static str>) {
            if !found.contains(&ROLES[to]) {
                found.push(ROLES[to]);
                for from in (0..5).filter(|from| implies[*from][to]) {
                    follow(implies, from, found);
                }
            }
        }
        let terms = (0..5).map(|name| {
            let mut grants = Vec::new();
            follow(implies, name, &mut grants);
            Term::new(ROLES[name], ROLES[name], grants.leak())
        });
        terms.collect::<Vec<_>>().leak()
    }

    /// Floyd–Warshall.
    fn reached(mut arrows: Matrix) -> Matrix {
        for middle in 0..5 {
            for from in 0..5 {
                for to in 0..5 {
                    arrows[from][to] |= arrows[from][middle] && arrows[middle][to];
                }
            }
        }
        arrows
    }

    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Kind {
        Role,
        Scope,
        Permission,
    }

    const KINDS: [Kind; 3] = [Kind::Role, Kind::Scope, Kind::Permission];

    impl Kind {
        fn privilege(self, rule: Rule) -> Privilege {
            match self {
                Self::Role => Privilege::Role(rule),
                Self::Scope => Privilege::Scope(rule),
                Self::Permission => Privilege::Permission(rule),
            }
        }

        /// An identity that has the names of the row in this kind, and of the others all: they must
        /// not be asked.
        fn identity(self, row: u32) -> Identity {
            let names = |of: Self| -> Vec<&'static str> {
                let held = |name: &usize| self != of || row >> name & 1 == 1;
                (0..5).filter(held).map(|name| ROLES[name]).collect()
            };
            Identity::new("alice")
                .with_roles(names(Self::Role))
                .with_scopes(names(Self::Scope))
                .with_permissions(names(Self::Permission))
        }
    }

    proptest! {
        /// Rules over text and variants, of every kind, beside a hierarchy that is registered for
        /// some kinds: against the truth table, with reachability from a matrix.
        #[test]
        fn agrees_with_reachability(
            rule in mixed(),
            own in hierarchy(),
            other in hierarchy(),
            kind in prop::sample::select(&KINDS[..]),
            registered in prop::sample::subsequence(&KINDS[..], 0..=3),
        ) {
            let registered_for = |it| {
                let terms = registered.contains(&it).then(|| Terms::of(terms(&other).to_vec()));
                terms.unwrap_or_default()
            };
            let vocabularies = Vocabularies {
                roles: registered_for(Kind::Role),
                scopes: registered_for(Kind::Scope),
                permissions: registered_for(Kind::Permission),
            };
            let circumstances = Circumstances {
                vocabularies: &vocabularies,
                path_names: &|_, _| false,
                verdicts: &[],
                now: &|| SystemTime::UNIX_EPOCH,
            };
            let requirement = Requirement {
                privilege: kind.privilege(rule.rule(terms(&own))),
                hide: false,
                message: None,
            };
            let access = access(false, vec![requirement]);
            let other = if registered.contains(&kind) { other } else { Matrix::default() };
            let column = rule.column(&reached(own), &reached(other));
            for row in 0..32 {
                let expected = match column >> row & 1 {
                    1 => Decision::Allow,
                    _ => Decision::Forbid(&access.requirements[0]),
                };
                let identity = kind.identity(row);
                let presented = Presented::Identity(&identity);
                prop_assert_eq!(super::decide(&access, presented, &circumstances), expected);
            }
        }
    }

    #[test]
    fn an_owner_is_whom_the_path_names() {
        let requirement = Requirement {
            privilege: Privilege::Owner {
                path: "id",
                claim: None,
                unless_role: None,
            },
            hide: false,
            message: None,
        };
        let access = access(false, vec![requirement]);
        for (subject, expected) in [
            ("alice", Decision::Allow),
            ("bob", Decision::Forbid(&access.requirements[0])),
        ] {
            let circumstances = Circumstances {
                vocabularies: &Vocabularies::default(),
                path_names: &|segment, is_own| segment == "id" && is_own("alice"),
                verdicts: &[],
                now: &|| SystemTime::UNIX_EPOCH,
            };
            let identity = Identity::new(subject);
            let presented = Presented::Identity(&identity);
            let decision = super::decide(&access, presented, &circumstances);
            assert_eq!(decision, expected, "{subject}");
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
        for (hide, refused) in [(false, Decision::Challenge), (true, Decision::Hide(None))] {
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
