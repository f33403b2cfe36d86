//! What does not compile yet when it is guarded.

/// File, handler, and why it stays plain in every form. To be empty.
pub(crate) const KNOWN: &[(&str, &str, &str)] = &[];
