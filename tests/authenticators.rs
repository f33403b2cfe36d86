//! Authenticators that do what those of an application might do.

use std::task::Poll;

use auth_runtime::{AuthenticationError, Authenticator, BearerToken, Identity, Verification};

/// Knows `name.role.role…` by reading it, and nobody called `stranger`.
fn read(token: &str) -> Result<Identity, AuthenticationError> {
    let mut words = token.split('.');
    match words.next() {
        None | Some("stranger") => Err(AuthenticationError::rejected("stranger")),
        Some(name) => Ok(Identity::new(name).with_roles(words)),
    }
}

/// Answers at once.
pub(crate) struct Prompt;

impl Authenticator for Prompt {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        Verification::now(read(token.as_str()))
    }
}

/// Answers at the second poll.
pub(crate) struct Waiting;

impl Authenticator for Waiting {
    fn authenticate(&self, token: BearerToken<'_>) -> Verification {
        let token = token.as_str().to_owned();
        Verification::later(async move {
            pending_once().await;
            read(&token)
        })
    }
}

/// Fails in the way that its name says.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Failing {
    PanicsAtOnce,
    PanicsLater,
    IsUnavailable,
    IsUnavailableLater,
    IsBroken,
    IsBrokenLater,
}

impl Failing {
    pub(crate) const ALL: [(Self, u16); 6] = [
        (Self::PanicsAtOnce, 500),
        (Self::PanicsLater, 500),
        (Self::IsUnavailable, 503),
        (Self::IsUnavailableLater, 503),
        (Self::IsBroken, 500),
        (Self::IsBrokenLater, 500),
    ];
}

impl Authenticator for Failing {
    fn authenticate(&self, _: BearerToken<'_>) -> Verification {
        let unavailable = || Err(AuthenticationError::unavailable("connection refused"));
        let broken = || Err(AuthenticationError::broken("no such table: users"));
        match self {
            Self::PanicsAtOnce => panic_quietly(),
            Self::PanicsLater => Verification::later(async {
                pending_once().await;
                panic_quietly()
            }),
            Self::IsUnavailable => Verification::now(unavailable()),
            Self::IsUnavailableLater => Verification::later(async move {
                pending_once().await;
                unavailable()
            }),
            Self::IsBroken => Verification::now(broken()),
            Self::IsBrokenLater => Verification::later(async move {
                pending_once().await;
                broken()
            }),
        }
    }
}

/// A panic that does not fill the test's output: unwinding without the panic hook.
pub(crate) fn panic_quietly() -> ! {
    std::panic::resume_unwind(Box::new("a panic in application code"))
}

/// Pending at the first poll, ready at the second.
pub(crate) async fn pending_once() {
    let mut polled = false;
    std::future::poll_fn(|context| {
        if polled {
            return Poll::Ready(());
        }
        polled = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
