//! The runtime shape of a policy: constant data that the attributes write and [`decide`] reads.
//!
//! [`decide`]: crate::decision::decide

use std::fmt;

use crate::identity::Identity;

/// What one handler declares: who may call it, and how a refusal looks.
///
/// The attributes build these; [`declared_handlers`](crate::declared_handlers) lists those of the
/// whole binary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    pub(crate) place: Place,
    pub(crate) routes: &'static [Route],
    pub(crate) authentication: Authentication,
    pub(crate) requirements: &'static [Requirement],
}

/// Where a handler is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The function's name.
    pub handler: &'static str,
    /// The module's path.
    pub module: &'static str,
    /// The source file, as the compiler names it.
    pub file: &'static str,
    /// The line of the attribute.
    pub line: u32,
}

/// A route that was visible to the attribute: it stands above the route attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    pub(crate) methods: &'static [&'static str],
    pub(crate) path: &'static str,
}

/// Whether a caller must be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Authentication {
    /// `#[require_auth]`
    #[non_exhaustive]
    Required {
        /// The scheme by which a caller makes itself known.
        scheme: Scheme,
        /// The realm of the challenge, when it is not the one of [`Auth`](crate::Auth).
        realm: Option<&'static str>,
        /// Whether callers without a usable credential are told that nothing is here.
        hide: bool,
    },
    /// `#[allow_anonymous]`
    #[non_exhaustive]
    Optional {
        /// Why, in the words of whoever opened it.
        reason: Option<&'static str>,
    },
}

/// An authentication scheme (RFC 9110 §11.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// `Bearer` (RFC 6750).
    Bearer,
}

/// One `#[require_role(…)]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement {
    pub(crate) rule: Rule,
    pub(crate) hide: bool,
    pub(crate) message: Option<&'static str>,
}

/// Which roles pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// This role.
    Role(&'static str),
    /// At least one of these.
    Any(&'static [Rule]),
    /// Each of these.
    All(&'static [Rule]),
}

impl Access {
    /// The handler's name, module, file and line.
    pub fn place(&self) -> Place {
        self.place
    }

    /// The routes that the attribute could see. Empty when the route attribute stands above it, or
    /// when the handler is registered with `.to(…)`.
    pub fn routes(&self) -> &'static [Route] {
        self.routes
    }

    /// Whether a caller must be known.
    pub fn authentication(&self) -> Authentication {
        self.authentication
    }

    /// What a known caller must fulfil: all of these.
    pub fn requirements(&self) -> &'static [Requirement] {
        self.requirements
    }

    pub(crate) fn scheme(&self) -> Option<Scheme> {
        match self.authentication {
            Authentication::Required { scheme, .. } => Some(scheme),
            Authentication::Optional { .. } => None,
        }
    }

    pub(crate) fn realm(&self) -> Option<&'static str> {
        match self.authentication {
            Authentication::Required { realm, .. } => realm,
            Authentication::Optional { .. } => None,
        }
    }

    pub(crate) fn hides_existence(&self) -> bool {
        matches!(
            self.authentication,
            Authentication::Required { hide: true, .. }
        )
    }

    pub(crate) fn hides_refusal(&self) -> bool {
        self.requirements.iter().any(|requirement| requirement.hide)
    }
}

impl Route {
    /// The methods, in upper case. Empty when the attribute names none.
    pub fn methods(&self) -> &'static [&'static str] {
        self.methods
    }

    /// The path, as far as the route attribute says it: scopes around it are not known.
    pub fn path(&self) -> &'static str {
        self.path
    }
}

impl Requirement {
    /// Which roles pass.
    pub fn rule(&self) -> Rule {
        self.rule
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

impl Rule {
    /// Whether a caller with these roles passes. Roles compare by their exact characters.
    pub(crate) fn holds(&self, identity: &Identity) -> bool {
        match self {
            Self::Role(role) => identity.has_role(role),
            Self::Any(rules) => rules.iter().any(|rule| rule.holds(identity)),
            // A list of nothing cannot be written; should one arise, it lets nobody pass.
            Self::All(rules) => !rules.is_empty() && rules.iter().all(|rule| rule.holds(identity)),
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bearer => "Bearer",
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            handler,
            module,
            file,
            line,
        } = self;
        write!(f, "{module}::{handler} ({file}:{line})")
    }
}

/// The rule as it is written in the attribute: `any("editor", all("author", "reviewer"))`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, rules) = match self {
            Self::Role(role) => return write!(f, "{role:?}"),
            Self::Any(rules) => ("any", rules),
            Self::All(rules) => ("all", rules),
        };
        write!(f, "{name}(")?;
        for (position, rule) in rules.iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            write!(f, "{separator}{rule}")?;
        }
        f.write_str(")")
    }
}

/// Who may call, as a phrase: `everybody`, `a Bearer identity with "admin"`.
impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(scheme) = self.scheme() else {
            return f.write_str("everybody");
        };
        write!(f, "a {scheme} identity")?;
        for (position, requirement) in self.requirements.iter().enumerate() {
            let word = if position == 0 { "with" } else { "and" };
            write!(f, " {word} {}", requirement.rule)?;
        }
        if self.hides_existence() {
            f.write_str(", hidden from all others")
        } else if self.hides_refusal() {
            f.write_str(", hidden from other identities")
        } else {
            Ok(())
        }
    }
}
