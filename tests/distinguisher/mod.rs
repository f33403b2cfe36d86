//! The distinguisher: the attacker who wants to know which paths exist.
//!
//! It is given a running app, a path that is hidden and one that does not exist. It asks for both in
//! thousands of ways, as each of its callers, over real sockets, and reports whatever tells the two
//! apart.

mod attack;
mod caller;
mod comparison;
mod difference;
mod exchange;
mod http2;
mod judgement;
mod normal;
mod observation;
mod plan;
mod probe;
mod random;
mod rank;
mod report;
mod timing;
mod wire;

pub use caller::Caller;
pub use difference::{Difference, Finding, Kind};
pub use plan::Distinguisher;
pub use rank::Ranks;
pub use report::Report;
pub use timing::Timing;
