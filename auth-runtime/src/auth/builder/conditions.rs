//! What handlers ask by a name: conditions.

use super::AuthBuilder;
use crate::condition::Condition;

impl AuthBuilder {
    /// Registers what handlers under `#[require_condition("…")]` ask by this name.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicBool, Ordering};
    ///
    /// use actix_web::HttpRequest;
    /// use auth_runtime::{Auth, Identity};
    ///
    /// static TAKES_ORDERS: AtomicBool = AtomicBool::new(true);
    ///
    /// let builder = Auth::builder().condition("open", |_: &HttpRequest, _: &Identity| {
    ///     TAKES_ORDERS.load(Ordering::Relaxed)
    /// });
    /// ```
    ///
    /// A closure needs the types of its arguments, as here. What waits implements [`Condition`], or is an
    /// async function that the attribute names.
    ///
    /// From where a request comes, `Networks` judge (feature `networks`): the peer's address would be a
    /// proxy's, and a header field would be the client's own word.
    pub fn condition(mut self, name: impl Into<String>, condition: impl Condition) -> Self {
        let name = name.into();
        if !self.conditions.register(name.clone(), condition) {
            self.problems.push(format!(
                "the condition {name:?} is registered twice: keep one"
            ));
        }
        self
    }
}
