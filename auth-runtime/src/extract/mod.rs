//! Behind the decision: the arguments that the handler was written with.

mod tuple;

use std::future::{Ready, ready};
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use pin_project_lite::pin_project;

pub(crate) use tuple::Arguments;

use crate::authorize::Grant;
use crate::identity::Identity;
use crate::policy::Access;

/// The caller of this handler has an identity.
#[derive(Debug)]
pub enum Known {}

/// The caller of this handler may be anybody.
#[derive(Debug)]
pub enum Anyone {}

/// An argument of a guarded handler: any extractor, or the caller's identity.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of this handler [auth::A096]",
    label = "this is neither an extractor nor the caller's identity nor a checked record here",
    note = "a handler's arguments implement `actix_web::FromRequest`: `web::Data<_>`, and \
            `web::Path<T>`, `web::Query<T>`, `web::Json<T>`, `web::Form<T>` where `T` derives \
            `serde::Deserialize`",
    note = "the caller is `Identity` under `#[require_auth]`, and `Option<Identity>`, written out, under \
            `#[allow_anonymous]`",
    note = "a checked record is `Authorized<T, A>` under `#[require_auth]`, with no `Option` around it, where \
            `T` implements `auth_runtime::Record` and `A` implements `auth_runtime::Action<T>`"
)]
pub trait FromGranted<Caller>: Sized {
    /// Resolves to the argument.
    type Future: Future<Output = Result<Self, Error>>;

    /// Whether the caller may have it is to be checked before any argument is made.
    const IS_CHECKED: bool = false;

    /// Called for a request that may pass, where [`IS_CHECKED`](Self::IS_CHECKED).
    fn check<'a>(
        request: &'a HttpRequest,
        access: &'static Access,
        grant: &'a Grant,
    ) -> LocalBoxFuture<'a, Result<(), Error>> {
        let _ = (request, access, grant);
        Box::pin(ready(Ok(())))
    }

    /// Called only for a request that may pass, and whose arguments are checked.
    fn from_granted(request: &HttpRequest, payload: &mut Payload, grant: &Grant) -> Self::Future;
}

#[diagnostic::do_not_recommend]
impl<Caller, T: FromRequest> FromGranted<Caller> for T {
    type Future = IntoError<T::Future>;

    #[inline]
    fn from_granted(request: &HttpRequest, payload: &mut Payload, _: &Grant) -> Self::Future {
        IntoError {
            extraction: T::from_request(request, payload),
        }
    }
}

impl FromGranted<Known> for Identity {
    type Future = Ready<Result<Self, Error>>;

    fn from_granted(_: &HttpRequest, _: &mut Payload, grant: &Grant) -> Self::Future {
        // The policy requires authentication, so the identity is there; were it not, the handler
        // must not run.
        ready(grant.identity().cloned().ok_or_else(|| {
            actix_web::error::ErrorInternalServerError("a grant without an identity")
        }))
    }
}

/// `Option<Identity>` as an argument.
#[derive(Debug)]
pub struct Maybe<T>(pub T);

/// `Option` of somebody else's `Identity`: an extractor like any other.
impl<Caller, T: FromRequest> FromGranted<Caller> for Maybe<Option<T>> {
    type Future = Wrapped<IntoError<<Option<T> as FromRequest>::Future>>;

    #[inline]
    fn from_granted(request: &HttpRequest, payload: &mut Payload, _: &Grant) -> Self::Future {
        let extraction = Option::<T>::from_request(request, payload);
        Wrapped {
            extraction: IntoError { extraction },
        }
    }
}

pin_project! {
    /// An extraction whose value goes into a [`Maybe`].
    pub struct Wrapped<F> {
        #[pin]
        extraction: F,
    }
}

impl<T, F: Future<Output = Result<T, Error>>> Future for Wrapped<F> {
    type Output = Result<Maybe<T>, Error>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().extraction.poll(cx).map_ok(Maybe)
    }
}

impl<Caller> FromGranted<Caller> for Maybe<Option<Identity>> {
    type Future = Ready<Result<Self, Error>>;

    fn from_granted(_: &HttpRequest, _: &mut Payload, grant: &Grant) -> Self::Future {
        ready(Ok(Self(grant.identity().cloned())))
    }
}

pin_project! {
    /// An extractor's future with actix-web's own error type.
    pub struct IntoError<F> {
        #[pin]
        extraction: F,
    }
}

impl<T, E: Into<Error>, F: Future<Output = Result<T, E>>> Future for IntoError<F> {
    type Output = Result<T, Error>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().extraction.poll(cx).map_err(Into::into)
    }
}
