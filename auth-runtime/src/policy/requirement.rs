//! What a caller who is known must have.

use super::{ConditionRef, Name};
use crate::vocabulary::Term;

/// One `#[require_role(…)]`, `#[require_scope(…)]`, `#[require_permission(…)]`,
/// `#[require_owner(…)]`, `#[require_tenant(…)]` or `#[require_condition(…)]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement {
    pub(crate) privilege: Privilege,
    pub(crate) hide: bool,
    pub(crate) message: Option<&'static str>,
}

/// What a requirement asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Privilege {
    /// These roles.
    Role(Rule),
    /// These OAuth scopes (RFC 6749 §3.3).
    Scope(Rule),
    /// These permissions.
    Permission(Rule),
    /// To be whom the request's path names.
    #[non_exhaustive]
    Owner {
        /// The name of the path's segment.
        path: &'static str,
        /// The claim that the segment has to be. The subject, when there is none.
        claim: Option<&'static str>,
        /// Who may although the path names somebody else.
        unless_role: Option<Rule>,
    },
    /// What code of the application says of the request.
    Condition(ConditionRef),
}

/// Which names pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// This one.
    Name(Name),
    /// At least one of these.
    Any(&'static [Rule]),
    /// Each of these.
    All(&'static [Rule]),
}

impl Requirement {
    /// In the place of one that is not there. Were it asked, nobody would pass.
    pub(super) const NOBODY: Self = Self {
        privilege: Privilege::Role(Rule::Any(&[])),
        hide: false,
        message: None,
    };

    /// What it asks for.
    pub fn privilege(&self) -> Privilege {
        self.privilege
    }

    /// Whether a refusal looks as if nothing were here.
    pub fn hides(&self) -> bool {
        self.hide
    }

    /// What a refusal says, when it does not say the default text.
    pub fn message(&self) -> Option<&'static str> {
        self.message
    }
}

impl Privilege {
    /// The rule over names, unless the requirement is about something else.
    pub fn rule(&self) -> Option<Rule> {
        match self {
            Self::Role(rule) | Self::Scope(rule) | Self::Permission(rule) => Some(*rule),
            Self::Owner { .. } | Self::Condition(_) => None,
        }
    }
}

impl Rule {
    /// Whether a caller passes of whom `holds` tells which names it has. Names compare by their exact
    /// characters; `known` says which of them imply which.
    pub(crate) fn passes(&self, known: &[Term], holds: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Name(name) => name.is_granted(known, holds),
            Self::Any(rules) => rules.iter().any(|rule| rule.passes(known, holds)),
            // A list of nothing cannot be written; should one arise, it lets nobody pass.
            Self::All(rules) => {
                !rules.is_empty() && rules.iter().all(|rule| rule.passes(known, holds))
            }
        }
    }

    /// Every name in it, in the order it was written.
    pub fn names(&self) -> Vec<Name> {
        match self {
            Self::Name(name) => vec![*name],
            Self::Any(rules) | Self::All(rules) => rules.iter().flat_map(Self::names).collect(),
        }
    }

    /// Names that pass together. Of several ways to pass, one that `passes` for the caller already, or
    /// else the first.
    pub(crate) fn sufficient(&self, passes: &dyn Fn(&Self) -> bool) -> Vec<&'static str> {
        match self {
            Self::Name(name) => vec![name.as_str()],
            Self::Any(rules) => rules
                .iter()
                .find(|rule| passes(rule))
                .or(rules.first())
                .map(|rule| rule.sufficient(passes))
                .unwrap_or_default(),
            Self::All(rules) => rules
                .iter()
                .flat_map(|rule| rule.sufficient(passes))
                .collect(),
        }
    }
}
