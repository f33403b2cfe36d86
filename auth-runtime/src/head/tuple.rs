//! Several at once.

use actix_web::HttpRequest;

use super::FromHead;
use crate::identity::Identity;
use crate::obstacle::AuthorizationError;

impl FromHead for () {
    fn from_head(_: &HttpRequest, _: &Identity) -> Result<Self, AuthorizationError> {
        Ok(())
    }
}

macro_rules! tuples {
    ($(($($part:ident)+))+) => {$(
        impl<$($part: FromHead),+> FromHead for ($($part,)+) {
            fn from_head(request: &HttpRequest, caller: &Identity) -> Result<Self, AuthorizationError> {
                Ok(($($part::from_head(request, caller)?,)+))
            }
        }
    )+};
}

tuples! {
    (A)
    (A B)
    (A B C)
    (A B C D)
    (A B C D E)
    (A B C D E F)
}
