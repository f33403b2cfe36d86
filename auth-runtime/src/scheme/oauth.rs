//! What the challenges of Bearer (RFC 6750 §3) and DPoP (RFC 9449 §7.1) have in common.

use crate::challenge::{Asking, Challenge, Why};
use crate::identity::{AuthenticationError, Failure};

/// `error`, `scope`, `resource_metadata`, what RFC 9470 adds, and `error_description` last: clients
/// that search the line stop at the first `scope=` they meet.
pub(super) fn with_error(mut challenge: Challenge, asking: &Asking<'_>) -> Challenge {
    let error = error(asking.why);
    if let Some((error, _)) = error {
        challenge = challenge.error(error);
    }
    if let Some(scopes) = scopes(asking) {
        challenge = challenge.quoted("scope", &scopes.join(" "));
    }
    if let Some(url) = asking.resource_metadata {
        challenge = challenge.quoted("resource_metadata", url);
    }
    if let Why::StepUp(step_up) = asking.why {
        if !step_up.acr.is_empty() {
            challenge = challenge.quoted("acr_values", &step_up.acr.join(" "));
        }
        if let Some(seconds) = step_up.max_age {
            challenge = challenge.quoted("max_age", &seconds.to_string());
        }
    }
    match error {
        Some((_, description)) => challenge.quoted("error_description", description),
        None => challenge,
    }
}

fn scopes<'a>(asking: &Asking<'a>) -> Option<&'a [&'a str]> {
    match asking.why {
        Why::InsufficientScope(scopes) => Some(scopes),
        // RFC 6750 §3 allows it; clients that discover their server ask for these (MCP).
        _ if asking.resource_metadata.is_some() && !asking.scopes.is_empty() => Some(asking.scopes),
        _ => None,
    }
}

/// The error and its description: of letters, digits and spaces, and the same for the same cause.
fn error(why: Why<'_>) -> Option<(&'static str, &'static str)> {
    match why {
        Why::Nothing => None,
        Why::Malformed => Some(("invalid_request", "The credentials cannot be read")),
        Why::Refused(AuthenticationError(Failure::Expired)) => {
            Some(("invalid_token", "The access token expired"))
        }
        Why::Refused(AuthenticationError(Failure::Proof { .. })) => {
            Some(("invalid_dpop_proof", "The DPoP proof is not valid"))
        }
        Why::Refused(AuthenticationError(Failure::Nonce(_))) => Some((
            "use_dpop_nonce",
            "The DPoP proof needs the nonce of this server",
        )),
        Why::Refused(_) => Some(("invalid_token", "The access token is not valid")),
        Why::StepUp(_) => Some((
            "insufficient_user_authentication",
            "A different authentication is needed",
        )),
        Why::InsufficientScope(_) => {
            Some(("insufficient_scope", "The access token needs a wider scope"))
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::with_error;
    use crate::challenge::{Asking, Challenge, Fields, Why};
    use crate::identity::{AuthenticationError, Failure};
    use crate::policy::StepUp;

    fn written(asking: &Asking<'_>) -> String {
        let mut fields = Fields::default();
        fields.challenge(with_error(Challenge::new("Bearer", asking.realm), asking));
        let line = fields.challenges().next();
        line.and_then(|line| line.to_str().ok())
            .map(ToOwned::to_owned)
            .unwrap_or_default()
    }

    fn asking(why: Why<'_>) -> Asking<'_> {
        Asking {
            realm: "api",
            why,
            resource_metadata: None,
            scopes: &[],
        }
    }

    #[test]
    fn carries_an_error_only_when_there_is_one() {
        assert_eq!(written(&asking(Why::Nothing)), "Bearer realm=\"api\"");
        let expired = AuthenticationError::expired();
        assert_eq!(
            written(&asking(Why::Refused(&expired))),
            "Bearer realm=\"api\", error=\"invalid_token\", \
             error_description=\"The access token expired\""
        );
    }

    /// RFC 6750 §3, as printed but for its line breaks.
    #[test]
    fn the_published_examples_agree() {
        let example = |why| Asking {
            realm: "example",
            ..asking(why)
        };
        assert_eq!(written(&example(Why::Nothing)), r#"Bearer realm="example""#);
        let expired = AuthenticationError::expired();
        assert_eq!(
            written(&example(Why::Refused(&expired))),
            "Bearer realm=\"example\", error=\"invalid_token\", \
             error_description=\"The access token expired\""
        );
    }

    #[test]
    fn a_missing_scope_is_named() {
        let scopes = ["orders:read", "orders:write"];
        assert_eq!(
            written(&asking(Why::InsufficientScope(&scopes))),
            "Bearer realm=\"api\", error=\"insufficient_scope\", \
             scope=\"orders:read orders:write\", \
             error_description=\"The access token needs a wider scope\""
        );
    }

    #[test]
    fn a_step_up_says_how_to_authenticate() {
        let step_up = StepUp {
            max_age: Some(5),
            acr: &["phr", "phrh"],
        };
        assert_eq!(
            written(&asking(Why::StepUp(step_up))),
            "Bearer realm=\"api\", error=\"insufficient_user_authentication\", \
             acr_values=\"phr phrh\", max_age=\"5\", \
             error_description=\"A different authentication is needed\""
        );
    }

    #[test]
    fn descriptions_survive_clients_that_search_the_header() {
        let (rejected, expired) = (
            AuthenticationError::rejected("x"),
            AuthenticationError::expired(),
        );
        let step_up = StepUp {
            max_age: None,
            acr: &[],
        };
        let proof = AuthenticationError(Failure::Proof { code: "x" });
        let nonce = AuthenticationError(Failure::Nonce(HeaderValue::from_static("x")));
        for why in [
            Why::Malformed,
            Why::Refused(&rejected),
            Why::Refused(&expired),
            Why::Refused(&proof),
            Why::Refused(&nonce),
            Why::StepUp(step_up),
            Why::InsufficientScope(&[]),
        ] {
            let (_, description) = super::error(why).unwrap();
            assert!(
                description
                    .bytes()
                    .all(|byte| byte == b' ' || byte.is_ascii_alphanumeric())
            );
        }
    }
}
