//! What the refusals of an app have in common, found out once.

use actix_web::http::header::HeaderValue;

use super::Bodies;
use crate::policy::Scheme;
use crate::scheme::{SchemeVerifier, Schemes};

#[derive(Debug)]
pub(crate) struct Constants {
    influences: Option<HeaderValue>,
    are_all: bool,
}

impl Constants {
    pub(crate) fn new(schemes: &Schemes, bodies: &Bodies, has_body_hook: bool) -> Self {
        let mut verifiers = schemes.configured().filter_map(|it| schemes.get(it));
        let have_all = verifiers.all(SchemeVerifier::challenges_alike);
        Self {
            influences: influences(schemes, bodies),
            are_all: have_all && !has_body_hook && !bodies.negotiates(),
        }
    }

    /// Whether a handler tells everybody the same whom it refuses for the same cause.
    pub(super) fn are_all(&self) -> bool {
        self.are_all
    }

    /// What a refusal may depend on beside the credential in `Authorization` (RFC 9110 §12.5.5). The same
    /// for all of them: it must not tell a path that hides from one that does not exist.
    pub(super) fn influences(&self) -> Option<&HeaderValue> {
        self.influences.as_ref()
    }
}

fn influences(schemes: &Schemes, bodies: &Bodies) -> Option<HeaderValue> {
    let mut names = Vec::new();
    if bodies.negotiates() || schemes.get(Scheme::Session).is_some() {
        names.push("Accept");
    }
    let verifiers = schemes.configured().filter_map(|it| schemes.get(it));
    names.extend(verifiers.filter_map(|it| it.field()));
    // Names of fields are always a field's value.
    let value = HeaderValue::try_from(names.join(", ")).ok();
    value.filter(|value| !value.is_empty())
}
