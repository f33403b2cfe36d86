//! The runtime shape of a policy: constant data that the attributes write and [`decide`] reads.
//!
//! [`decide`]: crate::decision::decide

mod condition;
pub(crate) mod declared;
mod display;
mod name;
mod record;
mod requirement;
mod scheme;
mod step_up;

pub use condition::ConditionRef;
pub(crate) use declared::Declared;
pub use name::Name;
pub use record::RecordRef;
pub use requirement::{Privilege, Requirement, Rule};
pub use scheme::Scheme;
pub use step_up::StepUp;

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
    pub(crate) records: &'static [RecordRef],
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
        /// The schemes by which a caller can make itself known, in the order in which a challenge
        /// offers them.
        schemes: &'static [Scheme],
        /// The realm of the challenge, when it is not the one of [`Auth`](crate::Auth).
        realm: Option<&'static str>,
        /// Whether callers without a usable credential are told that nothing is here.
        hide: bool,
        /// How, and how recently, a caller must have authenticated (RFC 9470).
        step_up: Option<StepUp>,
        /// Whether callers without a session are sent to the login page. When nothing is said, those
        /// are who ask for a page (RFC 9110 §12.5.1).
        redirect: Option<bool>,
    },
    /// `#[allow_anonymous]`
    #[non_exhaustive]
    Optional {
        /// Why, in the words of whoever opened it.
        reason: Option<&'static str>,
    },
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

    /// The records that the handler takes checked, as far as the attribute can tell them by the name of
    /// [`Authorized`](crate::Authorized).
    pub fn records(&self) -> &'static [RecordRef] {
        self.records
    }

    /// The schemes that the handler declares. None where everybody may call.
    pub fn schemes(&self) -> &'static [Scheme] {
        match self.authentication {
            Authentication::Required { schemes, .. } => schemes,
            Authentication::Optional { .. } => &[],
        }
    }

    /// Whether a caller may come by this scheme.
    pub(crate) fn accepts(&self, scheme: Option<Scheme>) -> bool {
        match (self.authentication, scheme) {
            (Authentication::Required { schemes, .. }, Some(scheme)) => schemes.contains(&scheme),
            (Authentication::Required { .. }, None) => false,
            (Authentication::Optional { .. }, _) => true,
        }
    }

    pub(crate) fn step_up(&self) -> Option<StepUp> {
        match self.authentication {
            Authentication::Required { step_up, .. } => step_up,
            Authentication::Optional { .. } => None,
        }
    }

    pub(crate) fn redirect(&self) -> Option<bool> {
        match self.authentication {
            Authentication::Required { redirect, .. } => redirect,
            Authentication::Optional { .. } => None,
        }
    }

    pub(crate) fn realm(&self) -> Option<&'static str> {
        match self.authentication {
            Authentication::Required { realm, .. } => realm,
            Authentication::Optional { .. } => None,
        }
    }

    /// Every scope that a caller needs here, so that a client which asks for them comes in. What a
    /// hidden refusal asks for stays out.
    pub(crate) fn scopes(&self, passes: &dyn Fn(&Rule) -> bool) -> Vec<&'static str> {
        let mut scopes = Vec::new();
        for requirement in self.requirements.iter().filter(|it| !it.hide) {
            if let Privilege::Scope(rule) = requirement.privilege {
                for scope in rule.sufficient(passes) {
                    if !scopes.contains(&scope) {
                        scopes.push(scope);
                    }
                }
            }
        }
        scopes
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
