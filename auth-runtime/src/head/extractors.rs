//! actix-web's extractors that look at the head alone.

use std::any::type_name;

use actix_web::dev::{Payload, PeerAddr};
use actix_web::http::header::Header as TypedHeader;
use actix_web::http::{Method, Uri};
use actix_web::{Error, FromRequest, HttpRequest, web};
use futures_util::FutureExt;
use serde::de::DeserializeOwned;

use super::FromHead;
use crate::identity::Identity;
use crate::obstacle::AuthorizationError;

/// What an extractor says without a body and without waiting.
pub(super) fn extracted<T: FromRequest>(request: &HttpRequest) -> Result<T, Option<Error>> {
    match T::from_request(request, &mut Payload::None).now_or_never() {
        Some(extracted) => extracted.map_err(|error| Some(error.into())),
        None => Err(None),
    }
}

fn missing<T>() -> AuthorizationError {
    AuthorizationError::broken(format!(
        "no `{}` in this app: `.app_data(...)` gives it",
        type_name::<T>()
    ))
}

impl FromHead for Identity {
    fn from_head(_: &HttpRequest, caller: &Identity) -> Result<Self, AuthorizationError> {
        Ok(caller.clone())
    }
}

impl FromHead for HttpRequest {
    fn from_head(request: &HttpRequest, _: &Identity) -> Result<Self, AuthorizationError> {
        Ok(request.clone())
    }
}

impl FromHead for Method {
    fn from_head(request: &HttpRequest, _: &Identity) -> Result<Self, AuthorizationError> {
        Ok(request.method().clone())
    }
}

impl FromHead for Uri {
    fn from_head(request: &HttpRequest, _: &Identity) -> Result<Self, AuthorizationError> {
        Ok(request.uri().clone())
    }
}

impl<T: 'static> FromHead for web::Data<T> {
    fn from_head(request: &HttpRequest, _: &Identity) -> Result<Self, AuthorizationError> {
        extracted(request).map_err(|_| missing::<Self>())
    }
}

impl<T: Clone + 'static> FromHead for web::ReqData<T> {
    fn from_head(request: &HttpRequest, _: &Identity) -> Result<Self, AuthorizationError> {
        extracted(request).map_err(|_| missing::<Self>())
    }
}

/// What a caller wrote, and may have written wrong. `ConnectionInfo` is not here: it believes a caller's
/// own word for its address, and `ClientAddress` does not.
macro_rules! written_by_callers {
    ($(($($generics:tt)*) $extractor:ty;)+) => {$(
        impl<$($generics)*> FromHead for $extractor {
            fn from_head(request: &HttpRequest, _: &Identity) -> Result<Self, AuthorizationError> {
                extracted(request).map_err(|error| match error {
                    Some(error) => AuthorizationError::refused(error),
                    None => missing::<Self>(),
                })
            }
        }
    )+};
}

written_by_callers! {
    (T: DeserializeOwned) web::Query<T>;
    (T: TypedHeader) web::Header<T>;
    () PeerAddr;
}

/// `None` for what the caller did not send, or what does not fit. What the application lacks stays its
/// mistake.
impl<T: FromHead> FromHead for Option<T> {
    fn from_head(request: &HttpRequest, caller: &Identity) -> Result<Self, AuthorizationError> {
        match T::from_head(request, caller) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.is_of_the_caller() => Ok(None),
            Err(error) => Err(error),
        }
    }
}
