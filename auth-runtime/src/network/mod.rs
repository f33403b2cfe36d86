//! From which address a request comes, and whether requests from there are accepted.

mod address;
mod networks;
mod proxies;
mod written;

pub use address::ClientAddress;
pub use networks::{Networks, NetworksError};

pub(crate) use proxies::Proxies;
