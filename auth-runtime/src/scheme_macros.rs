//! The schemes of attributes: each where the feature that serves it is on. Where it is off, the error
//! that the attribute has made for that case, which lies at the scheme's name.
//!
//! One by one, because a macro that another macro makes cannot be named by a path.

#[cfg(feature = "basic")]
#[doc(hidden)]
#[macro_export]
macro_rules! __basic {
    ($($off:tt)*) => {
        $crate::__private::Scheme::Basic
    };
}

#[cfg(not(feature = "basic"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __basic {
    ($($off:tt)*) => {
        $($off)*
    };
}

#[cfg(feature = "digest")]
#[doc(hidden)]
#[macro_export]
macro_rules! __digest {
    ($($off:tt)*) => {
        $crate::__private::Scheme::Digest
    };
}

#[cfg(not(feature = "digest"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __digest {
    ($($off:tt)*) => {
        $($off)*
    };
}

#[cfg(feature = "api_key")]
#[doc(hidden)]
#[macro_export]
macro_rules! __api_key {
    ($($off:tt)*) => {
        $crate::__private::Scheme::ApiKey
    };
}

#[cfg(not(feature = "api_key"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __api_key {
    ($($off:tt)*) => {
        $($off)*
    };
}

#[cfg(feature = "session")]
#[doc(hidden)]
#[macro_export]
macro_rules! __session {
    ($($off:tt)*) => {
        $crate::__private::Scheme::Session
    };
}

#[cfg(not(feature = "session"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __session {
    ($($off:tt)*) => {
        $($off)*
    };
}

#[cfg(feature = "dpop")]
#[doc(hidden)]
#[macro_export]
macro_rules! __dpop {
    ($($off:tt)*) => {
        $crate::__private::Scheme::DPoP
    };
}

#[cfg(not(feature = "dpop"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __dpop {
    ($($off:tt)*) => {
        $($off)*
    };
}
