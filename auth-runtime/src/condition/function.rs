//! An async function of the application as a condition.

use std::fmt;
use std::marker::PhantomData;

use actix_web::HttpRequest;

use super::{Condition, IntoVerdict, Judgement};
use crate::head::FromHead;
use crate::identity::Identity;

/// An async function that `#[require_condition(…)]` can name.
///
/// Its arguments, at most six, come from the request's head: [`FromHead`].
#[diagnostic::on_unimplemented(
    message = "this cannot be asked by `#[require_condition]` [auth::A018]",
    label = "not an async function over the request's head",
    note = "an `async fn` of at most six arguments: `Identity`, `web::Path<_>`, `web::Query<_>`, `web::Data<_>` \
            or others that implement `auth_runtime::FromHead`: the body is not read before the decision",
    note = "each is taken by value: `Identity`, and not `&Identity`; an address is `ClientAddress` (feature \
            `networks`), and no `ConnectionInfo`, which believes the client",
    note = "it returns `auth_runtime::Verdict`, `bool`, or a `Result` of one, whose error is `AuthorizationError` or an \
            error type that is `Send` and `Sync`"
)]
pub trait ConditionFn<Arguments>: Copy + Send + Sync + 'static {
    /// Asks it about a request.
    #[doc(hidden)]
    fn ask(self, request: &HttpRequest, caller: &Identity) -> Judgement;
}

/// A function as a [`Condition`]: what its arguments are is erased.
///
/// It is one for every `F`, and made only of a [`ConditionFn`]: a function that is none is reported
/// once, where it is named.
pub struct Function<F, Arguments> {
    asked: F,
    ask: fn(F, &HttpRequest, &Identity) -> Judgement,
    arguments: PhantomData<fn() -> Arguments>,
}

/// `#[require_condition(is_author)]`
pub const fn function<F: ConditionFn<Arguments>, Arguments>(function: F) -> Function<F, Arguments> {
    Function {
        asked: function,
        ask: F::ask,
        arguments: PhantomData,
    }
}

impl<F, Arguments> fmt::Debug for Function<F, Arguments> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Function").finish_non_exhaustive()
    }
}

impl<F, Arguments> Condition for Function<F, Arguments>
where
    F: Copy + Send + Sync + 'static,
    Arguments: 'static,
{
    fn judge(&self, request: &HttpRequest, caller: &Identity) -> Judgement {
        (self.ask)(self.asked, request, caller)
    }
}

macro_rules! functions {
    ($(($($argument:ident)*))+) => {$(
        impl<F, Answer, V, $($argument: FromHead),*> ConditionFn<($($argument,)*)> for F
        where
            F: Fn($($argument),*) -> Answer + Copy + Send + Sync + 'static,
            Answer: Future<Output = V> + 'static,
            V: IntoVerdict,
        {
            #[allow(
                non_snake_case,
                unused_variables,
                reason = "an argument is named after its type, and there may be none"
            )]
            fn ask(self, request: &HttpRequest, caller: &Identity) -> Judgement {
                $(
                    let $argument = match $argument::from_head(request, caller) {
                        Ok(argument) => argument,
                        Err(error) => return Judgement::now(Err::<bool, _>(error)),
                    };
                )*
                Judgement::later(self($($argument),*))
            }
        }
    )+};
}

functions! {
    ()
    (A)
    (A B)
    (A B C)
    (A B C D)
    (A B C D E)
    (A B C D E G)
}
