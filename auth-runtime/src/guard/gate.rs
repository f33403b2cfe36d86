//! The argument that handlers share: it knows nothing of their policies, so that what actix-web compiles
//! for an argument is compiled once for all handlers of the same arguments. The handler passes it.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse, Responder};
use pin_project_lite::pin_project;

use super::steps::Steps;
use crate::extract::Arguments;
use crate::policy::Declared;

/// A request that nothing is decided of. All that can be done with it is to [`pass`](Self::pass).
#[expect(
    missing_debug_implementations,
    reason = "a request's own shows its credentials"
)]
pub struct Gate<Caller, A> {
    request: HttpRequest,
    /// Not read before the decision.
    payload: Payload,
    handler: PhantomData<fn() -> (Caller, A)>,
}

impl<Caller: 'static, A: 'static> FromRequest for Gate<Caller, A> {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    #[inline]
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(Ok(Self {
            request: request.clone(),
            payload: payload.take(),
            handler: PhantomData,
        }))
    }
}

impl<Caller, A> Gate<Caller, A> {
    /// Decides by the policy, extracts the arguments, and calls the handler with them.
    ///
    /// A pointer, so that of all that is generic here the handler's future alone is its own type.
    #[inline]
    pub fn pass<H: Future>(
        self,
        policy: &'static Declared,
        handler: fn(A) -> H,
    ) -> Passing<A, A::Future, H>
    where
        A: Arguments<Caller>,
    {
        Passing {
            steps: self.steps(policy),
            handler,
            handling: None,
        }
    }

    fn steps(mut self, policy: &'static Declared) -> Steps<A::Future>
    where
        A: Arguments<Caller>,
    {
        let mut steps = Steps::start::<Caller, A>(&self.request, &mut self.payload, &policy.access);
        steps.keep(self.payload);
        steps
    }
}

pin_project! {
    /// The only code of ours that is compiled once per handler.
    pub struct Passing<A, E, H> {
        #[pin] steps: Steps<E>,
        handler: fn(A) -> H,
        #[pin] handling: Option<H>,
    }
}

impl<A, E: Future<Output = Result<A, Error>>, H: Future> Future for Passing<A, E, H> {
    type Output = Answer<H::Output>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        // Written out, as each function that is called here would be compiled once per handler, too.
        loop {
            if let Some(handling) = this.handling.as_mut().as_pin_mut() {
                return match handling.poll(cx) {
                    Poll::Ready(answer) => Poll::Ready(Answer::Give(answer)),
                    Poll::Pending => Poll::Pending,
                };
            }
            match this.steps.as_mut().poll(cx) {
                Poll::Ready(Ok(arguments)) => {
                    this.handling.set(Some((this.handler)(arguments)));
                }
                Poll::Ready(Err(refusal)) => return Poll::Ready(Answer::Refuse(refusal)),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

/// What a handler behind a [`Gate`] answers.
#[derive(Debug)]
pub enum Answer<R> {
    /// The handler has not run.
    Refuse(Error),
    /// The handler's own.
    Give(R),
}

impl<R: Responder> Responder for Answer<R> {
    // What actix-web makes of any handler's, and what a refusal is already.
    type Body = BoxBody;

    #[inline]
    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        match self {
            Self::Give(answer) => answer.respond_to(request).map_into_boxed_body(),
            Self::Refuse(refusal) => HttpResponse::from_error(refusal),
        }
    }
}
