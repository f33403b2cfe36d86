//! Logins that no guard sees: a form with a password.

use std::fmt;
use std::panic::AssertUnwindSafe;

use actix_web::{Error, HttpRequest};
use futures_util::FutureExt;

use super::{Stopped, Trial};
use crate::audit;
use crate::auth::Auth;
use crate::identity::{Attempt, AuthenticationError};
use crate::response::{self, Refusal};
use crate::scheme::user_text;

/// A login that the application decides about, and that counts like a credential that a guard sees.
///
/// From [`Auth::login_attempt`]. Say what came of it: one that is dropped is not counted.
#[must_use = "say what came of it, by `failed` or `succeeded`"]
pub struct LoginAttempt {
    auth: Auth,
    request: HttpRequest,
    trial: Trial,
}

impl Auth {
    /// Begins a login of the application's own, by a form say, so that
    /// [`Throttle`](crate::Throttle) counts it: for the client, and for the account of this name
    /// along with those who try it by `Basic` or `Digest`.
    ///
    /// Ask before the password is looked at, and give the name as the form has it, whether there is
    /// such an account or not. Names that differ in case, accents or spaces count as one. Where an
    /// account has several names (a nickname and an address, say), give the one that you look up in the
    /// end, or each has guesses of its own.
    ///
    /// ```
    /// use actix_web::web::Form;
    /// use actix_web::{Error, HttpRequest, HttpResponse, post};
    /// use auth_runtime::{Auth, allow_anonymous};
    /// # struct User;
    /// # async fn find(_: &Login) -> Result<Option<User>, Error> { Ok(None) }
    /// # fn welcome(_: User) -> HttpResponse { HttpResponse::Ok().finish() }
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Login {
    ///     user: String,
    ///     password: String,
    /// }
    ///
    /// #[allow_anonymous(reason = "users log in here")]
    /// #[post("/login")]
    /// async fn login(request: HttpRequest, Form(login): Form<Login>) -> Result<HttpResponse, Error> {
    ///     let attempt = Auth::login_attempt(&request, &login.user).await?;
    ///     let Some(user) = find(&login).await? else {
    ///         attempt.failed().await?;
    ///         return Ok(HttpResponse::BadRequest().body("User name or password is wrong."));
    ///     };
    ///     attempt.succeeded().await?;
    ///     Ok(welcome(user))
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// The answer, which is a [`RefusalError`](crate::RefusalError): 429 with `Retry-After` (RFC 6585
    /// §4) after too many failures, 503 while the store is out of reach, 500 in an app whose nearest
    /// `Auth` has no [`throttle`](crate::AuthBuilder::throttle).
    pub async fn login_attempt(
        request: &HttpRequest,
        account: &str,
    ) -> Result<LoginAttempt, Error> {
        let Some(auth) = Self::of(request) else {
            audit::failed(
                None,
                &broken("this app has no `Auth`: add `.app_data(auth.clone())`"),
            );
            return Err(response::unconfigured());
        };
        let Some(limits) = auth.limits() else {
            let why = "this app's `Auth` counts no failures: add `.throttle(Throttle::new())`";
            return Err(failed(auth, request, &broken(why)));
        };
        let attempt = LoginAttempt {
            auth: auth.clone(),
            request: request.clone(),
            trial: Trial::new(limits, request, Some(&user_text::account(account))),
        };
        attempt.settle(attempt.trial.begin()).await?;
        Ok(attempt)
    }
}

impl LoginAttempt {
    /// The password was wrong, or there is no such account: counts it. Then tell the client so.
    ///
    /// # Errors
    ///
    /// Those of [`Auth::login_attempt`]. The client is to be told of these, and not whether the
    /// password was right: others may have failed at the same time.
    pub async fn failed(self) -> Result<(), Error> {
        self.settle(self.trial.fail()).await
    }

    /// The password was right. Log the user in behind this, and not before it.
    ///
    /// # Errors
    ///
    /// As with [`failed`](Self::failed): whoever guesses many at once does not learn which was right.
    pub async fn succeeded(self) -> Result<(), Error> {
        self.settle(self.trial.begin()).await
    }

    async fn settle(&self, step: impl Future<Output = Result<(), Stopped>>) -> Result<(), Error> {
        let (auth, request) = (&self.auth, &self.request);
        let error = match AssertUnwindSafe(step).catch_unwind().await {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(Stopped::TooMany(wait))) => {
                audit::throttled(None);
                return Err(response::refused(auth, request, Refusal::throttled(wait)));
            }
            Ok(Err(Stopped::Uncounted(error))) => AuthenticationError::unavailable(error),
            Err(_) => AuthenticationError::broken("the store panicked"),
        };
        Err(failed(auth, request, &Attempt::failed(error)))
    }
}

fn broken(why: &'static str) -> Attempt {
    Attempt::failed(AuthenticationError::broken(why))
}

fn failed(auth: &Auth, request: &HttpRequest, attempt: &Attempt) -> Error {
    audit::failed(None, attempt);
    response::failed(auth, request, &attempt.outcome)
}

/// Without the account.
impl fmt::Debug for LoginAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginAttempt").finish_non_exhaustive()
    }
}
