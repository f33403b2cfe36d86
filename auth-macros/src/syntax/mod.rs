//! Tokens → what was written. Judges grammar only; what it means is [`crate::policy`]'s business.

mod args;
mod arguments;
mod attribute;
mod auth;
mod foreign;
mod handler;
mod kind;
mod option;
mod route;
mod rule;
mod stray;
mod surroundings;
mod table;
mod texts;

pub(crate) use args::{AnonymousArgs, DEFAULT_MARK, NamesArgs, OwnerArgs};
pub(crate) use arguments::{Segment, Setting, is_colon, nothing_after, path_length, split};
pub(crate) use attribute::{Attribute, take_attributes};
pub(crate) use auth::AuthArgs;
pub(crate) use foreign::{expression as foreign_expression, is_foreign, report_attributes};
pub(crate) use handler::{Argument, Handler, IdentityArgument};
pub(crate) use kind::Kind;
pub(crate) use option::{CratePath, OptionSyntax, Written, not_an_option, set_once};
pub(crate) use route::{Route, is_route, is_route_method};
pub(crate) use rule::{Combinator, Name, Rule};
pub(crate) use surroundings::unfit as unfit_surroundings;
pub(crate) use table::Table;
