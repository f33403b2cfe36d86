//! What happens before a handler runs, one step after the other: the decision, then its arguments.

use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::dev::Payload;
use actix_web::{Error, HttpRequest};
use futures_util::future::LocalBoxFuture;
use pin_project_lite::pin_project;

use super::unread::Unread;
use crate::authorize::{Authorization, Grant, authorize};
use crate::extract::Arguments;
use crate::policy::Access;

pin_project! {
    #[project = StepsProjection]
    pub(super) enum Steps<Caller, A: Arguments<Caller>> {
        Refused { refusal: Option<Error> },
        Deciding {
            decision: LocalBoxFuture<'static, Result<Grant, Error>>,
            request: HttpRequest,
            payload: Payload,
        },
        Extracting { #[pin] extraction: A::Future, unread: Unread },
    }
}

impl<Caller, A: Arguments<Caller>> Steps<Caller, A> {
    pub(super) fn start(
        request: &HttpRequest,
        payload: &mut Payload,
        access: &'static Access,
    ) -> Self {
        let mut authorization = authorize(request, access);
        if A::IS_CHECKED {
            authorization = checked::<Caller, A>(request.clone(), access, authorization);
        }
        match authorization {
            Authorization::Decided(Ok(grant)) => Self::Extracting {
                extraction: A::extract(request, payload, &grant),
                unread: Unread::default(),
            },
            Authorization::Decided(Err(refusal)) => Self::Refused {
                refusal: Some(refusal),
            },
            Authorization::Pending(decision) => Self::Deciding {
                decision,
                request: request.clone(),
                payload: payload.take(),
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

impl<Caller, A: Arguments<Caller>> Future for Steps<Caller, A> {
    type Output = Result<(A, Unread), Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            match self.as_mut().project() {
                StepsProjection::Refused { refusal } => {
                    // None for a future that is polled after it ended.
                    return refusal
                        .take()
                        .map_or(Poll::Pending, |it| Poll::Ready(Err(it)));
                }
                StepsProjection::Extracting { extraction, unread } => {
                    return extraction
                        .poll(cx)
                        .map_ok(|arguments| (arguments, std::mem::take(unread)));
                }
                StepsProjection::Deciding {
                    decision,
                    request,
                    payload,
                } => {
                    let Poll::Ready(decision) = decision.as_mut().poll(cx) else {
                        return Poll::Pending;
                    };
                    let extraction = A::extract(request, payload, &decision?);
                    let unread = Unread::keep(payload.take());
                    self.set(Self::Extracting { extraction, unread });
                }
            }
        }
    }
}
