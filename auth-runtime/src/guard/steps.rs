//! What happens before a handler runs, one step after the other: the decision, then its arguments.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::dev::Payload;
use actix_web::{Error, HttpRequest};
use futures_util::future::LocalBoxFuture;
use pin_project_lite::pin_project;

use crate::authorize::{Authorization, Grant, authorize};
use crate::extract::Arguments;
use crate::policy::Access;

pin_project! {
    #[project = StepsProjection]
    /// To the arguments that `E` resolves to. It asks for nothing of them but where it is polled, so that rustc
    /// reports an argument that is no extractor once.
    pub enum Steps<E> {
        Refused { refusal: Option<Error> },
        Deciding {
            decision: LocalBoxFuture<'static, Result<Grant, Error>>,
            request: HttpRequest,
            payload: Payload,
            extract: fn(&HttpRequest, &mut Payload, &Grant) -> E,
        },
        Extracting { #[pin] extraction: E, unread: Payload },
        /// What no argument has read of the body, kept while the handler runs: without it the server would go
        /// on reading, and throw away as much as the client sends.
        Done { unread: Payload },
    }
}

impl<E> Steps<E> {
    pub(super) fn start<Caller, A>(
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
                unread: Payload::None,
            },
            Authorization::Decided(Err(refusal)) => Self::Refused {
                refusal: Some(refusal),
            },
            Authorization::Pending(decision) => Self::Deciding {
                decision,
                request: request.clone(),
                payload: payload.take(),
                extract: A::extract,
            },
        }
    }

    /// Takes the body that was left by [`start`](Self::start), where nobody else has it.
    pub(super) fn keep(&mut self, payload: Payload) {
        if let Self::Extracting { unread, .. } = self {
            *unread = payload;
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

impl<A, E: Future<Output = Result<A, Error>>> Future for Steps<E> {
    type Output = Result<A, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            match self.as_mut().project() {
                StepsProjection::Refused { refusal } => {
                    return refusal
                        .take()
                        .map_or(Poll::Pending, |it| Poll::Ready(Err(it)));
                }
                StepsProjection::Deciding {
                    decision,
                    request,
                    payload,
                    extract,
                } => {
                    let grant = ready!(decision.as_mut().poll(cx))?;
                    let extraction = extract(request, payload, &grant);
                    let unread = payload.take();
                    self.set(Self::Extracting { extraction, unread });
                }
                StepsProjection::Extracting { extraction, unread } => {
                    let extracted = ready!(extraction.poll(cx));
                    let unread = unread.take();
                    self.set(Self::Done { unread });
                    return Poll::Ready(extracted);
                }
                // Only a future that is polled after it ended gets here.
                StepsProjection::Done { .. } => return Poll::Pending,
            }
        }
    }
}
