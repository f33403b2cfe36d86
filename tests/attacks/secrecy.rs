//! What must not leak while refusing, and what the log says instead.

mod debug;
mod events;
