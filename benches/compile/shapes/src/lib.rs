//! The runtime side of the shapes, as small as it can be and still do what a guard does: decide,
//! perhaps wait, then extract.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};
use pin_project_lite::pin_project;

pub use {inventory, linkme};

pub struct Access {
    pub handler: &'static str,
    pub module: &'static str,
    pub file: &'static str,
    pub line: u32,
    pub hide: bool,
    pub realm: Option<&'static str>,
    pub requirements: &'static [Requirement],
}

pub struct Requirement {
    pub rule: Rule,
    pub hide: bool,
    pub message: Option<&'static str>,
}

pub enum Rule {
    Role(&'static str),
    Any(&'static [Rule]),
}

#[linkme::distributed_slice]
pub static BY_REFERENCE: [&'static Access];

#[linkme::distributed_slice]
pub static BY_VALUE: [Access];

pub struct Entry(pub &'static Access);
inventory::collect!(Entry);

pub trait Policy: 'static {
    const ACCESS: &'static Access;
}

pub struct Grant;
type Deciding = Pin<Box<dyn Future<Output = Result<Grant, Error>>>>;

pub enum Authorization {
    Decided(Result<Grant, Error>),
    Pending(Deciding),
}

#[inline(never)]
pub fn authorize(request: &HttpRequest, access: &'static Access) -> Authorization {
    match request.headers().get("authorization") {
        Some(_) => Authorization::Decided(Ok(Grant)),
        None if access.hide => Authorization::Pending(Box::pin(ready(Ok(Grant)))),
        None => Authorization::Decided(Err(actix_web::error::ErrorUnauthorized(access.handler))),
    }
}

/// One argument, as a tuple; more would be the same for every shape.
pub trait Arguments: Sized {
    type Future: Future<Output = Result<Self, Error>>;
    fn extract(request: &HttpRequest, payload: &mut Payload, grant: &Grant) -> Self::Future;
}

pin_project! {
    pub struct One<F> { #[pin] extraction: F }
}

impl<A, E: Into<Error>, F: Future<Output = Result<A, E>>> Future for One<F> {
    type Output = Result<(A,), Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().extraction.poll(cx).map_ok(|value| (value,)).map_err(Into::into)
    }
}

impl<A: FromRequest> Arguments for (A,) {
    type Future = One<A::Future>;

    fn extract(request: &HttpRequest, payload: &mut Payload, _: &Grant) -> Self::Future {
        One { extraction: A::from_request(request, payload) }
    }
}

pin_project! {
    #[project = StepsProjection]
    pub enum Steps<A: Arguments> {
        Refused { refusal: Ready<Result<A, Error>> },
        Deciding { decision: Deciding, request: HttpRequest, payload: Payload },
        Extracting { #[pin] extraction: A::Future },
    }
}

impl<A: Arguments> Steps<A> {
    pub fn start(request: &HttpRequest, payload: &mut Payload, access: &'static Access) -> Self {
        match authorize(request, access) {
            Authorization::Decided(Ok(grant)) => {
                Self::Extracting { extraction: A::extract(request, payload, &grant) }
            }
            Authorization::Decided(Err(refusal)) => Self::Refused { refusal: ready(Err(refusal)) },
            Authorization::Pending(decision) => {
                Self::Deciding { decision, request: request.clone(), payload: payload.take() }
            }
        }
    }
}

impl<A: Arguments> Future for Steps<A> {
    type Output = Result<A, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            match self.as_mut().project() {
                StepsProjection::Refused { refusal } => return Pin::new(refusal).poll(cx),
                StepsProjection::Extracting { extraction } => return extraction.poll(cx),
                StepsProjection::Deciding { decision, request, payload } => {
                    let Poll::Ready(decision) = decision.as_mut().poll(cx) else {
                        return Poll::Pending;
                    };
                    let extraction = A::extract(request, payload, &decision?);
                    self.set(Self::Extracting { extraction });
                }
            }
        }
    }
}

/// The marker shapes: the policy is a type parameter of the argument.
pub struct Guarded<P, A> {
    pub arguments: A,
    policy: PhantomData<fn() -> P>,
}

pin_project! {
    pub struct Guarding<P, A: Arguments> {
        #[pin]
        steps: Steps<A>,
        policy: PhantomData<fn() -> P>,
    }
}

impl<P, A: Arguments> Future for Guarding<P, A> {
    type Output = Result<Guarded<P, A>, Error>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().steps.poll(cx).map_ok(|arguments| Guarded { arguments, policy: PhantomData })
    }
}

impl<P: Policy, A: Arguments> FromRequest for Guarded<P, A> {
    type Error = Error;
    type Future = Guarding<P, A>;

    #[inline]
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        Guarding { steps: Steps::start(request, payload, P::ACCESS), policy: PhantomData }
    }
}

/// The gate shapes: the argument is the same type for all handlers with the same arguments, and
/// the handler's own body opens it.
pub struct Gate<A> {
    request: HttpRequest,
    payload: Payload,
    arguments: PhantomData<fn() -> A>,
}

impl<A> FromRequest for Gate<A> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        ready(Ok(Self { request, payload, arguments: PhantomData }))
    }
}

impl<A: Arguments> Gate<A> {
    #[inline]
    pub fn open(mut self, access: &'static Access) -> Steps<A> {
        Steps::start(&self.request, &mut self.payload, access)
    }

    #[inline]
    pub async fn run<R>(
        self,
        access: &'static Access,
        body: impl AsyncFnOnce(A) -> R,
    ) -> Result<R, Error> {
        let arguments = self.open(access).await?;
        Ok(body(arguments).await)
    }
}
