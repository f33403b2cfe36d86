//! `#[access_control]`: a module or an `impl` block in which every handler declares its access.
//!
//! Arguments → a default and the names of handlers. Items → what each function is. The functions of
//! a module get attributes, which expand later; those of a block are guarded here, because what a
//! guard brings along has to stand beside the block.

mod arguments;
mod block;
mod body;
mod call;
mod check;
mod default;
mod dropped;
mod given;
mod item;
mod marks;
mod module;
mod named;
mod registered;
mod route_call;
#[cfg(test)]
mod tests;

pub(crate) use check::expand as access_control;
