//! Owners, tenants, names, conditions and step-ups stacked in any order, hidden or not, through a real
//! app, against a plain model: what each caller gets, and who is asked.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::{Ready, ready};
use std::time::{Duration, SystemTime};

use actix_web::dev::Payload;
use actix_web::error::ErrorImATeapot;
use actix_web::http::Method;
use actix_web::rt::System;
use actix_web::{App, Error, FromRequest, HttpRequest, web};
use auth_runtime::__private::{
    BEARER, Declared, Guarded, Known, Policy, condition, conditional, function, hidden, in_full,
    in_role, named_permission, named_scope, owned, required, role, saying, stepping_up, text,
};
use auth_runtime::testing::TestClock;
use auth_runtime::{
    Auth, AuthenticationError, Authenticator, AuthorizationError, BearerToken, Condition, Identity,
    Judgement, Reason, Requirement, Role, Rule, Scheme, Verdict, Verification,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::app::{TestApp, Untouchable, ask, start};
use crate::authenticators::panic_quietly;
use crate::kit::pending;

// The case under test, for the code of the application. One thread serves it. ---------------------

thread_local! {
    static POLICY: Cell<&'static Declared> = Cell::new(Box::leak(Box::new(
        in_full("h", "m", "f", 1, &[], BEARER, &[]),
    )));
    static CALLER: RefCell<Option<Identity>> = const { RefCell::new(None) };
    static SAID: RefCell<Vec<Said>> = const { RefCell::new(Vec::new()) };
    static ASKED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
    static MADE: Cell<usize> = const { Cell::new(0) };
}

struct Current;

impl Policy for Current {
    fn access() -> &'static Declared {
        POLICY.get()
    }
}

/// Counts how often it is made.
struct Counted;

impl FromRequest for Counted {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
        MADE.set(MADE.get() + 1);
        ready(Ok(Self))
    }
}

async fn handler(_: Guarded<Current, Known, (Identity, Counted)>) -> &'static str {
    "in"
}

struct WhoeverItIs;

impl Authenticator for WhoeverItIs {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        let caller = CALLER.with_borrow(Clone::clone);
        let answer = caller.ok_or_else(|| AuthenticationError::rejected("stranger"));
        match token.as_str() {
            "later" => Verification::later(async {
                pending().await;
                answer
            }),
            _ => Verification::now(answer),
        }
    }
}

#[derive(Role)]
enum Rank {
    Viewer,
    #[role(implies(Viewer))]
    Editor,
}

const RANKS: [Rank; 2] = [Rank::Viewer, Rank::Editor];

/// What a condition does.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Said {
    Allow,
    Forbid,
    Told,
    Hide,
    Absent,
    Unavailable,
    Broken,
    Refused,
    Panics,
    PanicsLater,
}

const ALL_SAID: [Said; 10] = [
    Said::Allow,
    Said::Forbid,
    Said::Told,
    Said::Hide,
    Said::Absent,
    Said::Unavailable,
    Said::Broken,
    Said::Refused,
    Said::Panics,
    Said::PanicsLater,
];

fn said(position: usize) -> Said {
    ASKED.with_borrow_mut(|asked| asked.push(position));
    let said = SAID.with_borrow(|said| said[position]);
    if said == Said::Panics {
        panic_quietly();
    }
    said
}

fn answer(position: usize, said: Said) -> Result<Verdict, AuthorizationError> {
    match said {
        Said::Allow => Ok(Verdict::Allow),
        Said::Forbid => Ok(Verdict::forbid("not told")),
        Said::Told => Ok(Verdict::Forbid(
            Reason::new(format!("told {position}")).told(),
        )),
        Said::Hide => Ok(Verdict::Hide),
        Said::Absent => Err(AuthorizationError::absent()),
        Said::Unavailable => Err(AuthorizationError::unavailable("connection refused")),
        Said::Broken => Err(AuthorizationError::broken("no such table")),
        Said::Refused => Err(AuthorizationError::refused(ErrorImATeapot("tea"))),
        Said::Panics | Said::PanicsLater => panic_quietly(),
    }
}

/// Registered by its place.
struct Registered(usize);

impl Condition for Registered {
    fn judge(&self, _: &HttpRequest, caller: &Identity) -> Judgement {
        assert!(CALLER.with_borrow(Option::is_some), "{caller:?}");
        let Self(position) = *self;
        let said = said(position);
        if position % 2 == 0 && said != Said::PanicsLater {
            return Judgement::now(answer(position, said));
        }
        Judgement::later(async move {
            pending().await;
            answer(position, said)
        })
    }
}

async fn by_function<const POSITION: usize>(
    _: Identity,
    _: HttpRequest,
) -> Result<Verdict, AuthorizationError> {
    let said = said(POSITION);
    pending().await;
    answer(POSITION, said)
}

const MOST: usize = 5;
const REGISTERED: [&str; MOST] = ["c0", "c1", "c2", "c3", "c4"];
const FUNCTIONS: [Requirement; MOST] = [
    conditional("f0", &function(by_function::<0>)),
    conditional("f1", &function(by_function::<1>)),
    conditional("f2", &function(by_function::<2>)),
    conditional("f3", &function(by_function::<3>)),
    conditional("f4", &function(by_function::<4>)),
];

// The case. ---------------------------------------------------------------------------------------

#[derive(Debug, Clone, Copy)]
enum Wanted {
    Role {
        typed: bool,
    },
    Scope,
    Permission,
    Owner {
        by_claim: bool,
        unless_role: Option<bool>,
    },
    Condition {
        how: How,
        said: Said,
    },
}

#[derive(Debug, Clone, Copy)]
enum How {
    Registered,
    Function,
    /// Nobody registered it, and the start-up check was told to look elsewhere.
    Nowhere,
}

#[derive(Debug, Clone)]
struct Written {
    wanted: Wanted,
    hide: bool,
    says: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Caller {
    Anonymous,
    Stranger,
    Known,
    KnownLater,
}

#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they have nothing to do with each other"
)]
struct Case {
    written: Vec<Written>,
    steps_up: bool,
    hides_existence: bool,
    caller: Caller,
    roles: BTreeSet<&'static str>,
    has_scope: bool,
    has_permission: bool,
    subject: &'static str,
    /// The claims as JSON, and which texts `tenant` is.
    claims: (Option<&'static str>, &'static [&'static str]),
    /// What the segments of the name hold.
    segments: Vec<&'static str>,
    authenticated: Option<i64>,
}

const NOW: u64 = 1_800_000_000;

/// Claims, and the texts that the claim `tenant` is by them.
const CLAIMS: [(Option<&str>, &[&str]); 14] = [
    (None, &[]),
    (Some("{}"), &[]),
    (Some(r#"{"tenant":"acme"}"#), &["acme"]),
    (Some(r#"{"tenant":"a/b c"}"#), &["a/b c"]),
    (Some(r#"{"x":{"tenant":"acme"},"tenant":"7"}"#), &["7"]),
    (Some(r#"{"tenant":7}"#), &["7"]),
    (Some(r#"{"tenant":["acme",7]}"#), &["acme", "7"]),
    (Some(r#"{"tenant":[]}"#), &[]),
    (Some(r#"{"tenant":""}"#), &[]),
    (Some(r#"{"tenant":7.0}"#), &[]),
    (Some(r#"{"tenant":{"acme":"acme"}}"#), &[]),
    (Some(r#"{"tenant":[["acme"]]}"#), &[]),
    (Some(r#"{"tenant":"zenith","tenant":"acme"}"#), &[]),
    (Some(r#"{"tenant":"acme""#), &[]),
];

const TEXTS: [&str; 5] = ["acme", "7", "a/b c", "k\u{e4}the", "ACME"];

/// What becomes of a request.
#[derive(Debug, PartialEq)]
enum Outcome {
    Allowed,
    /// As a path that does not exist, to this caller.
    Miss,
    Challenged,
    /// 403 for this requirement.
    Forbidden(usize),
    /// What the condition of this requirement failed with.
    Failed(Said),
    StepUp,
}

impl Case {
    fn passes(&self, typed: bool) -> bool {
        self.roles.contains("viewer") || typed && self.roles.contains("editor")
    }

    /// None for a condition.
    fn is_met(&self, wanted: Wanted) -> Option<bool> {
        Some(match wanted {
            Wanted::Role { typed } => self.passes(typed),
            Wanted::Scope => self.has_scope,
            Wanted::Permission => self.has_permission,
            Wanted::Owner {
                by_claim,
                unless_role,
            } => {
                let subject = [self.subject];
                let own = if by_claim { self.claims.1 } else { &subject };
                let is_own = |it: &&str| !it.is_empty() && own.contains(it);
                let is_named = !self.segments.is_empty() && self.segments.iter().all(is_own);
                is_named || unless_role.is_some_and(|typed| self.passes(typed))
            }
            Wanted::Condition { .. } => return None,
        })
    }

    /// What becomes of the request, and which conditions are asked.
    fn model(&self) -> (Outcome, Vec<usize>) {
        let mut asked = Vec::new();
        match self.caller {
            Caller::Known | Caller::KnownLater => {}
            _ if self.hides_existence => return (Outcome::Miss, asked),
            _ => return (Outcome::Challenged, asked),
        }
        let is_lacking = |it: &&Written| self.is_met(it.wanted) == Some(false);
        let lacking: Vec<_> = self.written.iter().filter(is_lacking).collect();
        if lacking.iter().any(|it| it.hide) {
            return (Outcome::Miss, asked);
        }
        let (mut forbidden, mut failed) = (None, None);
        for (position, written) in self.written.iter().enumerate() {
            let refuses = match written.wanted {
                Wanted::Condition { how, said } => {
                    if !lacking.is_empty() && !written.hide {
                        continue;
                    }
                    let said = if matches!(how, How::Nowhere) {
                        Said::Broken
                    } else {
                        asked.push(position);
                        said
                    };
                    let hides = matches!(said, Said::Hide | Said::Absent);
                    if hides || said != Said::Allow && written.hide {
                        return (Outcome::Miss, asked);
                    }
                    if !matches!(said, Said::Allow | Said::Forbid | Said::Told) {
                        failed = failed.or(Some(said));
                    }
                    said != Said::Allow
                }
                wanted => self.is_met(wanted) == Some(false),
            };
            if refuses {
                forbidden = forbidden.or(Some(position));
            }
        }
        let outcome = match (failed, forbidden) {
            (Some(said), _) => Outcome::Failed(said),
            (None, Some(position)) => Outcome::Forbidden(position),
            (None, None) if self.steps_up && !self.is_fresh() => Outcome::StepUp,
            (None, None) => Outcome::Allowed,
        };
        (outcome, asked)
    }

    fn is_fresh(&self) -> bool {
        self.authenticated
            .is_some_and(|ago| (-60..=300).contains(&ago))
    }

    fn rule(typed: bool) -> Rule {
        if typed {
            Rule::Name(role(&RANKS[0]).name())
        } else {
            text("viewer")
        }
    }

    fn declared(&self) -> &'static Declared {
        let requirement = |(position, written): (usize, &Written)| {
            let requirement = match written.wanted {
                Wanted::Role { typed } => in_role(Self::rule(typed)),
                Wanted::Scope => named_scope("read"),
                Wanted::Permission => named_permission("pay"),
                Wanted::Owner {
                    by_claim,
                    unless_role,
                } => owned(
                    "id",
                    by_claim.then_some("tenant"),
                    unless_role.map(Self::rule),
                ),
                Wanted::Condition { how, .. } => match how {
                    How::Registered => condition(REGISTERED[position]),
                    How::Function => FUNCTIONS[position],
                    How::Nowhere => condition("nowhere"),
                },
            };
            match (written.hide, written.says) {
                (true, _) => hidden(requirement),
                (false, true) => saying("It says so.", requirement),
                (false, false) => requirement,
            }
        };
        let requirements: Vec<_> = self.written.iter().enumerate().map(requirement).collect();
        let mut authentication = required(&[Scheme::Bearer], None, self.hides_existence);
        if self.steps_up {
            authentication = stepping_up(Some(300), &[], authentication);
        }
        Box::leak(Box::new(in_full(
            "handler",
            module_path!(),
            file!(),
            1,
            &[],
            authentication,
            requirements.leak(),
        )))
    }

    fn identity(&self) -> Option<Identity> {
        if !matches!(self.caller, Caller::Known | Caller::KnownLater) {
            return None;
        }
        let mut identity = Identity::new(self.subject)
            .with_roles(self.roles.iter().copied())
            .with_scopes(self.has_scope.then_some("read"))
            .with_permissions(self.has_permission.then_some("pay"));
        if let Some(json) = self.claims.0 {
            identity = identity.with_claims(json);
        }
        if let Some(ago) = self.authenticated {
            let then = NOW.checked_add_signed(-ago).unwrap();
            let then = SystemTime::UNIX_EPOCH + Duration::from_secs(then);
            identity = identity.with_authentication_time(then);
        }
        Some(identity)
    }

    /// As a client would write it: the segments of the name, if there are any.
    fn path(&self) -> String {
        let encoded: Vec<_> = self.segments.iter().map(|it| encoded(it)).collect();
        match &encoded[..] {
            [] => "/without".to_owned(),
            [one] => format!("/at/{one}"),
            [one, other, ..] => format!("/in/{one}/at/{other}"),
        }
    }

    fn prepare(&self) {
        let said = |written: &Written| match written.wanted {
            Wanted::Condition { said, .. } => said,
            _ => Said::Panics,
        };
        SAID.with_borrow_mut(|it| *it = self.written.iter().map(said).collect());
        ASKED.take();
        MADE.set(0);
        CALLER.replace(self.identity());
        POLICY.set(self.declared());
    }

    async fn send(&self, app: &TestApp, path: &str) -> crate::app::Answer {
        let request = ask(Method::POST, path).payload(Untouchable);
        match self.caller {
            Caller::Anonymous => request.send(app).await,
            Caller::KnownLater => request.authorization("Bearer later").send(app).await,
            Caller::Stranger | Caller::Known => request.authorization("Bearer x").send(app).await,
        }
    }

    async fn check(&self, app: &TestApp) -> Result<(), TestCaseError> {
        self.prepare();
        let miss = self.send(app, "/nowhere/acme").await;
        let answer = self.send(app, &self.path()).await;
        let (outcome, asked) = self.model();
        prop_assert_eq!(ASKED.take(), asked);
        prop_assert_eq!(MADE.get(), usize::from(outcome == Outcome::Allowed));
        let error = || answer.json()["error"].as_str().unwrap().to_owned();
        let status = answer.status.as_u16();
        match outcome {
            Outcome::Allowed => prop_assert_eq!((status, answer.text()), (200, "in")),
            Outcome::Miss => prop_assert_eq!(answer.visible(), miss.visible()),
            Outcome::Challenged => {
                prop_assert_eq!(status, 401);
                prop_assert!(answer.challenge().starts_with("Bearer realm=\"api\""));
            }
            Outcome::StepUp => {
                prop_assert_eq!(status, 401);
                prop_assert_eq!(error(), "insufficient_user_authentication");
            }
            Outcome::Forbidden(position) => {
                prop_assert_eq!(status, 403);
                let (kind, message) = self.refusal(position);
                prop_assert_eq!(error(), kind);
                prop_assert_eq!(&answer.json()["message"], &message);
            }
            Outcome::Failed(said) => {
                let expected = match said {
                    Said::Unavailable => 503,
                    Said::Refused => 418,
                    _ => 500,
                };
                prop_assert_eq!(status, expected);
                prop_assert!(answer.challenges().is_empty());
            }
        }
        Ok(())
    }

    /// The error, and the message, of a 403 for this requirement.
    fn refusal(&self, position: usize) -> (&'static str, String) {
        let Written { wanted, says, .. } = self.written[position];
        let (error, default) = match wanted {
            Wanted::Scope => (
                "insufficient_scope",
                "The access token does not have the scope that this needs.",
            ),
            _ => ("forbidden", "You may not do this."),
        };
        let message = match wanted {
            Wanted::Condition {
                said: Said::Told, ..
            } => format!("told {position}"),
            _ if says => "It says so.".to_owned(),
            _ => default.to_owned(),
        };
        (error, message)
    }
}

/// Every octet as a client may write it, and a few as it need not.
fn encoded(text: &str) -> String {
    let octet = |octet: u8| match octet {
        b'A'..=b'Z' | b'0'..=b'9' => char::from(octet).to_string(),
        other => format!("%{other:02x}"),
    };
    text.bytes().map(octet).collect()
}

fn written() -> impl Strategy<Value = Written> {
    let condition = (
        prop_oneof![5 => Just(How::Registered), 5 => Just(How::Function), 1 => Just(How::Nowhere)],
        prop_oneof![1 => Just(Said::Allow), 2 => prop::sample::select(&ALL_SAID[..])],
    );
    let owner = (any::<bool>(), prop::option::of(any::<bool>()));
    let wanted = prop_oneof![
        2 => any::<bool>().prop_map(|typed| Wanted::Role { typed }),
        1 => Just(Wanted::Scope),
        1 => Just(Wanted::Permission),
        4 => owner.prop_map(|(by_claim, unless_role)| Wanted::Owner { by_claim, unless_role }),
        6 => condition.prop_map(|(how, said)| Wanted::Condition { how, said }),
    ];
    (wanted, prop::bool::weighted(0.3), any::<bool>()).prop_map(|(wanted, hide, says)| Written {
        wanted,
        hide,
        says,
    })
}

fn case() -> impl Strategy<Value = Case> {
    let policy = (
        prop::collection::vec(written(), 0..=MOST),
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.3),
    );
    let names = (
        prop::sample::subsequence(&["viewer", "editor", "other"][..], 0..=3),
        prop::bool::weighted(0.85),
        prop::bool::weighted(0.85),
    );
    let text = || prop_oneof![4 => Just("acme"), 1 => prop::sample::select(&TEXTS[..])];
    let person = (
        prop_oneof![
            1 => Just(Caller::Anonymous),
            1 => Just(Caller::Stranger),
            9 => Just(Caller::Known),
            9 => Just(Caller::KnownLater),
        ],
        prop_oneof![8 => text(), 1 => Just("")],
        prop_oneof![1 => Just(CLAIMS[2]), 2 => prop::sample::select(&CLAIMS[..])],
        prop_oneof![
            1 => Just(vec![]),
            1 => Just(vec![""]),
            12 => prop::collection::vec(text(), 1..3),
        ],
        prop::option::weighted(0.8, prop::sample::select(&[-61, -60, 0, 300, 301][..])),
    );
    (policy, names, person).prop_map(|(policy, names, person)| Case {
        written: policy.0,
        steps_up: policy.1,
        hides_existence: policy.2,
        roles: names.0.into_iter().collect(),
        has_scope: names.1,
        has_permission: names.2,
        caller: person.0,
        subject: person.1,
        claims: person.2,
        segments: person.3,
        authenticated: person.4,
    })
}

async fn app() -> TestApp {
    let mut builder = Auth::builder()
        .bearer_with(WhoeverItIs)
        .clock(TestClock::at(NOW))
        .only_modules(["nobody"]);
    for (position, name) in REGISTERED.into_iter().enumerate() {
        builder = builder.condition(name, Registered(position));
    }
    let auth = builder.build().unwrap();
    let app = App::new()
        .app_data(auth.clone())
        .route("/at/{id:.*}", web::post().to(handler))
        .service(web::scope("/in/{id}").route("/at/{id}", web::post().to(handler)))
        .route("/without", web::post().to(handler))
        .default_service(auth.not_found());
    start(app).await
}

#[test]
fn an_app_answers_as_the_model() {
    let system = System::new();
    let app = system.block_on(app());
    let mut runner = TestRunner::new(Config {
        cases: 4000,
        failure_persistence: None,
        ..Config::default()
    });
    let told: RefCell<BTreeSet<String>> = RefCell::default();
    runner
        .run(&case(), |case| {
            let outcome = format!("{:?}", case.model().0);
            told.borrow_mut()
                .insert(outcome.split('(').next().unwrap().to_owned());
            system.block_on(case.check(&app))
        })
        .unwrap();
    // The cases come to every kind of answer.
    let all = [
        "Allowed",
        "Challenged",
        "Failed",
        "Forbidden",
        "Miss",
        "StepUp",
    ];
    assert_eq!(told.into_inner(), BTreeSet::from(all.map(str::to_owned)));
}
