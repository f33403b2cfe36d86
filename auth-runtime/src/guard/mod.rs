//! The one argument of a guarded handler: behind it stands the decision, and only then the extractors
//! that the handler was written with.

mod gate;
mod steps;

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::dev::Payload;
use actix_web::error::ErrorInternalServerError;
use actix_web::{Error, FromRequest, HttpRequest};
use pin_project_lite::pin_project;

pub use gate::{Answer, Gate};
use steps::Steps;

use crate::extract::Arguments;
use crate::policy::Declared;

/// A handler's policy as a type.
pub trait Policy: 'static {
    /// The policy.
    fn access() -> &'static Declared;
}

/// All arguments of a handler, behind the decision. Whatever else stands on the handler, this can take its
/// arguments' place; a handler that has nothing else on it takes a [`Gate`], which is cheaper to compile.
#[derive(Debug)]
pub struct Guarded<P, Caller, A> {
    /// What the handler was written with.
    pub arguments: A,
    policy: PhantomData<(P, Caller)>,
}

impl<P: Policy, Caller: 'static, A: Arguments<Caller>> FromRequest for Guarded<P, Caller, A> {
    type Error = Error;
    type Future = Guarding<P, Caller, A>;

    #[inline]
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        Guarding {
            steps: Steps::start::<Caller, A>(request, payload, &P::access().access),
            policy: PhantomData,
        }
    }
}

/// The argument of what is left of a handler whose attributes are mistaken. There is a compile error
/// beside it, so it is never served; were it, it would refuse everybody.
#[derive(Debug)]
pub enum Refused {}

impl FromRequest for Refused {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Err(ErrorInternalServerError(
            "the attributes of this handler are mistaken",
        )))
    }
}

pin_project! {
    /// The only code of ours that is compiled once per handler; the rest is shared between handlers with
    /// the same arguments.
    pub struct Guarding<P, Caller, A: Arguments<Caller>> {
        #[pin]
        steps: Steps<A::Future>,
        policy: PhantomData<P>,
    }
}

impl<P, Caller, A: Arguments<Caller>> Future for Guarding<P, Caller, A> {
    type Output = Result<Guarded<P, Caller, A>, Error>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        // Written out, as each function that is called here would be compiled once per handler, too.
        match self.project().steps.poll(cx) {
            Poll::Ready(Ok(arguments)) => Poll::Ready(Ok(Guarded {
                arguments,
                policy: PhantomData,
            })),
            Poll::Ready(Err(refusal)) => Poll::Ready(Err(refusal)),
            Poll::Pending => Poll::Pending,
        }
    }
}
