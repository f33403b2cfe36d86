//! A guarded handler as a constant: its policy and its function behind one type, so that what actix-web
//! compiles for a handler is compiled once for all of them.

use std::convert::Infallible;
use std::fmt;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, Handler, HttpRequest, HttpResponse};
use futures_util::future::LocalBoxFuture;

use super::function::{Function, Running};
use crate::authorize::{Authorization, Grant, authorize};
use crate::policy::Declared;

/// A handler behind its policy. The same type for all of them, whatever their arguments.
#[derive(Clone, Copy)]
pub struct ConstHandler {
    /// Decides who may call it.
    pub policy: &'static Declared,
    /// What was written.
    pub function: &'static dyn Function,
}

impl fmt::Debug for ConstHandler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ConstHandler").field(self.policy).finish()
    }
}

/// A request that nothing is decided of.
#[expect(
    missing_debug_implementations,
    reason = "a request's own shows its credentials"
)]
pub struct Undecided {
    request: HttpRequest,
    /// Not read before the decision.
    payload: Payload,
}

impl FromRequest for Undecided {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    #[inline]
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(Ok(Self {
            request: request.clone(),
            payload: payload.take(),
        }))
    }
}

impl Handler<Undecided> for ConstHandler {
    type Output = HttpResponse;
    type Future = Answering;

    fn call(&self, undecided: Undecided) -> Answering {
        match authorize(&undecided.request, &self.policy.access) {
            Authorization::Decided(Ok(grant)) => self.running(undecided, grant),
            Authorization::Decided(Err(refusal)) => Answering::Refused(Some(refusal)),
            Authorization::Pending(decision) => Answering::Deciding {
                decision,
                undecided: Some(undecided),
                handler: *self,
            },
        }
    }
}

impl ConstHandler {
    fn running(self, undecided: Undecided, grant: Grant) -> Answering {
        let Undecided {
            request,
            mut payload,
        } = undecided;
        let access = &self.policy.access;
        let running = self.function.call(&request, &mut payload, access, grant);
        Answering::Running {
            running,
            request,
            _unread: payload,
        }
    }
}

/// From the decision to the response.
#[expect(
    missing_debug_implementations,
    reason = "a request's own shows its credentials"
)]
pub enum Answering {
    Refused(Option<Error>),
    Deciding {
        decision: LocalBoxFuture<'static, Result<Grant, Error>>,
        undecided: Option<Undecided>,
        handler: ConstHandler,
    },
    Running {
        running: Running,
        request: HttpRequest,
        /// What no argument has read of the body, kept while the handler runs: without it the server would go
        /// on reading, and throw away as much as the client sends.
        _unread: Payload,
    },
}

impl Future for Answering {
    type Output = HttpResponse;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<HttpResponse> {
        loop {
            match &mut *self {
                Self::Running {
                    running, request, ..
                } => return running.as_mut().poll(request, cx),
                Self::Refused(refusal) => {
                    // None for a future that is polled after it ended.
                    return refusal.take().map_or(Poll::Pending, |it| {
                        Poll::Ready(HttpResponse::from_error(it))
                    });
                }
                Self::Deciding {
                    decision,
                    undecided,
                    handler,
                } => {
                    let Poll::Ready(decision) = decision.as_mut().poll(cx) else {
                        return Poll::Pending;
                    };
                    let next = match (decision, undecided.take()) {
                        (Ok(grant), Some(undecided)) => handler.running(undecided, grant),
                        (Ok(_), None) => Self::Refused(None),
                        (Err(refusal), _) => Self::Refused(Some(refusal)),
                    };
                    self.set(next);
                }
            }
        }
    }
}
