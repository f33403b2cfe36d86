//! Tokens → what was written. Judges grammar only; what it means is [`crate::policy`]'s business.

mod arguments;
mod attribute;
mod handler;
mod option;
mod route;
mod rule;
mod surroundings;

pub(crate) use attribute::{AnonymousArgs, Attribute, AuthArgs, Kind, RoleArgs, take_attributes};
pub(crate) use handler::{Argument, Handler, IdentityArgument};
pub(crate) use option::{CratePath, Written};
pub(crate) use route::Route;
pub(crate) use rule::{Combinator, Rule};
pub(crate) use surroundings::unfit as unfit_surroundings;
