//! Names that imply each other, side by side: refused while the program is compiled.

use super::Term;

/// For an any-list: another name of it does not let the callers of this one pass already.
///
/// # Panics
///
/// Where it does, with what to do.
#[track_caller]
pub const fn adds_somebody(list: &[Option<&Term>], position: usize) {
    assert!(
        !is_implied(list, position, Direction::Implies),
        "this name adds nobody: it implies another one of the list, which lets its callers pass \
         already [auth::A007]\nhelp: remove it"
    );
}

/// For names that must all hold: another one does not imply this one.
///
/// # Panics
///
/// Where it does, with what to do.
#[track_caller]
pub const fn asks_for_more(list: &[Option<&Term>], position: usize) {
    assert!(
        !is_implied(list, position, Direction::IsImplied),
        "this name asks for nothing more: another one that is required implies it \
         [auth::A008]\nhelp: remove it"
    );
}

#[derive(Clone, Copy)]
enum Direction {
    Implies,
    IsImplied,
}

/// Whether the name at a position implies another one of the list, or is implied by one.
const fn is_implied(list: &[Option<&Term>], position: usize, direction: Direction) -> bool {
    let mut other = 0;
    while other < list.len() {
        if other != position
            && let (Some(this), Some(that)) = (list[position], list[other])
        {
            let (strong, weak) = match direction {
                Direction::Implies => (this, that),
                Direction::IsImplied => (that, this),
            };
            if weak.is_implied_by(strong) {
                return true;
            }
        }
        other += 1;
    }
    false
}
