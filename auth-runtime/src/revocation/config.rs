//! Where revoked tokens are listed.

use std::sync::Arc;

use super::{RevocationList, Revocations, Revoking};
use crate::auth::{Auth, AuthBuilder};
use crate::clock::Clock;
use crate::identity::Authenticator;
use crate::store::Store;

/// Which list counts.
pub(crate) enum Revocation {
    /// The one in the [`Store`].
    Stored,
    /// The application's.
    Own(Arc<dyn RevocationList>),
}

impl AuthBuilder {
    /// Refuses tokens that were revoked through [`Auth::revocations`], from that moment on.
    ///
    /// The list is in the [`store`](Self::store): within this process unless said otherwise. Every
    /// token then needs `jti` and `iat`. One that was issued more than 31 days ago is refused,
    /// because revocations are not kept for longer, and so is one that says it is issued more than
    /// 60 seconds from now, because none of its subject would reach it.
    ///
    /// A session that was started from a token is none: revoking the token does not end it.
    ///
    /// ```standalone_crate
    /// use actix_web::error::ErrorServiceUnavailable;
    /// use actix_web::{HttpRequest, HttpResponse};
    /// use auth_runtime::{Auth, Identity, jwt::Jwt, require_auth};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let auth = Auth::builder()
    ///     .bearer(Jwt::hs256([7; 32]).issuer("https://id.example").audience("api"))
    ///     .revocable()
    ///     .build()?;
    /// # let _ = auth;
    /// # Ok(())
    /// # }
    ///
    /// #[require_auth(scheme = "Bearer")]
    /// async fn log_out(who: Identity, request: HttpRequest) -> actix_web::Result<HttpResponse> {
    ///     let auth = request.app_data::<Auth>();
    ///     let revocations = auth.and_then(Auth::revocations);
    ///     let revocations = revocations.ok_or_else(|| ErrorServiceUnavailable("not revocable"))?;
    ///     revocations.revoke(&who).await.map_err(ErrorServiceUnavailable)?;
    ///     Ok(HttpResponse::NoContent().finish())
    /// }
    /// ```
    pub fn revocable(self) -> Self {
        self.given_revocation(Revocation::Stored)
    }

    /// Refuses tokens that this list calls revoked. Every token then needs `jti` and `iat`, and is
    /// issued at most 60 seconds from now.
    pub fn revocation_list(self, list: impl RevocationList) -> Self {
        self.given_revocation(Revocation::Own(Arc::new(list)))
    }
}

impl Auth {
    /// Where tokens are revoked, if [`AuthBuilder::revocable`] made them so. Cheap to clone.
    pub fn revocations(&self) -> Option<Revocations> {
        self.given_revocations().cloned()
    }
}

impl Revocation {
    /// The same authenticator for tokens that are not revoked, and where they can be if the list is
    /// ours.
    pub(crate) fn watch(
        revocation: Option<Self>,
        tokens: Tokens,
        store: &Arc<dyn Store>,
        clock: &Arc<dyn Clock>,
        problems: &mut Vec<String>,
    ) -> (Tokens, Option<Revocations>) {
        let Some(revocation) = revocation else {
            return (tokens, None);
        };
        let Some(tokens) = tokens else {
            problems.push(
                "tokens are revocable and there are none: add `.bearer(…)`, or leave revocation out"
                    .into(),
            );
            return (None, None);
        };
        let (list, revocations): (Arc<dyn RevocationList>, _) = match revocation {
            Self::Stored => {
                let revocations = Revocations::new(store.clone(), clock.clone());
                (Arc::new(revocations.clone()), Some(revocations))
            }
            Self::Own(list) => (list, None),
        };
        let clock = clock.clone();
        let tokens = tokens.map(|tokens| {
            let revoking = Revoking {
                tokens,
                list,
                clock,
            };
            Arc::new(revoking) as _
        });
        (Some(tokens), revocations)
    }
}

/// What `.bearer(…)` came to, if it was called.
type Tokens = Option<Result<Arc<dyn Authenticator>, Vec<String>>>;
