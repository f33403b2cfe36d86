//! What a request costs as something grows: a file for each axis, and what they have in common.
//!
//! `python3 benches/growth.py` runs `bin/growth.rs` and keeps what it counts.

pub mod caches;
pub mod depth;
pub mod drive;
pub mod header;
pub mod keys;
pub mod live_tokens;
pub mod memory;
pub mod minted;
pub mod remembered;
pub mod requirements;
pub mod revocations;
pub mod rig;
pub mod roles;
pub mod throttled;
pub mod token_size;

use rig::Rig;

/// Counts one axis.
type Count = fn(&Rig);

/// The axes along which a request or an operation is counted.
pub const AXES: &[(&str, Count)] = &[
    ("roles in the token", roles::count),
    ("leaves of a rule", requirements::count),
    ("depth of a rule", depth::count),
    ("bytes of the token", token_size::count),
    ("members of the header", header::count),
    ("keys of the issuer", keys::count),
    ("distinct live tokens", live_tokens::count),
    ("revoked tokens", revocations::count),
    ("failing clients", throttled::count),
    ("remembered API keys", remembered::count),
];
