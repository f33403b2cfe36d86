//! What stands before a guarded handler: it decides first, and only then calls the extractors that the
//! handler was written with.
//!
//! A handler that its route attribute turns into a service is a [`ConstHandler`]; any other one takes a
//! [`Guarded`] as its argument.

mod constant;
mod function;
mod steps;
mod unread;

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::dev::Payload;
use actix_web::error::ErrorInternalServerError;
use actix_web::{Error, FromRequest, HttpRequest};
use pin_project_lite::pin_project;

pub use constant::{ConstHandler, Undecided};
pub use function::{Callable, One, callable};

use crate::extract::Arguments;
use crate::policy::Declared;
use steps::Steps;
use unread::Unread;

/// A handler's policy as a type.
pub trait Policy: 'static {
    /// The policy.
    fn access() -> &'static Declared;
}

/// All arguments of a handler, behind the decision.
#[derive(Debug)]
pub struct Guarded<P, Caller, A> {
    /// What the handler was written with.
    pub arguments: A,
    policy: PhantomData<(P, Caller)>,
    _unread: Unread,
}

impl<P: Policy, Caller: 'static, A: Arguments<Caller>> FromRequest for Guarded<P, Caller, A> {
    type Error = Error;
    type Future = Guarding<P, Caller, A>;

    #[inline]
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        Guarding {
            steps: Steps::start(request, payload, &P::access().access),
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
    /// What is compiled once per handler, with the rest shared between handlers with the same arguments.
    pub struct Guarding<P, Caller, A: Arguments<Caller>> {
        #[pin]
        steps: Steps<Caller, A>,
        policy: PhantomData<P>,
    }
}

impl<P, Caller, A: Arguments<Caller>> Future for Guarding<P, Caller, A> {
    type Output = Result<Guarded<P, Caller, A>, Error>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        // Written out, as each function that is called here would be compiled once per handler, too.
        match self.project().steps.poll(cx) {
            Poll::Ready(Ok((arguments, unread))) => Poll::Ready(Ok(Guarded {
                arguments,
                policy: PhantomData,
                _unread: unread,
            })),
            Poll::Ready(Err(refusal)) => Poll::Ready(Err(refusal)),
            Poll::Pending => Poll::Pending,
        }
    }
}
