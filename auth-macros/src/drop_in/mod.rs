//! Route attributes in actix-web's syntax that serve no handler without declared access.
//!
//! Such an attribute is the outermost one, so it takes the others along, as the first of them would
//! do. It makes what actix-web's attribute makes, with `.guarded` in the place of `.to`: whatever a
//! name stands for, rustc has the last word on whether the handler is guarded.

mod access;
mod arguments;
mod method;
mod path;
mod serve;
mod service;
mod stacked;
#[cfg(test)]
mod tests;

pub(crate) use serve::serve;
