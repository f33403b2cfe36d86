//! The behaviour of guarded handlers, a chapter per promise.
mod smoke;
