//! The path's segments, all of them: a tuple of fewer would be of other segments than it seems.

use std::any::type_name;
use std::fmt;

use actix_web::{HttpRequest, web};
use serde::de::{self, DeserializeOwned, Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::{FromHead, extracted};
use crate::identity::Identity;
use crate::obstacle::AuthorizationError;

/// A tuple takes the first segments, in actix-web's words: below `/{tenant}/orders/{id}` a `Path<(u64,)>`
/// is the tenant. What takes another number of segments than the route has is a mistake of the route, and
/// no request's.
impl<T: DeserializeOwned> FromHead for web::Path<T> {
    fn from_head(request: &HttpRequest, _: &Identity) -> Result<Self, AuthorizationError> {
        let (taken, there) = (taken::<T>(), request.match_info().segment_count());
        if taken.is_some_and(|taken| taken != there) {
            return Err(AuthorizationError::broken(format!(
                "`{}` takes another number of segments than the {there} of this route: take all, or \
                 name them in a struct",
                type_name::<Self>()
            )));
        }
        extracted(request).map_err(|_| AuthorizationError::absent())
    }
}

/// How many segments a type takes by their order. None for one that names them, or takes any number.
fn taken<T: DeserializeOwned>() -> Option<usize> {
    match T::deserialize(Asked) {
        Err(Asks::For(segments)) => Some(segments),
        Err(Asks::Otherwise) | Ok(_) => None,
    }
}

/// A deserializer that only notes what it is asked for.
struct Asked;

#[derive(Debug)]
enum Asks {
    For(usize),
    Otherwise,
}

impl fmt::Display for Asks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this says only what a type takes")
    }
}

impl std::error::Error for Asks {}

impl de::Error for Asks {
    fn custom<M: fmt::Display>(_: M) -> Self {
        Self::Otherwise
    }
}

impl<'de> Deserializer<'de> for Asked {
    type Error = Asks;

    /// A value by itself.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Asks> {
        Err(Asks::For(1))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, _: V) -> Result<V::Value, Asks> {
        Err(Asks::For(len))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        _: V,
    ) -> Result<V::Value, Asks> {
        Err(Asks::For(len))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Asks> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Asks> {
        Err(Asks::Otherwise)
    }

    fn deserialize_map<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Asks> {
        Err(Asks::Otherwise)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Asks> {
        Err(Asks::Otherwise)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Asks> {
        Err(Asks::Otherwise)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Asks> {
        Err(Asks::Otherwise)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit_struct enum identifier
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use actix_web::test::TestRequest;
    use actix_web::web::Path;
    use serde::Deserialize;

    use super::{FromHead, taken};
    use crate::identity::Identity;
    use crate::obstacle::{AuthorizationError, Obstacle};

    #[derive(Deserialize)]
    struct Named {
        id: u64,
    }

    #[derive(Deserialize)]
    struct Number(u64);

    #[derive(Deserialize)]
    struct Pair(String, u64);

    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Word {
        Acme,
    }

    #[test]
    fn a_type_says_how_many_segments_it_takes() {
        assert_eq!(taken::<u64>(), Some(1));
        assert_eq!(taken::<String>(), Some(1));
        assert_eq!(taken::<Word>(), Some(1));
        assert_eq!(taken::<Number>(), Some(1));
        assert_eq!(taken::<(u64,)>(), Some(1));
        assert_eq!(taken::<(String, u64)>(), Some(2));
        assert_eq!(taken::<Pair>(), Some(2));
        assert_eq!(taken::<Named>(), None);
        assert_eq!(taken::<HashMap<String, String>>(), None);
        assert_eq!(taken::<Vec<String>>(), None);
    }

    fn from<T: FromHead>() -> Result<T, AuthorizationError> {
        let request = TestRequest::default()
            .param("tenant", "acme")
            .param("id", "7")
            .to_http_request();
        T::from_head(&request, &Identity::new("alice"))
    }

    #[test]
    fn all_segments_fit_or_are_named() {
        assert_eq!(from::<Path<(String, u64)>>().unwrap().1, 7);
        assert_eq!(from::<Path<(Word, Number)>>().unwrap().1.0, 7);
        assert!(matches!(
            *from::<Path<(Word, u64)>>().unwrap(),
            (Word::Acme, 7)
        ));
        assert_eq!(from::<Path<Named>>().unwrap().id, 7);
        let Pair(tenant, id) = from::<Path<Pair>>().unwrap().into_inner();
        assert_eq!((&*tenant, id), ("acme", 7));
    }

    #[test]
    fn fewer_or_more_segments_than_the_route_has_are_its_mistake() {
        let broken = |error: Option<AuthorizationError>| {
            matches!(error, Some(AuthorizationError(Obstacle::Broken(_))))
        };
        assert!(broken(from::<Path<(String,)>>().err()));
        assert!(broken(from::<Path<String>>().err()));
        assert!(broken(from::<Path<u64>>().err()));
        assert!(broken(from::<Path<(String, u64, u64)>>().err()));
    }

    #[test]
    fn what_does_not_fit_is_not_there() {
        let absent = |error: Option<AuthorizationError>| {
            matches!(error, Some(AuthorizationError(Obstacle::Absent)))
        };
        assert!(absent(from::<Path<(u64, u64)>>().err()));
    }
}
