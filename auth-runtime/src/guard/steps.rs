//! What happens before a handler runs, one step after the other: the decision, then its arguments.

use std::future::{Ready, ready};
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::dev::Payload;
use actix_web::{Error, HttpRequest};
use futures_util::future::LocalBoxFuture;
use pin_project_lite::pin_project;

use crate::authorize::{Authorization, Grant, authorize};
use crate::extract::Arguments;
use crate::policy::Access;

pin_project! {
    #[project = StepsProjection]
    /// Of arguments `A`, which `E` resolves to. It asks for nothing of the two but where it is polled, so
    /// that rustc reports an argument that is no extractor once.
    pub enum Steps<A, E> {
        Refused { refusal: Ready<Result<A, Error>> },
        Deciding {
            decision: LocalBoxFuture<'static, Result<Grant, Error>>,
            request: HttpRequest,
            payload: Payload,
            extract: fn(&HttpRequest, &mut Payload, &Grant) -> E,
        },
        Extracting { #[pin] extraction: E },
    }
}

impl<A, E> Steps<A, E> {
    pub(super) fn start<Caller>(
        request: &HttpRequest,
        payload: &mut Payload,
        access: &'static Access,
    ) -> Self
    where
        A: Arguments<Caller, Future = E>,
    {
        let mut authorization = authorize(request, access);
        if A::IS_CHECKED {
            authorization = checked::<Caller, A>(request.clone(), access, authorization);
        }
        match authorization {
            Authorization::Decided(Ok(grant)) => Self::Extracting {
                extraction: A::extract(request, payload, &grant),
            },
            Authorization::Decided(Err(refusal)) => Self::Refused {
                refusal: ready(Err(refusal)),
            },
            Authorization::Pending(decision) => Self::Deciding {
                decision,
                request: request.clone(),
                payload: payload.take(),
                extract: A::extract,
            },
        }
    }
}

/// The decision, and then whether the caller may have the records that the handler takes. Boxed, because
/// a record is waited for.
fn checked<Caller, A: Arguments<Caller>>(
    request: HttpRequest,
    access: &'static Access,
    authorization: Authorization,
) -> Authorization {
    Authorization::Pending(Box::pin(async move {
        let grant = authorization.decided().await?;
        A::check(request, access, grant).await
    }))
}

impl<A, E: Future<Output = Result<A, Error>>> Future for Steps<A, E> {
    type Output = Result<A, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            match self.as_mut().project() {
                StepsProjection::Refused { refusal } => return Pin::new(refusal).poll(cx),
                StepsProjection::Extracting { extraction } => return extraction.poll(cx),
                StepsProjection::Deciding {
                    decision,
                    request,
                    payload,
                    extract,
                } => {
                    let Poll::Ready(decision) = decision.as_mut().poll(cx) else {
                        return Poll::Pending;
                    };
                    let extraction = extract(request, payload, &decision?);
                    self.set(Self::Extracting { extraction });
                }
            }
        }
    }
}
