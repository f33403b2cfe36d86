//! A hidden refusal looks like a miss; anything that belongs to this route alone would identify it.

use super::{Declared, Required};
use crate::code::Code;
use crate::errors::Errors;

pub(super) fn check(declared: &Declared, errors: &mut Errors) {
    let hidden: Vec<_> = declared.required.iter().filter(|it| it.hides()).collect();
    for message in hidden.iter().filter_map(|it| Required::message(it)) {
        errors.at(
            Code::HiddenWithMessage,
            &message.tokens,
            "`message` beside `hide = true`: a hidden refusal says nothing\nhelp: remove \
             `message`, or `hide`",
        );
    }
    let realms = declared.auth.iter().filter_map(|auth| auth.realm.as_ref());
    for realm in realms.filter(|_| !hidden.is_empty()) {
        errors.at(
            Code::HiddenRequirementWithRealm,
            &realm.tokens,
            "`realm` on a handler whose refusal is hidden: its challenge would tell the route \
             from a miss\nhelp: remove `realm`, or `hide`",
        );
    }
}
