//! Behind the decision: the arguments that the handler was written with.

use std::future::{Ready, ready};
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};
use pin_project_lite::pin_project;

use crate::authorize::Grant;
use crate::identity::Identity;

/// The caller of this handler has an identity.
#[derive(Debug)]
pub enum Known {}

/// The caller of this handler may be anybody.
#[derive(Debug)]
pub enum Anyone {}

/// An argument of a guarded handler: any extractor, or the caller's identity.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of this handler",
    label = "this is neither an extractor nor the caller's identity here",
    note = "a handler's arguments implement `actix_web::FromRequest`: `web::Path<_>`, \
            `web::Json<_>`, `web::Data<_>` …",
    note = "the caller is `Identity` under `#[require_auth]`, and `Option<Identity>` under \
            `#[allow_anonymous]`"
)]
pub trait FromGranted<Caller>: Sized {
    /// Resolves to the argument.
    type Future: Future<Output = Result<Self, Error>>;

    /// Called only for a request that may pass.
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
        ready(grant.identity.clone().ok_or_else(|| {
            actix_web::error::ErrorInternalServerError("a grant without an identity")
        }))
    }
}

/// `Option<Identity>` as an argument.
#[derive(Debug)]
pub struct Maybe<T>(pub T);

impl<Caller> FromGranted<Caller> for Maybe<Option<Identity>> {
    type Future = Ready<Result<Self, Error>>;

    fn from_granted(_: &HttpRequest, _: &mut Payload, grant: &Grant) -> Self::Future {
        ready(Ok(Self(grant.identity.clone())))
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

/// All arguments of a handler, as a tuple.
pub trait Arguments<Caller>: Sized {
    /// Resolves to the arguments.
    type Future: Future<Output = Result<Self, Error>>;

    /// Makes all extractors, in order, as actix-web does for a plain handler.
    fn extract(request: &HttpRequest, payload: &mut Payload, grant: &Grant) -> Self::Future;
}

impl<Caller> Arguments<Caller> for () {
    type Future = Ready<Result<Self, Error>>;

    #[inline]
    fn extract(_: &HttpRequest, _: &mut Payload, _: &Grant) -> Self::Future {
        ready(Ok(()))
    }
}

pin_project! {
    /// One argument on its way.
    #[project = ArgumentProjection]
    #[project_replace = ArgumentReplaced]
    enum Argument<F, T> {
        Extracting { #[pin] extraction: F },
        Done { value: T },
        Taken,
    }
}

/// A tuple of arguments, and its future: each extractor is polled in order; the first error ends it.
macro_rules! arguments {
    ($($future:ident: $($argument:ident)+;)+) => {$(
        impl<Caller, $($argument: FromGranted<Caller>),+> Arguments<Caller> for ($($argument,)+) {
            type Future = $future<Caller, $($argument),+>;

            #[inline]
            fn extract(request: &HttpRequest, payload: &mut Payload, grant: &Grant) -> Self::Future {
                $future {
                    $($argument: Argument::Extracting {
                        extraction: $argument::from_granted(request, payload, grant),
                    },)+
                }
            }
        }

        pin_project! {
            #[allow(non_snake_case, reason = "a field is named after its type parameter")]
            pub struct $future<Caller, $($argument: FromGranted<Caller>),+> {
                $(#[pin] $argument: Argument<$argument::Future, $argument>,)+
            }
        }

        impl<Caller, $($argument: FromGranted<Caller>),+> Future for $future<Caller, $($argument),+> {
            type Output = Result<($($argument,)+), Error>;

            fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
                let mut this = self.project();
                let mut pending = false;
                $(pending |= this.$argument.as_mut().advance(cx)?;)+
                if pending {
                    return Poll::Pending;
                }
                Poll::Ready(Ok(($(this.$argument.as_mut().take()?,)+)))
            }
        }
    )+};
}

impl<F: Future<Output = Result<T, Error>>, T> Argument<F, T> {
    /// Polls an extraction that is not done; tells whether it still is not.
    fn advance(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Result<bool, Error> {
        let ArgumentProjection::Extracting { extraction } = self.as_mut().project() else {
            return Ok(false);
        };
        let Poll::Ready(value) = extraction.poll(cx)? else {
            return Ok(true);
        };
        self.set(Self::Done { value });
        Ok(false)
    }

    fn take(self: Pin<&mut Self>) -> Result<T, Error> {
        match self.project_replace(Self::Taken) {
            ArgumentReplaced::Done { value } => Ok(value),
            // Only a future that is polled after it ended gets here.
            _ => Err(actix_web::error::ErrorInternalServerError(
                "an argument was taken twice",
            )),
        }
    }
}

// The number of arguments that actix-web calls a handler with.
arguments! {
    ExtractOne: A;
    ExtractTwo: A B;
    ExtractThree: A B C;
    ExtractFour: A B C D;
    ExtractFive: A B C D E;
    ExtractSix: A B C D E F;
    ExtractSeven: A B C D E F G;
    ExtractEight: A B C D E F G H;
    ExtractNine: A B C D E F G H I;
    ExtractTen: A B C D E F G H I J;
    ExtractEleven: A B C D E F G H I J K;
    ExtractTwelve: A B C D E F G H I J K L;
    ExtractThirteen: A B C D E F G H I J K L M;
    ExtractFourteen: A B C D E F G H I J K L M N;
    ExtractFifteen: A B C D E F G H I J K L M N O;
    ExtractSixteen: A B C D E F G H I J K L M N O P;
}
