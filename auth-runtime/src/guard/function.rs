//! A function that was written as a handler, behind a `dyn`: makes its arguments, calls it, and answers.

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::dev::Payload;
use actix_web::{Error, Handler, HttpRequest, HttpResponse, Responder};
use futures_util::future::LocalBoxFuture;
use pin_project_lite::pin_project;

use crate::authorize::Grant;
use crate::extract::Arguments;
use crate::policy::Access;

/// A handler that may run. Boxed, because each has a future of its own type, and with it actix-web's own code
/// would be compiled for each.
pub(super) type Running = Pin<Box<dyn Run>>;

/// To a handler's response. A future that is lent the request, for the handler's own answer to respond to.
pub trait Run {
    /// As [`Future::poll`].
    fn poll(
        self: Pin<&mut Self>,
        request: &HttpRequest,
        cx: &mut Context<'_>,
    ) -> Poll<HttpResponse>;
}

/// A function that was written as a handler.
pub trait Function {
    /// Makes its arguments, and calls it with them. For a request that may pass.
    fn call(
        &self,
        request: &HttpRequest,
        payload: &mut Payload,
        access: &'static Access,
        grant: Grant,
    ) -> Running;
}

/// A function, and the arguments that are made for it.
#[derive(Debug)]
pub struct Callable<Caller, A, F>(pub F, pub PhantomData<fn() -> (Caller, A)>);

/// The arguments of a function with one. Written like this, rustc underlines the whole of a mistaken type.
pub type One<A> = (A,);

/// The function without its types. Called by the attributes, because rustc says at a call which part of the handler
/// does not fulfil a bound.
pub const fn callable<Caller, A, F>(
    function: &'static Callable<Caller, A, F>,
) -> &'static dyn Function
where
    Caller: 'static,
    A: Arguments<Caller> + 'static,
    F: Handler<A> + Copy,
    F::Output: Responder + 'static,
{
    function
}

impl<Caller, A, F> Function for Callable<Caller, A, F>
where
    Caller: 'static,
    A: Arguments<Caller> + 'static,
    F: Handler<A> + Copy,
    F::Output: Responder + 'static,
{
    fn call(
        &self,
        request: &HttpRequest,
        payload: &mut Payload,
        access: &'static Access,
        grant: Grant,
    ) -> Running {
        if A::IS_CHECKED {
            return Box::pin(Checking {
                checked: A::check(request.clone(), access, grant),
                payload: payload.take(),
                function: self.0,
                call: None,
                caller: PhantomData::<Caller>,
            });
        }
        Box::pin(Call::start::<Caller>(request, payload, &grant, self.0))
    }
}

pin_project! {
    /// With what boxes it, the only code of ours that is compiled once per handler.
    #[project = CallProjection]
    enum Call<A, E, F: Handler<A>> {
        Extracting { #[pin] extraction: E, function: F, arguments: PhantomData<A> },
        Answering { #[pin] answer: F::Future },
    }
}

impl<A, F: Handler<A>> Call<A, (), F> {
    fn start<Caller>(
        request: &HttpRequest,
        payload: &mut Payload,
        grant: &Grant,
        function: F,
    ) -> Call<A, A::Future, F>
    where
        A: Arguments<Caller>,
    {
        Call::Extracting {
            extraction: A::extract(request, payload, grant),
            function,
            arguments: PhantomData,
        }
    }
}

impl<A, E, F> Run for Call<A, E, F>
where
    E: Future<Output = Result<A, Error>>,
    F: Handler<A>,
    F::Output: Responder + 'static,
{
    fn poll(
        mut self: Pin<&mut Self>,
        request: &HttpRequest,
        cx: &mut Context<'_>,
    ) -> Poll<HttpResponse> {
        // Written out, as each function that is called here would be compiled once per handler, too.
        loop {
            match self.as_mut().project() {
                CallProjection::Extracting {
                    extraction,
                    function,
                    ..
                } => match extraction.poll(cx) {
                    Poll::Ready(Ok(arguments)) => {
                        let answer = function.call(arguments);
                        self.set(Self::Answering { answer });
                    }
                    Poll::Ready(Err(error)) => {
                        return Poll::Ready(HttpResponse::from_error(error));
                    }
                    Poll::Pending => return Poll::Pending,
                },
                CallProjection::Answering { answer } => {
                    return match answer.poll(cx) {
                        Poll::Ready(answer) => {
                            Poll::Ready(answer.respond_to(request).map_into_boxed_body())
                        }
                        Poll::Pending => Poll::Pending,
                    };
                }
            }
        }
    }
}

pin_project! {
    /// A handler that takes records: whether the caller may have them comes before any argument is made.
    struct Checking<Caller, A: Arguments<Caller>, F: Handler<A>> {
        checked: LocalBoxFuture<'static, Result<Grant, Error>>,
        payload: Payload,
        function: F,
        call: Option<Pin<Box<Call<A, A::Future, F>>>>,
        caller: PhantomData<Caller>,
    }
}

impl<Caller, A, F> Run for Checking<Caller, A, F>
where
    A: Arguments<Caller>,
    F: Handler<A> + Copy,
    F::Output: Responder + 'static,
{
    fn poll(
        self: Pin<&mut Self>,
        request: &HttpRequest,
        cx: &mut Context<'_>,
    ) -> Poll<HttpResponse> {
        let this = self.project();
        loop {
            if let Some(call) = this.call {
                return call.as_mut().poll(request, cx);
            }
            match this.checked.as_mut().poll(cx) {
                Poll::Ready(Ok(grant)) => {
                    let call = Call::start::<Caller>(request, this.payload, &grant, *this.function);
                    *this.call = Some(Box::pin(call));
                }
                Poll::Ready(Err(refusal)) => {
                    return Poll::Ready(HttpResponse::from_error(refusal));
                }
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}
