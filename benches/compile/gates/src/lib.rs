use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest, Handler};
use pin_project_lite::pin_project;
pub use auth_runtime;
pub use std::future::Future;
pub use auth_runtime::__private as door;
use door::Declared;

pub struct Grant;
type Deciding = Pin<Box<dyn Future<Output = Result<Grant, Error>>>>;
pub enum Authorization { Decided(Result<Grant, Error>), Pending(Deciding) }
#[inline(never)]
pub fn authorize(request: &HttpRequest, access: &'static Declared) -> Authorization {
    let _ = access;
    match request.headers().get("authorization") {
        Some(_) => Authorization::Decided(Ok(Grant)),
        None if request.headers().contains_key("x") => Authorization::Pending(Box::pin(ready(Ok(Grant)))),
        None => Authorization::Decided(Err(actix_web::error::ErrorUnauthorized("a"))),
    }
}
pub trait Arguments: Sized {
    type Future: Future<Output = Result<Self, Error>>;
    fn extract(request: &HttpRequest, payload: &mut Payload, grant: &Grant) -> Self::Future;
}
pin_project! { pub struct One<F> { #[pin] extraction: F } }
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
    pub fn start(request: &HttpRequest, payload: &mut Payload, access: &'static Declared) -> Self {
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
pub struct Gate<A> { request: HttpRequest, payload: Payload, arguments: PhantomData<fn() -> A> }
impl<A> FromRequest for Gate<A> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        ready(Ok(Self { request, payload, arguments: PhantomData }))
    }
}
impl<A: Arguments> Gate<A> {
    pub fn open(mut self, access: &'static Declared) -> Steps<A> {
        Steps::start(&self.request, &mut self.payload, access)
    }
    /// A continuation that is a function pointer: `Fut` alone is the handler's own.
    #[inline]
    pub fn then<Fut: Future>(self, access: &'static Declared, handler: fn(A) -> Fut) -> Running<A, Fut> {
        Running::Opening { steps: self.open(access), handler }
    }
}
pin_project! {
    #[project = RunningProjection]
    pub enum Running<A: Arguments, Fut> {
        Opening { #[pin] steps: Steps<A>, handler: fn(A) -> Fut },
        Handling { #[pin] handling: Fut },
    }
}
impl<A: Arguments, Fut: Future> Future for Running<A, Fut> {
    type Output = Result<Fut::Output, Error>;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let RunningProjection::Opening { steps, handler } = self.as_mut().project() {
            match steps.poll(cx) {
                Poll::Ready(Ok(arguments)) => { let handling = handler(arguments); self.set(Self::Handling { handling }); }
                Poll::Ready(Err(refusal)) => return Poll::Ready(Err(refusal)),
                Poll::Pending => return Poll::Pending,
            }
        }
        match self.project() {
            RunningProjection::Handling { handling } => match handling.poll(cx) { Poll::Ready(o) => Poll::Ready(Ok(o)), Poll::Pending => Poll::Pending },
            RunningProjection::Opening { .. } => Poll::Pending,
        }
    }
}
pub static SHARED: Declared = door::briefly(&SHARED, "h", "m", "f", 1, door::GET, "/h", door::BEARER, door::ROLE, "admin");
pub enum Mk {}
impl door::Policy for Mk { fn access() -> &'static Declared { &SHARED } }
pub use door::Passing as Pass;
pub fn pass<C, A: door::Arguments<C>, H: Future>(gate: door::Gate<C, A>, policy: &'static Declared, handler: fn(A) -> H) -> door::Passing<C, A, H> { gate.pass(policy, handler) }
pub type A = door::Answer<String>;
