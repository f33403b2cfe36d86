//! What an application says that claims must hold, whoever vouches for them: a key, or the server
//! that issued the token.

use std::time::Duration;

use super::RoleClaim;
use super::claims::{Audience, Profile, Rules};

/// Collected by a configuration, and checked when it is built.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) issuers: Vec<String>,
    pub(crate) audiences: Vec<String>,
    pub(crate) any_audience: bool,
    pub(crate) leeway: Duration,
    pub(crate) roles: RoleClaim,
    pub(crate) permissions: RoleClaim,
}

/// Clocks that differ by more are not clocks.
const LONGEST_LEEWAY: Duration = Duration::from_secs(5 * 60);

impl Default for Wanted {
    fn default() -> Self {
        Self {
            issuers: Vec::new(),
            audiences: Vec::new(),
            any_audience: false,
            leeway: Duration::ZERO,
            roles: RoleClaim::roles(),
            permissions: RoleClaim::permissions(),
        }
    }
}

impl Wanted {
    /// The rules by which claims are judged; what is wrong with them joins the problems.
    pub(crate) fn rules(self, profile: Profile, problems: &mut Vec<String>) -> Rules {
        let audience = Audience::chosen(&self.audiences, self.any_audience, problems);
        self.check(problems);
        Rules {
            issuers: self.issuers,
            audience,
            leeway: self.leeway,
            roles: self.roles,
            permissions: self.permissions,
            profile,
        }
    }

    fn check(&self, problems: &mut Vec<String>) {
        let names = self.issuers.iter().chain(&self.audiences);
        if names.into_iter().any(|name| name.trim().is_empty()) {
            problems.push("an issuer or audience is empty text".into());
        }
        if self.leeway > LONGEST_LEEWAY {
            problems.push(format!(
                "a leeway of {:?} keeps expired tokens alive: at most {LONGEST_LEEWAY:?}",
                self.leeway
            ));
        }
        if !self.roles.is_usable() {
            problems.push("the path to the roles is empty, or a name in it is".into());
        }
        if !self.permissions.is_usable() {
            problems.push("the path to the permissions is empty, or a name in it is".into());
        }
    }
}
