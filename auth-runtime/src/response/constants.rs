//! Header fields that are the same in many refusals of an app, written once.

use actix_web::http::header::HeaderValue;

use super::Bodies;
use crate::challenge::{Asking, Fields, Why};
use crate::policy::Scheme;
use crate::scheme::Schemes;

/// What depends on the configuration alone.
#[derive(Default)]
pub(crate) struct Constants {
    /// The challenges to those who present nothing, of schemes that have one.
    challenges: [Option<Fields>; Scheme::ALL.len()],
    influences: Option<HeaderValue>,
    are_all: bool,
}

impl Constants {
    pub(crate) fn new(
        schemes: &Schemes,
        realm: &str,
        resource_metadata: Option<&str>,
        bodies: &Bodies,
        has_body_hook: bool,
    ) -> Self {
        let asking = Asking {
            realm,
            why: Why::Nothing,
            resource_metadata,
            scopes: &[],
        };
        let mut challenges = Self::default().challenges;
        for scheme in schemes.configured() {
            let verifier = schemes.get(scheme).filter(|it| it.has_one_challenge());
            challenges[scheme as usize] = verifier.map(|verifier| {
                let mut fields = Fields::default();
                verifier.challenge(&asking, &mut fields);
                fields
            });
        }
        let mut configured = schemes.configured();
        let have_all = configured.all(|scheme| challenges[scheme as usize].is_some());
        Self {
            challenges,
            influences: influences(schemes, bodies),
            are_all: have_all && !has_body_hook && !bodies.negotiates(),
        }
    }

    /// Whether a handler tells everybody the same who presents nothing.
    pub(super) fn are_all(&self) -> bool {
        self.are_all
    }

    /// For callers who present nothing, with the realm of the app and no scopes.
    pub(crate) fn challenge(&self, scheme: Scheme) -> Option<&Fields> {
        self.challenges[scheme as usize].as_ref()
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
