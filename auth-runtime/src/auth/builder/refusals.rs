//! How refusals look, and paths that do not exist.

use actix_web::dev::RequestHead;
use actix_web::{HttpRequest, Responder};

use super::AuthBuilder;
use crate::response::{Bodies, Body, Refusal};

impl AuthBuilder {
    /// Chooses among the bodies that are built in: JSON, problem details (RFC 9457), pages for
    /// browsers, with links to documentation.
    pub fn bodies(mut self, bodies: Bodies) -> Self {
        self.bodies = bodies;
        self
    }

    /// Adds to a 403 what it was that the caller lacks, in a header field and in the body:
    /// `X-Permission-Required` for a role or a permission, `X-API-Scope` for a scope, and
    /// [`Refusal::required`] in all of the [`Bodies`]. Not where the refusal is hidden.
    ///
    /// For plans and features, which a customer can buy. It tells every caller the names of your roles
    /// and permissions, so leave it off where these are nobody's business.
    ///
    /// ```
    /// use actix_web::get;
    /// use auth_runtime::{Auth, require_auth, require_permission};
    ///
    /// #[get("/export")]
    /// #[require_auth]
    /// #[require_permission("feature:export", message = "Exports are part of the paid plan.")]
    /// async fn export() -> &'static str {
    ///     "all of it"
    /// }
    ///
    /// // 403 {"error": "forbidden", "message": "Exports are part of the paid plan.", "timestamp": …,
    /// //      "required": {"permission": "feature:export"}}
    /// let builder = Auth::builder().tell_requirements();
    /// ```
    pub fn tell_requirements(mut self) -> Self {
        self.tells_privileges = true;
        self
    }

    /// Makes the body of every refusal of the app. Status, challenge and caching stay as they are.
    ///
    /// For a hidden refusal it is called with the same [`Refusal`] as for a path that does not
    /// exist; what it reads from the request's head beyond that is its own responsibility.
    ///
    /// ```
    /// # use auth_runtime::{Auth, Body};
    /// let builder = Auth::builder().body(|refusal, head| {
    ///     Body::text(format!("{} {}", refusal.status().as_u16(), refusal.message()))
    /// });
    /// ```
    ///
    /// The place to speak the client's language: [`Refusal::error`] is a code that does not change,
    /// and the head tells what the client understands.
    ///
    /// ```
    /// # use auth_runtime::{Auth, Body};
    /// use actix_web::http::header::ACCEPT_LANGUAGE;
    ///
    /// let builder = Auth::builder().body(|refusal, head| {
    ///     let languages = head.headers().get(ACCEPT_LANGUAGE);
    ///     let languages = languages.and_then(|it| it.to_str().ok()).unwrap_or_default();
    ///     let text = match (languages.starts_with("de"), refusal.error()) {
    ///         (true, "unauthorized") => "Bitte melden Sie sich an.",
    ///         (true, "forbidden") => "Das d\u{fc}rfen Sie nicht.",
    ///         _ => refusal.message(),
    ///     };
    ///     Body::text(text)
    /// });
    /// ```
    pub fn body(
        mut self,
        body: impl Fn(&Refusal, &RequestHead) -> Body + Send + Sync + 'static,
    ) -> Self {
        self.body = Some(Box::new(body));
        self
    }

    /// Makes the app's 404, for paths that do not exist and hidden refusals alike. Where it is
    /// not given, the 404 is a [`Refusal`] like the others.
    ///
    /// For a hidden refusal it is called with the hidden route's request: what it reads of the
    /// route (`match_pattern`, `match_info`, a scope's `app_data`) would tell it from a miss.
    ///
    /// ```
    /// # use actix_web::{HttpRequest, HttpResponse};
    /// # use auth_runtime::Auth;
    /// let builder = Auth::builder().not_found(|request: HttpRequest| async move {
    ///     HttpResponse::NotFound().body(format!("no page at {}", request.path()))
    /// });
    /// ```
    pub fn not_found<F, Fut>(mut self, handler: F) -> Self
    where
        F: Fn(HttpRequest) -> Fut + Send + Sync + 'static,
        Fut: Future + 'static,
        Fut::Output: Responder,
    {
        self.not_found = Some(Box::new(move |request| {
            let responder = handler(request.clone());
            Box::pin(async move { responder.await.respond_to(&request).map_into_boxed_body() })
        }));
        self
    }

    /// Answers paths that do not exist with 404 to everybody, also to callers without a credential,
    /// who otherwise get the 401 that they would get of most routes.
    ///
    /// A route then stays hidden only under `#[require_auth(hide = true)]`; the start-up check
    /// names handlers that hide a refusal and reveal themselves by a 401.
    pub fn public_misses(mut self) -> Self {
        self.public_misses = true;
        self
    }
}
