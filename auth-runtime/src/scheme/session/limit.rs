//! How long the session store may take.

use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::dev::{Service, ServiceRequest, ServiceResponse, forward_ready};
use actix_web::rt::time::{Sleep, sleep};
use actix_web::{Error, HttpMessage};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use super::layer::Presence;
use crate::response;

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The store reads its session.
    Reading,
    /// Handlers take as long as they need.
    Handling,
    /// The store writes its session.
    Writing,
}

/// The service around actix-session's own, within [`SessionLayer`](super::SessionLayer).
pub struct Limited<S> {
    service: S,
    cookie: Rc<str>,
    limit: Duration,
}

impl<S> Limited<S> {
    pub(super) fn new(service: S, cookie: Rc<str>, limit: Duration) -> Self {
        Self {
            service,
            cookie,
            limit,
        }
    }
}

impl<S, B> Service<ServiceRequest> for Limited<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    S::Future: 'static,
    B: 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self::Response, Self::Error>>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let presence = Presence::new(self.cookie.clone());
        request.extensions_mut().insert(presence.clone());
        let answer = self.service.call(request);
        let mut timer = Timer::new(self.limit);
        async move {
            let mut answer = pin!(answer);
            let polled = poll_fn(|context| match answer.as_mut().poll(context) {
                Poll::Ready(answer) => Poll::Ready(Some(answer)),
                Poll::Pending => timer.poll(presence.step.get(), context).map(|()| None),
            });
            match polled.await {
                Some(Ok(answer)) => Ok(answer),
                Some(Err(error)) if presence.step.get() == Step::Handling => Err(error),
                Some(Err(error)) => Err(lost(&error)),
                None => Err(lost(&"no answer in time")),
            }
        }
        .boxed_local()
    }
}

fn lost(cause: &dyn fmt::Display) -> Error {
    tracing::error!(target: "auth_runtime::session", reason = "store_unavailable", cause = %cause, "the session store failed");
    response::sessions_unavailable()
}

/// Runs while a store does, anew for each step.
struct Timer {
    limit: Duration,
    running: Option<(Step, Pin<Box<Sleep>>)>,
}

impl Timer {
    fn new(limit: Duration) -> Self {
        Self {
            limit,
            running: None,
        }
    }

    fn poll(&mut self, step: Step, context: &mut Context<'_>) -> Poll<()> {
        if step == Step::Handling {
            self.running = None;
            return Poll::Pending;
        }
        let running = self.running.take().filter(|(of, _)| *of == step);
        let (_, sleep) = self
            .running
            .insert(running.unwrap_or_else(|| (step, Box::pin(sleep(self.limit)))));
        sleep.as_mut().poll(context)
    }
}

/// Without the key, which the service holds.
impl<S> fmt::Debug for Limited<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limited")
            .field("cookie", &self.cookie)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}
