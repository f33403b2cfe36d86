//! Tokens → what was written. Judges grammar only; what it means is [`crate::policy`]'s business.

mod arguments;
mod attribute;
mod foreign;
mod handler;
mod kind;
mod option;
mod route;
mod rule;
mod stray;
mod surroundings;

pub(crate) use arguments::{Segment, Setting, nothing_after, split};
pub(crate) use attribute::{
    AnonymousArgs, Attribute, AuthArgs, NamesArgs, OwnerArgs, take_attributes,
};
pub(crate) use foreign::{expression as foreign_expression, is_foreign, report_attributes};
pub(crate) use handler::{Argument, Handler, IdentityArgument};
pub(crate) use kind::Kind;
pub(crate) use option::{CratePath, OptionSyntax, Table, Written, not_an_option, set_once};
pub(crate) use route::Route;
pub(crate) use rule::{Combinator, Name, Rule};
pub(crate) use surroundings::unfit as unfit_surroundings;
