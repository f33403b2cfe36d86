//! Several arguments at once, as actix-web extracts them: all extractors are made in order, polled
//! in order, and the first error ends it.

#![allow(
    non_snake_case,
    reason = "a future's field is named after its type parameter"
)]

use std::future::{Ready, ready};
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::dev::Payload;
use actix_web::{Error, HttpRequest};
use futures_util::future::LocalBoxFuture;
use pin_project_lite::pin_project;

use super::FromGranted;
use crate::authorize::Grant;
use crate::policy::Access;

/// All arguments of a handler, as a tuple.
pub trait Arguments<Caller>: Sized {
    /// Resolves to the arguments.
    type Future: Future<Output = Result<Self, Error>>;

    /// Whether one of them is to be checked first.
    const IS_CHECKED: bool = false;

    /// Checks those that are to be, in order, before any is made.
    fn check(
        request: HttpRequest,
        access: &'static Access,
        grant: Grant,
    ) -> LocalBoxFuture<'static, Result<Grant, Error>> {
        let _ = (request, access);
        Box::pin(ready(Ok(grant)))
    }

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

            const IS_CHECKED: bool = $($argument::IS_CHECKED)||+;

            fn check(
                request: HttpRequest,
                access: &'static Access,
                grant: Grant,
            ) -> LocalBoxFuture<'static, Result<Grant, Error>> {
                Box::pin(async move {
                    $(if $argument::IS_CHECKED {
                        $argument::check(&request, access, &grant).await?;
                    })+
                    Ok(grant)
                })
            }

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
            #[doc(hidden)]
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
