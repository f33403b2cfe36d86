//! A record that the caller may have: loaded once, checked, and handed over.

use std::fmt;
use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::ops::Deref;
use std::panic::AssertUnwindSafe;

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use serde::{Serialize, Serializer};

use super::{Action, Read, Record};
use crate::authorize::{Grant, RecordCheck, refuse_record};
use crate::extract::{FromGranted, Known};
use crate::head::FromHead;
use crate::identity::Identity;
use crate::obstacle::AuthorizationError;
use crate::policy::Access;

/// A record, for a caller who may do `A` to it: read it, unless said otherwise.
///
/// Only the guard makes one. It is loaded and checked before any other argument of the handler, and
/// before the body is read. To change it, take it out: [`into_inner`](Self::into_inner). See [`Record`].
pub struct Authorized<T, A = Read> {
    record: T,
    action: PhantomData<fn() -> A>,
}

impl<T, A> Authorized<T, A> {
    /// The record.
    pub fn into_inner(self) -> T {
        self.record
    }
}

impl<T, A> Deref for Authorized<T, A> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.record
    }
}

/// As the record itself, so that `web::Json(order)` answers with it.
impl<T: Serialize, A> Serialize for Authorized<T, A> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.record.serialize(serializer)
    }
}

/// As the record itself.
impl<T: fmt::Debug, A> fmt::Debug for Authorized<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.record.fmt(f)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Record, A: Action<T>> FromGranted<Known> for Authorized<T, A> {
    type Future = Ready<Result<Self, Error>>;

    const IS_CHECKED: bool = true;

    fn check<'a>(
        request: &'a HttpRequest,
        access: &'static Access,
        grant: &'a Grant,
    ) -> LocalBoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            let caller = grant.identity().ok_or_else(without_identity)?;
            // A panic is no reason to let anybody pass, and takes no connection with it.
            let checked = AssertUnwindSafe(checked::<T, A>(request, caller)).catch_unwind();
            match checked.await.unwrap_or_else(|_| Err(panicked())) {
                Ok(record) => {
                    grant.keep(Box::new(Self {
                        record,
                        action: PhantomData,
                    }));
                    Ok(())
                }
                Err(check) => {
                    let name = std::any::type_name::<T>();
                    Err(refuse_record(request, access, caller, (name, A::NAME), check).await)
                }
            }
        })
    }

    fn from_granted(_: &HttpRequest, _: &mut Payload, grant: &Grant) -> Self::Future {
        ready(grant.take::<Self>().ok_or_else(|| {
            actix_web::error::ErrorInternalServerError("a record that nobody checked")
        }))
    }
}

fn without_identity() -> Error {
    actix_web::error::ErrorInternalServerError("a grant without an identity")
}

fn panicked() -> RecordCheck {
    RecordCheck::Failed(AuthorizationError::broken("the record panicked"))
}

async fn checked<T: Record, A: Action<T>>(
    request: &HttpRequest,
    caller: &Identity,
) -> Result<T, RecordCheck> {
    let source = T::Source::from_head(request, caller).map_err(RecordCheck::Failed)?;
    let loaded = T::load(source, caller).await.map_err(RecordCheck::Failed)?;
    let record = loaded.ok_or(RecordCheck::Absent)?;
    if !record.may_read(caller) {
        return Err(RecordCheck::Unreadable);
    }
    if !A::is_permitted(&record, caller) {
        return Err(RecordCheck::NotPermitted);
    }
    Ok(record)
}

/// Implemented by nothing: the place for the message that an undeclared handler gets.
#[diagnostic::on_unimplemented(
    message = "`Authorized` is an argument of handlers that declare their access, and this one does not \
               [auth::A099]",
    label = "this handler takes a checked record and has no `#[require_auth]`",
    note = "add `#[require_auth(scheme = \"Bearer\")]` to the handler: a record is checked for a caller \
            who is known"
)]
pub trait UndeclaredHandler<'a> {}

/// Never in force, since nothing implements `UndeclaredHandler`. It is here for its message.
#[doc(hidden)]
impl<T: 'static, A: 'static> FromRequest for Authorized<T, A>
where
    for<'a> Self: UndeclaredHandler<'a>,
{
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Err(actix_web::error::ErrorInternalServerError(
            "undeclared handler",
        )))
    }
}
