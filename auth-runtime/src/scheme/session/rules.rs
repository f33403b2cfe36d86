//! How sessions are configured.

use std::time::Duration;

use super::Verifier;
use super::return_path::return_path;
use crate::AuthBuilder;
use crate::policy::Scheme;
use crate::scheme::{Parts, SchemeConfig, SchemeVerifier, cross_site};

/// How long a login lasts, where the login page is, and whose pages may send requests.
#[derive(Debug, Clone)]
pub struct Sessions {
    idle: Duration,
    lifetime: Duration,
    login_page: Option<String>,
    origins: Vec<String>,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(30 * 60),
            lifetime: Duration::from_secs(12 * 60 * 60),
            login_page: None,
            origins: Vec::new(),
        }
    }
}

impl Sessions {
    /// A login ends after 30 minutes without a request, and after 12 hours in any case.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends a login after so long without a request.
    #[must_use]
    pub fn idle(mut self, most: Duration) -> Self {
        self.idle = most;
        self
    }

    /// Ends a login after so long, whatever requests come in.
    #[must_use]
    pub fn lifetime(mut self, most: Duration) -> Self {
        self.lifetime = most;
        self
    }

    /// Sends who asks for a page and has no session to this path of the application, with
    /// `return_to` in the query.
    #[must_use]
    pub fn login_page(mut self, path: impl Into<String>) -> Self {
        self.login_page = Some(path.into());
        self
    }

    /// Lets pages of this origin, `https://shop.example`, send requests with the session's cookie.
    /// Call it for each, the application's own included: where one is given, the request's own host
    /// does not count any more.
    #[must_use]
    pub fn origin(mut self, origin: impl Into<String>) -> Self {
        self.origins.push(origin.into());
        self
    }

    fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.idle < Duration::from_secs(1) || self.lifetime < Duration::from_secs(1) {
            problems.push("sessions must last for a second at least".into());
        }
        let page = self.login_page.as_deref();
        if page.is_some_and(|page| return_path(page).is_none() || page.contains('#')) {
            problems.push(format!(
                "the login page {page:?} is not a path of this application: write it as \"/login\""
            ));
        }
        problems.extend(cross_site::problems(&self.origins));
        problems
    }
}

impl AuthBuilder {
    /// Accepts sessions of actix-session, as `scheme = "Session"`.
    pub fn sessions(self, sessions: Sessions) -> Self {
        self.given_scheme(Scheme::Session, sessions)
    }
}

impl SchemeConfig for Sessions {
    fn build(self: Box<Self>, parts: &Parts) -> Result<Box<dyn SchemeVerifier>, Vec<String>> {
        let problems = self.problems();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Box::new(Verifier {
            realm: parts.realm.clone(),
            clock: parts.clock.clone(),
            store: parts.store.clone(),
            idle: self.idle.as_secs(),
            lifetime: self.lifetime.as_secs(),
            login_page: self.login_page.clone(),
            origins: cross_site::origins(&self.origins),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::Sessions;
    use std::time::Duration;

    #[test]
    fn what_cannot_work_is_a_problem() {
        assert_eq!(Sessions::new().problems(), [""; 0]);
        for sessions in [
            Sessions::new().idle(Duration::ZERO),
            Sessions::new().lifetime(Duration::from_millis(10)),
            Sessions::new().login_page("login"),
            Sessions::new().login_page("//evil.example"),
            Sessions::new().login_page("https://id.example/login"),
            Sessions::new().login_page("/login#form"),
            Sessions::new().origin("shop.example"),
            Sessions::new().origin("https://shop.example/"),
            Sessions::new().origin("null"),
        ] {
            assert_eq!(sessions.problems().len(), 1, "{sessions:?}");
        }
    }
}
