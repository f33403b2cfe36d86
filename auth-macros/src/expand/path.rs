//! The one place that names the runtime crate.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::syntax::CratePath;

/// The private door of the runtime crate: `::auth_runtime::__private`, or below `crate = …`.
pub(crate) fn door(krate: Option<&CratePath>) -> TokenStream {
    krate.map_or_else(
        || quote_spanned!(Span::mixed_site()=> ::auth_runtime::__private),
        |path| quote_spanned!(Span::mixed_site()=> #path::__private),
    )
}
