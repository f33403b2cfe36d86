//! Owners, tenants, roles, scopes, permissions, conditions and step-ups together, against a plain model:
//! what becomes of a caller, and whether a condition is asked exactly where its answer can matter.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;

use super::{Ask, Circumstances, Decision, Presented, decide};
use crate::__private::{condition, hidden, owned, required, stepping_up, text};
use crate::condition::{Reason, Verdict};
use crate::identity::Identity;
use crate::policy::{
    Access, Authentication, Name, Place, Privilege, Requirement, Rule, Scheme, StepUp,
};
use crate::vocabulary::{Named, Term, Terms, Vocabularies};

/// Whoever has the second is as good as who has the first, where the application says so.
const TERMS: [Term; 2] = [
    Term::new("Viewer", "viewer", &["viewer", "editor"]),
    Term::new("Editor", "editor", &["editor"]),
];

/// `viewer` as a variant, which brings its hierarchy along.
struct Typed;

impl Named for Typed {
    fn name_and_grants(&self) -> (&str, Option<&'static [&'static str]>) {
        (TERMS[0].name(), Some(TERMS[0].granted_by()))
    }
}

#[derive(Debug, Clone, Copy)]
enum ByRole {
    Text,
    Typed,
}

impl ByRole {
    fn rule(self) -> Rule {
        match self {
            Self::Text => text("viewer"),
            Self::Typed => Rule::Name(Name::value(&Typed)),
        }
    }

    fn passes(self, case: &Case) -> bool {
        let implies = matches!(self, Self::Typed) || case.is_registered;
        case.roles.contains("viewer") || implies && case.roles.contains("editor")
    }
}

#[derive(Debug, Clone, Copy)]
enum Wanted {
    Role(ByRole),
    Scope,
    Permission,
    Owner {
        by_claim: bool,
        unless_role: Option<ByRole>,
    },
    Condition(Said),
}

/// What a condition answers, if it is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Said {
    Allow,
    Forbid,
    Hide,
}

const SAID: [Said; 3] = [Said::Allow, Said::Forbid, Said::Hide];

impl Said {
    fn verdict(self) -> Verdict {
        match self {
            Self::Allow => Verdict::Allow,
            Self::Forbid => Verdict::Forbid(Reason::new("no")),
            Self::Hide => Verdict::Hide,
        }
    }
}

/// The claim `tenant` of a caller.
#[derive(Debug, Clone)]
enum Claim {
    NoClaims,
    Absent,
    Text(&'static str),
    Number(i64),
    Array(Vec<&'static str>),
    Twice(&'static str, &'static str),
    Other(&'static str),
}

impl Claim {
    fn json(&self) -> Option<String> {
        let members = match self {
            Self::NoClaims => return None,
            Self::Absent => String::new(),
            Self::Text(text) => format!(r#","tenant":"{text}""#),
            Self::Number(number) => format!(r#","tenant":{number}"#),
            Self::Array(texts) => format!(r#","tenant":{texts:?}"#),
            Self::Twice(one, other) => format!(r#","tenant":"{one}","a":1,"tenant":"{other}""#),
            Self::Other(json) => format!(r#","tenant":{json}"#),
        };
        Some(format!(
            r#"{{"sub":"x","nested":{{"tenant":"acme"}}{members}}}"#
        ))
    }

    /// All the texts that it is.
    fn texts(&self) -> Vec<String> {
        match self {
            Self::NoClaims | Self::Absent | Self::Twice(..) | Self::Other(_) => Vec::new(),
            Self::Text(text) => vec![(*text).to_owned()],
            Self::Number(number) => vec![number.to_string()],
            Self::Array(texts) => texts.iter().map(|it| (*it).to_owned()).collect(),
        }
    }
}

#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they have nothing to do with each other"
)]
struct Case {
    wanted: Vec<(Wanted, bool)>,
    /// Whether the caller must have authenticated a while ago at most, by "phr".
    steps_up: bool,
    /// Whether the enum's hierarchy counts for text.
    is_registered: bool,
    roles: BTreeSet<&'static str>,
    has_scope: bool,
    has_permission: bool,
    subject: &'static str,
    claim: Claim,
    /// What the path's segments of the name hold.
    segments: Vec<&'static str>,
    /// How many seconds before now.
    authenticated: Option<i64>,
    acr: Option<&'static str>,
}

const TEXTS: [&str; 5] = ["", "acme", "zenith", "7", "Acme"];
const NOW: SystemTime = SystemTime::UNIX_EPOCH;
const START: Duration = Duration::from_secs(1_000_000);

impl Case {
    /// Whether a requirement is met. None for a condition.
    fn is_met(&self, wanted: Wanted) -> Option<bool> {
        match wanted {
            Wanted::Role(by) => Some(by.passes(self)),
            Wanted::Scope => Some(self.has_scope),
            Wanted::Permission => Some(self.has_permission),
            Wanted::Owner {
                by_claim,
                unless_role,
            } => {
                let own = if by_claim {
                    self.claim.texts()
                } else {
                    vec![self.subject.to_owned()]
                };
                let is_own = |it: &&str| !it.is_empty() && own.iter().any(|own| own == it);
                let names = !self.segments.is_empty() && self.segments.iter().all(is_own);
                Some(names || unless_role.is_some_and(|by| by.passes(self)))
            }
            Wanted::Condition(_) => None,
        }
    }

    /// What becomes of the caller, once everything that matters has been asked. Where something is
    /// refused anyway and openly, visible conditions have no say.
    fn model(&self, said: &[Option<Said>]) -> Outcome {
        let lacks = |(wanted, hide): &(Wanted, bool)| {
            (self.is_met(*wanted) == Some(false)).then_some(*hide)
        };
        let lacking: Vec<bool> = self.wanted.iter().filter_map(lacks).collect();
        if lacking.contains(&true) {
            return Outcome::Miss;
        }
        let mut forbidden = None;
        for (position, (wanted, hide)) in self.wanted.iter().enumerate() {
            let has_a_say = lacking.is_empty() || *hide;
            let refuses = match said[position] {
                Some(Said::Hide) if has_a_say => return Outcome::Miss,
                Some(Said::Forbid) if has_a_say && *hide => return Outcome::Miss,
                Some(Said::Forbid) => has_a_say,
                _ => self.is_met(*wanted) == Some(false),
            };
            if refuses && forbidden.is_none() {
                forbidden = Some(position);
            }
        }
        match forbidden {
            Some(position) => Outcome::Forbidden(position),
            None if self.steps_up && !self.is_fresh() => Outcome::StepUp,
            None => Outcome::Allowed,
        }
    }

    /// A minute ahead is the other machine's clock; farther ahead is no time at all.
    fn is_fresh(&self) -> bool {
        self.acr == Some("phr")
            && self
                .authenticated
                .is_some_and(|it| (-60..=300).contains(&it))
    }

    /// Every way in which conditions of these positions can answer; the others say nothing.
    fn answers(&self, asked: &dyn Fn(bool) -> bool) -> Vec<Vec<Option<Said>>> {
        let mut ways = vec![Vec::new()];
        for (wanted, hide) in &self.wanted {
            let choices: &[Option<Said>] = match wanted {
                Wanted::Condition(_) if asked(*hide) => &SAID.map(Some),
                _ => &[None],
            };
            ways = ways
                .into_iter()
                .flat_map(|way| choices.iter().map(move |it| [&way[..], &[*it]].concat()))
                .collect();
        }
        ways
    }

    /// What those say that are asked.
    fn said(&self, which: Ask) -> Vec<Option<Said>> {
        let said = |(wanted, hide): &(Wanted, bool)| match wanted {
            Wanted::Condition(said) if which == Ask::Every || *hide => Some(*said),
            _ => None,
        };
        self.wanted.iter().map(said).collect()
    }

    fn access(&self) -> Access {
        let requirement = |(wanted, hide): &(Wanted, bool)| {
            let names = |privilege| Requirement {
                privilege,
                hide: false,
                message: None,
            };
            let requirement = match wanted {
                Wanted::Role(by) => names(Privilege::Role(by.rule())),
                Wanted::Scope => names(Privilege::Scope(text("read"))),
                Wanted::Permission => names(Privilege::Permission(text("pay"))),
                Wanted::Owner {
                    by_claim,
                    unless_role,
                } => owned(
                    "id",
                    by_claim.then_some("tenant"),
                    unless_role.map(ByRole::rule),
                ),
                Wanted::Condition(_) => condition("c"),
            };
            if *hide {
                hidden(requirement)
            } else {
                requirement
            }
        };
        let requirements: Vec<_> = self.wanted.iter().map(requirement).collect();
        let bearer = required(&[Scheme::Bearer], None, false);
        Access {
            authentication: if self.steps_up {
                stepping_up(Some(300), &["phr"], bearer)
            } else {
                bearer
            },
            requirements: requirements.leak(),
            ..EMPTY
        }
    }

    fn identity(&self) -> Identity {
        let mut identity = Identity::new(self.subject)
            .with_roles(self.roles.iter().copied())
            .with_scopes(self.has_scope.then_some("read"))
            .with_permissions(self.has_permission.then_some("pay"));
        if let Some(json) = self.claim.json() {
            identity = identity.with_claims(json);
        }
        if let Some(acr) = self.acr {
            identity = identity.with_acr(acr);
        }
        if let Some(ago) = self.authenticated {
            let distance = Duration::from_secs(ago.unsigned_abs());
            let now = NOW + START;
            let then = if ago < 0 {
                now + distance
            } else {
                now - distance
            };
            identity = identity.with_authentication_time(then);
        }
        identity
    }

    /// What the code decides, given these answers.
    fn decided(&self, access: &Access, verdicts: &[Option<Verdict>]) -> Decision {
        let vocabularies = Vocabularies {
            roles: if self.is_registered {
                Terms::of(TERMS.to_vec())
            } else {
                Terms::default()
            },
            ..Vocabularies::default()
        };
        let circumstances = Circumstances {
            vocabularies: &vocabularies,
            path_names: &|name, is_own| {
                name == "id"
                    && !self.segments.is_empty()
                    && self.segments.iter().all(|it| is_own(it))
            },
            verdicts,
            now: &|| NOW + START,
        };
        let identity = self.identity();
        decide(access, Presented::Identity(&identity), &circumstances)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Allowed,
    Forbidden(usize),
    Miss,
    StepUp,
}

impl Outcome {
    /// As the code says it.
    fn decision(self, access: &Access) -> Decision {
        match self {
            Self::Allowed => Decision::Allow,
            Self::Forbidden(position) => Decision::Forbid(&access.requirements[position]),
            Self::Miss => Decision::Hide(None),
            Self::StepUp => Decision::StepUp(StepUp {
                max_age: Some(300),
                acr: &["phr"],
            }),
        }
    }
}

fn verdicts(said: &[Option<Said>]) -> Vec<Option<Verdict>> {
    said.iter().map(|it| it.map(Said::verdict)).collect()
}

/// Which requirement failed first is told by its place: two that are equal are not the same.
fn is_same(one: Decision, other: Decision) -> bool {
    match (one, other) {
        (Decision::Forbid(one), Decision::Forbid(other)) => std::ptr::eq(one, other),
        // What it is that hides, only the log has.
        (Decision::Hide(_), Decision::Hide(_)) => true,
        _ => one == other,
    }
}

fn wanted() -> impl Strategy<Value = (Wanted, bool)> {
    let by_role = || prop_oneof![Just(ByRole::Text), Just(ByRole::Typed)];
    let wanted = prop_oneof![
        1 => by_role().prop_map(Wanted::Role),
        1 => Just(Wanted::Scope),
        1 => Just(Wanted::Permission),
        2 => (any::<bool>(), prop::option::of(by_role())).prop_map(|(by_claim, unless_role)| {
            Wanted::Owner {
                by_claim,
                unless_role,
            }
        }),
        3 => prop::sample::select(&SAID[..]).prop_map(Wanted::Condition),
    ];
    (wanted, prop::bool::weighted(0.4))
}

fn claim() -> impl Strategy<Value = Claim> {
    let one = || prop::sample::select(&TEXTS[..]);
    prop_oneof![
        1 => Just(Claim::NoClaims),
        1 => Just(Claim::Absent),
        3 => one().prop_map(Claim::Text),
        1 => Just(Claim::Number(7)),
        1 => Just(Claim::Number(-7)),
        2 => prop::collection::vec(one(), 0..3).prop_map(Claim::Array),
        1 => (one(), one()).prop_map(|(one, other)| Claim::Twice(one, other)),
        1 => prop::sample::select(&["7.0", "null", "true", r#"{"a":"acme"}"#, r#"[["acme"]]"#][..])
            .prop_map(Claim::Other),
    ]
}

fn case() -> impl Strategy<Value = Case> {
    let one = || prop::sample::select(&TEXTS[..]);
    let policy = (
        prop::collection::vec(wanted(), 0..5),
        prop::bool::weighted(0.3),
        any::<bool>(),
    );
    let names = (
        prop::sample::subsequence(&["viewer", "editor", "other"][..], 0..=3),
        prop::bool::weighted(0.8),
        prop::bool::weighted(0.8),
    );
    let person = (
        one(),
        claim(),
        prop::collection::vec(one(), 0..3),
        prop::option::weighted(0.8, prop::sample::select(&[-61, -60, 0, 300, 301][..])),
        prop::option::weighted(0.8, prop::sample::select(&["phr", "pwd"][..])),
    );
    (policy, names, person).prop_map(|(policy, names, person)| Case {
        wanted: policy.0,
        steps_up: policy.1,
        is_registered: policy.2,
        roles: names.0.into_iter().collect(),
        has_scope: names.1,
        has_permission: names.2,
        subject: person.0,
        claim: person.1,
        segments: person.2,
        authenticated: person.3,
        acr: person.4,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    /// As a request goes: nobody is asked at first, and then those of whom the decision says so.
    #[test]
    fn a_decision_is_the_model_s(case in case()) {
        let access = case.access();
        let first = case.decided(&access, &[]);
        let said = match first {
            Decision::Ask(which) => case.said(which),
            _ => vec![None; case.wanted.len()],
        };
        let last = case.decided(&access, &verdicts(&said));
        let expected = case.model(&case.said(Ask::Every)).decision(&access);
        prop_assert!(is_same(last, expected), "{last:?} and not {expected:?}");
        // Whoever hides ends the asking, and what comes after it is not there.
        let hides = |it: &(usize, &Option<Said>)| match it.1 {
            Some(Said::Hide) => true,
            Some(Said::Forbid) => case.wanted[it.0].1,
            _ => false,
        };
        if let Some((position, _)) = said.iter().enumerate().find(hides) {
            let cut = case.decided(&access, &verdicts(&said[..=position]));
            prop_assert!(matches!(cut, Decision::Hide(_)));
        }
    }

    /// Who is asked can change what becomes of the caller, and who is not asked cannot.
    #[test]
    fn conditions_are_asked_exactly_where_they_can_matter(case in case()) {
        let access = case.access();
        let outcomes = |asked: &dyn Fn(bool) -> bool| -> Vec<Outcome> {
            let answers = case.answers(asked);
            answers.iter().map(|said| case.model(said)).collect()
        };
        let all_equal = |them: &[Outcome]| them.iter().all(|it| *it == them[0]);
        match case.decided(&access, &[]) {
            Decision::Ask(Ask::Every) => {
                prop_assert!(!all_equal(&outcomes(&|_| true)));
            }
            Decision::Ask(Ask::Hidden) => {
                let hidden = outcomes(&|hide| hide);
                prop_assert!(!all_equal(&hidden));
                // What visible conditions say to it changes nothing.
                let every: BTreeSet<_> = outcomes(&|_| true).iter().map(|it| format!("{it:?}")).collect();
                let hidden: BTreeSet<_> = hidden.iter().map(|it| format!("{it:?}")).collect();
                prop_assert_eq!(every, hidden);
            }
            decided => {
                for outcome in outcomes(&|_| true) {
                    prop_assert!(is_same(decided, outcome.decision(&access)));
                }
            }
        }
    }

    /// Whatever of the answers is there, at whichever place: without an answer nobody passes, and an
    /// answer at the place of something else is none.
    #[test]
    fn nobody_passes_a_condition_that_has_not_answered(
        case in case(),
        given in prop::collection::vec(prop::option::of(prop::sample::select(&SAID[..])), 0..6),
    ) {
        let access = case.access();
        let decided = case.decided(&access, &verdicts(&given));
        let answered = |position: usize| given.get(position).copied().flatten();
        let passes = case.wanted.iter().enumerate().all(|(position, (wanted, _))| match wanted {
            Wanted::Condition(_) => answered(position) == Some(Said::Allow),
            _ => case.is_met(*wanted) == Some(true),
        });
        let is_in = passes && (!case.steps_up || case.is_fresh());
        prop_assert_eq!(decided == Decision::Allow, is_in);
        prop_assert_eq!(matches!(decided, Decision::StepUp(_)), passes && !is_in);
    }
}

/// A condition is judged for a caller who is known, and nobody else.
#[test]
fn nobody_is_asked_about_a_caller_who_is_not_known() {
    for (hide, refused) in [(false, Decision::Challenge), (true, Decision::Hide(None))] {
        let access = |authentication| Access {
            authentication,
            requirements: vec![condition("c"), hidden(condition("d"))].leak(),
            ..EMPTY
        };
        let required = access(required(&[Scheme::Bearer], None, hide));
        let open = access(Authentication::Optional { reason: None });
        for (access, presented, expected) in [
            (&required, Presented::Nothing, refused),
            (&required, Presented::Unusable, refused),
            (&open, Presented::Nothing, Decision::Allow),
            (&open, Presented::Unusable, Decision::Challenge),
        ] {
            let circumstances = Circumstances {
                vocabularies: &Vocabularies::default(),
                path_names: &|_, _| panic!("nobody's path"),
                verdicts: &[],
                now: &|| panic!("no time"),
            };
            assert_eq!(decide(access, presented, &circumstances), expected);
        }
    }
}

/// A policy of nothing, of a handler that is nowhere.
pub(crate) const EMPTY: Access = Access {
    place: Place {
        handler: "h",
        module: "m",
        file: "f",
        line: 1,
    },
    routes: &[],
    authentication: Authentication::Optional { reason: None },
    requirements: &[],
    records: &[],
};
