//! The document, made once when the configuration is built (RFC 9728 §2).

use std::collections::BTreeSet;

use actix_web::web::Bytes;
use serde::Serialize;

use super::ProtectedResource;
use super::url::PlainUrl;
use crate::policy::{Access, Privilege, Scheme};
use crate::scheme::Schemes;

const WELL_KNOWN: &str = "/.well-known/oauth-protected-resource";

/// The metadata of an API, and where it stands.
#[derive(Debug)]
pub(crate) struct Metadata {
    pub(crate) url: String,
    pub(super) path: String,
    pub(super) document: Bytes,
}

/// The members, none of which is written without a value (RFC 9728 §3.2).
#[derive(Serialize)]
struct Document<'a> {
    resource: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    authorization_servers: &'a [String],
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    scopes_supported: BTreeSet<&'static str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    bearer_methods_supported: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_documentation: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    dpop_signing_alg_values_supported: &'a [&'static str],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    dpop_bound_access_tokens_required: bool,
}

impl Metadata {
    /// The metadata of this resource, as these handlers and schemes make it, or what is wrong.
    pub(crate) fn new(
        resource: &ProtectedResource,
        handlers: &[&Access],
        schemes: &Schemes,
    ) -> Result<Self, Vec<String>> {
        let problems = wrong_urls(resource);
        let Some(url) = PlainUrl::read(&resource.identifier).filter(|_| problems.is_empty()) else {
            return Err(problems);
        };
        // RFC 9728 §3.1: between host and path, without the slash that ends the host.
        let path = match &*url.path {
            "/" => WELL_KNOWN.to_owned(),
            path => format!("{WELL_KNOWN}{path}"),
        };
        let document = document(resource, handlers, schemes);
        Ok(Self {
            url: format!("{}{path}", url.origin),
            document: document.map_err(|cause| vec![cause.to_string()])?,
            path,
        })
    }
}

fn wrong_urls(resource: &ProtectedResource) -> Vec<String> {
    let urls = resource.authorization_servers.iter();
    let urls = urls.map(|url| ("the authorization server", url));
    let documentation = resource.documentation.iter();
    let documentation = documentation.map(|url| ("the documentation", url));
    [("the resource", &resource.identifier)]
        .into_iter()
        .chain(urls)
        .chain(documentation)
        .filter(|(_, url)| PlainUrl::read(url).is_none())
        .map(|(what, url)| {
            format!(
                "{what} {url:?} cannot stand in the metadata: give an https URL without query and \
                 fragment"
            )
        })
        .collect()
}

fn document(
    resource: &ProtectedResource,
    handlers: &[&Access],
    schemes: &Schemes,
) -> Result<Bytes, serde_json::Error> {
    let takes_tokens = schemes.get(Scheme::Bearer).is_some();
    let dpop = schemes.get(Scheme::DPoP);
    let document = Document {
        resource: &resource.identifier,
        authorization_servers: &resource.authorization_servers,
        scopes_supported: handlers.iter().flat_map(|it| scopes(it)).collect(),
        bearer_methods_supported: if takes_tokens { &["header"] } else { &[] },
        resource_name: resource.name.as_deref(),
        resource_documentation: resource.documentation.as_deref(),
        dpop_signing_alg_values_supported: dpop.map_or(&[], |dpop| dpop.proof_algorithms()),
        dpop_bound_access_tokens_required: dpop.is_some() && no_plain_token_is_enough(handlers),
    };
    serde_json::to_vec(&document).map(Bytes::from)
}

/// The scopes that a handler asks for, where it says so to callers. What hides asks in secret.
fn scopes(access: &Access) -> Vec<&'static str> {
    if access.hides_refusal() || access.hides_existence() {
        return Vec::new();
    }
    let mut scopes = Vec::new();
    for requirement in access.requirements() {
        if let Privilege::Scope(rule) = requirement.privilege() {
            scopes.extend(rule.names().into_iter().map(|name| name.as_str()));
        }
    }
    scopes
}

/// Whether no handler that asks for a credential takes a plain Bearer token.
fn no_plain_token_is_enough(handlers: &[&Access]) -> bool {
    let mut closed = handlers.iter().filter(|it| !it.schemes().is_empty());
    closed.all(|access| !access.schemes().contains(&Scheme::Bearer))
}
