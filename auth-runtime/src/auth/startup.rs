//! The start-up check: can every handler of the binary be served?

use crate::condition::Conditions;
use crate::inventory::is_within;
use crate::policy::{Access, Privilege, Scheme};
use crate::scheme::Schemes;
use crate::vocabulary::{Terms, Vocabularies};

/// Which part of the inventory an `Auth` answers for.
#[derive(Debug, Default)]
pub(super) enum Scope {
    /// Every handler of the binary.
    #[default]
    Binary,
    /// The handlers in these modules and below them.
    Modules(Vec<String>),
}

impl Scope {
    pub(super) fn covers(&self, access: &Access) -> bool {
        match self {
            Self::Binary => true,
            Self::Modules(modules) => modules
                .iter()
                .any(|module| is_within(access.place().module, module)),
        }
    }
}

/// The handlers that cannot be served, each with what to do.
pub(super) fn check(
    covered: &[&'static Access],
    schemes: &Schemes,
    public_misses: bool,
    vocabularies: &Vocabularies,
    conditions: &Conditions,
) -> Vec<String> {
    covered
        .iter()
        .flat_map(|access| {
            [
                unconfigured_scheme(access, schemes),
                revealed_existence(access, public_misses),
                no_login_page(access, schemes),
            ]
            .into_iter()
            .flatten()
            .chain(unknown_names(access, vocabularies))
            .chain(unregistered(access, conditions))
        })
        .chain(ambiguous_names(vocabularies))
        .collect()
}

/// Names of which two registered enums say different things.
fn ambiguous_names(vocabularies: &Vocabularies) -> Vec<String> {
    let Vocabularies {
        roles,
        scopes,
        permissions,
    } = vocabularies;
    let kinds = [
        ("role", roles),
        ("scope", scopes),
        ("permission", permissions),
    ];
    let ambiguous = |(kind, terms): (&str, &Terms)| {
        terms
            .ambiguous()
            .map(|name| {
                format!(
                    "two registered enums have the {kind} {name:?}, and other {kind}s imply it in \
                     each: register one of them"
                )
            })
            .collect::<Vec<_>>()
    };
    kinds.into_iter().flat_map(ambiguous).collect()
}

/// Names that no registered enum has, where enums of their kind are registered.
fn unknown_names(access: &Access, vocabularies: &Vocabularies) -> Vec<String> {
    let requirements = access.requirements().iter();
    let unknown = requirements.flat_map(|requirement| {
        let (kind, rule, known) = match requirement.privilege() {
            Privilege::Role(rule)
            | Privilege::Owner {
                unless_role: Some(rule),
                ..
            } => ("role", rule, &vocabularies.roles),
            Privilege::Scope(rule) => ("scope", rule, &vocabularies.scopes),
            Privilege::Permission(rule) => ("permission", rule, &vocabularies.permissions),
            Privilege::Owner { .. } | Privilege::Condition(_) => return Vec::new(),
        };
        let names = rule.names().into_iter();
        let unknown = names.filter(|name| !known.may_mean(name));
        unknown.map(|name| (kind, name)).collect()
    });
    unknown
        .map(|(kind, name)| {
            format!(
                "{} asks for the {kind} {name}, which no registered enum of {kind}s has: correct \
                 it, or add a variant",
                access.place()
            )
        })
        .collect()
}

/// Conditions that nobody registered.
fn unregistered(access: &Access, conditions: &Conditions) -> Vec<String> {
    let asked = access.requirements().iter().filter_map(|requirement| {
        let Privilege::Condition(condition) = requirement.privilege() else {
            return None;
        };
        let is_known = !condition.is_registered() || conditions.get(condition.name()).is_some();
        (!is_known).then_some(condition)
    });
    asked
        .map(|condition| {
            let others: Vec<_> = conditions.names().map(|it| format!("{it:?}")).collect();
            let help = match &others[..] {
                [] => String::new(),
                others => format!(", or ask one of {}", others.join(", ")),
            };
            format!(
                "{} asks the condition {condition}, which is not registered: add \
                 `.condition({condition}, …)`{help}",
                access.place()
            )
        })
        .collect()
}

fn unconfigured_scheme(access: &Access, schemes: &Schemes) -> Option<String> {
    let mut declared = access.schemes().iter();
    let scheme = declared.find(|scheme| schemes.get(**scheme).is_none())?;
    Some(format!(
        "{} declares the scheme {scheme}, which is not configured: add `{}`, or \
         `.only_modules([…])` if another `Auth` serves it",
        access.place(),
        configured_by(*scheme)
    ))
}

/// A redirect to nowhere.
#[cfg(feature = "session")]
fn no_login_page(access: &Access, schemes: &Schemes) -> Option<String> {
    let sessions = schemes.get(Scheme::Session)?.sessions()?;
    let leads_nowhere = access.redirect() == Some(true) && !sessions.has_login_page();
    leads_nowhere.then(|| {
        format!(
            "{} sends callers to the login page, and none is configured: add \
             `.sessions(Sessions::new().login_page(\"/login\"))`",
            access.place()
        )
    })
}

#[cfg(not(feature = "session"))]
fn no_login_page(_: &Access, _: &Schemes) -> Option<String> {
    None
}

/// The call that configures a scheme.
fn configured_by(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Bearer => ".bearer(Jwt::…)",
        Scheme::Basic => ".basic(Basic::…)",
        Scheme::Digest => ".digest(Digest::…)",
        Scheme::ApiKey => ".api_keys(ApiKeys::…)",
        Scheme::Session => ".sessions(Sessions::…)",
        Scheme::DPoP => ".dpop(DPoP::…)",
    }
}

fn revealed_existence(access: &Access, public_misses: bool) -> Option<String> {
    (public_misses && access.hides_refusal() && !access.hides_existence()).then(|| {
        format!(
            "{} hides its refusal, but with `public_misses` its 401 would tell anonymous callers \
             that it exists: write `#[require_auth(hide = true)]` on it, or drop `public_misses`",
            access.place()
        )
    })
}
