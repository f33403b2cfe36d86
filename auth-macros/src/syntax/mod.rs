//! Tokens → what was written. Judges grammar only; what it means is [`crate::policy`]'s business.

mod args;
mod argument;
mod arguments;
mod attribute;
mod auth;
mod condition;
mod foreign;
mod handler;
mod inert;
mod kind;
mod not_a_condition;
mod option;
mod owner;
mod route;
mod rule;
mod stray;
mod surroundings;
mod table;
mod texts;

pub(crate) use args::{AnonymousArgs, DEFAULT_MARK, NamesArgs};
pub(crate) use argument::{Argument, IdentityArgument, Record};
pub(crate) use arguments::{Segment, Setting, is_colon, nothing_after, path_length, split};
pub(crate) use attribute::{Attribute, take_attributes};
pub(crate) use auth::AuthArgs;
pub(crate) use condition::{Condition, ConditionArgs};
pub(crate) use foreign::{expression as foreign_expression, is_foreign, report_attributes};
pub(crate) use handler::Handler;
pub(crate) use inert::is_inert;
pub(crate) use kind::Kind;
pub(crate) use option::{CratePath, OptionSyntax, Written, not_an_option, set_once};
pub(crate) use owner::OwnerArgs;
pub(crate) use route::{Route, is_route, is_route_method, is_surely_route};
pub(crate) use rule::{Combinator, Name, Rule};
pub(crate) use surroundings::unfit as unfit_surroundings;
pub(crate) use table::Table;
