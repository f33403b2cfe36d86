//! `growth count AXIS`: one axis, for callgrind. `growth memory tokens|roles|clients COUNT`, `growth caches shared|each`:
//! see the files in `growth/`. Lines of JSON on standard output.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a bench that cannot go on has failed, and says so to the terminal"
)]

use std::env;

use benches::growth::rig::Rig;
use benches::growth::{AXES, caches, memory};

fn main() {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["count", name] => {
            let axis = AXES.iter().find(|(known, _)| *known == name);
            let (_, count) = axis.expect("an axis of `benches::growth::AXES`");
            count(&Rig::new());
        }
        ["memory", what, count] => {
            memory::fill(what, count.parse().expect("how many at most"));
        }
        ["caches", kind] => caches::count(kind),
        ["caches"] => caches::time(),
        _ => panic!("see the first lines of this file"),
    }
}
