//! Protected resource metadata (RFC 9728): what clients need to know before they have a token.
//!
//! ```text
//! ProtectedResource (configuration) → Metadata (document and its URL) → ResourceMetadata (service)
//! ```

mod document;
mod resource;
mod service;
mod url;

pub(crate) use document::Metadata;
pub use resource::ProtectedResource;
pub use service::ResourceMetadata;
