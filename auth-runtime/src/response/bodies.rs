//! The bodies that are built in: JSON, problem details (RFC 9457), pages.

use std::collections::BTreeMap;

use actix_web::http::header::HeaderValue;
use serde::Serialize;

use super::negotiation::PROBLEM_JSON;
use super::page::page;
use super::{Body, Refusal, Required};

/// How refusals look that no hook of [`AuthBuilder::body`](crate::AuthBuilder::body) makes.
///
/// A 403 also has `required`, as `{"permission": "feature:export"}`, where
/// [`AuthBuilder::tell_requirements`](crate::AuthBuilder::tell_requirements) permits it: a member of the
/// JSON, an extension member of problem details, a sentence of a page.
///
/// ```
/// use auth_runtime::{Auth, Bodies};
///
/// let builder = Auth::builder().bodies(
///     Bodies::problem_details()
///         .types("https://docs.example/problems/")
///         .documentation("https://docs.example/errors#")
///         .pages(),
/// );
/// ```
#[derive(Debug, Clone, Default)]
pub struct Bodies {
    format: Format,
    has_pages: bool,
    documentation: Option<String>,
    documents: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Default)]
enum Format {
    #[default]
    Json,
    Problem {
        types: Option<String>,
    },
}

/// `{"error": …, "message": …, "timestamp": …}`.
#[derive(Serialize)]
struct Plain<'a> {
    error: &'a str,
    message: &'a str,
    timestamp: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    documentation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<&'a Required>,
}

/// RFC 9457 §3.1, and what §3.2 calls extension members.
#[derive(Serialize)]
struct Problem<'a> {
    r#type: &'a str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    error: &'a str,
    timestamp: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    documentation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<&'a Required>,
}

impl Bodies {
    /// `{"error": …, "message": …, "timestamp": …}` as `application/json`, which is the default.
    pub fn json() -> Self {
        Self::default()
    }

    /// Problem details as `application/problem+json` (RFC 9457): `type`, `title`, `status` and
    /// `detail`, and our `error` and `timestamp`.
    pub fn problem_details() -> Self {
        Self {
            format: Format::Problem { types: None },
            ..Self::default()
        }
    }

    /// Makes the `type` of problem details of this and the error code, instead of `about:blank`.
    #[must_use]
    pub fn types(mut self, base: impl Into<String>) -> Self {
        self.format = Format::Problem {
            types: Some(base.into()),
        };
        self
    }

    /// Answers with a page of HTML where a browser is about to show one: by `Accept`, and not to
    /// scripts.
    #[must_use]
    pub fn pages(mut self) -> Self {
        self.has_pages = true;
        self
    }

    /// Links to the documentation of an error: this and the error code, as `documentation`.
    #[must_use]
    pub fn documentation(mut self, base: impl Into<String>) -> Self {
        self.documentation = Some(base.into());
        self
    }

    /// Links to this for one error code of [`Refusal::error`].
    #[must_use]
    pub fn documentation_of(mut self, error: impl Into<String>, url: impl Into<String>) -> Self {
        self.documents.insert(error.into(), url.into());
        self
    }

    pub(crate) fn problems(&self) -> Vec<String> {
        let types = match &self.format {
            Format::Json => None,
            Format::Problem { types } => types.as_ref(),
        };
        let links = self.documentation.iter().chain(self.documents.values());
        links
            .chain(types)
            .filter(|link| !is_link(link))
            .map(|link| {
                format!(
                    "{link:?} is no link: write it as \"https://docs.example/errors#\", or as a \
                     path of this application"
                )
            })
            .collect()
    }

    /// Whether the answer depends on what the client accepts.
    pub(super) fn negotiates(&self) -> bool {
        self.has_pages
    }

    pub(super) fn document(&self, error: &str) -> Option<String> {
        let own = self.documents.get(error).cloned();
        own.or_else(|| Some(format!("{}{error}", self.documentation.as_deref()?)))
    }

    pub(super) fn body(&self, refusal: &Refusal, shows_pages: bool) -> Body {
        if self.has_pages && shows_pages {
            return page(refusal);
        }
        let documentation = refusal.documentation();
        let (error, detail) = (refusal.error(), refusal.message());
        let (timestamp, required) = (refusal.timestamp(), refusal.required());
        let Format::Problem { types } = &self.format else {
            return Body::json(&Plain {
                error,
                message: detail,
                timestamp,
                documentation,
                required,
            })
            .unwrap_or_else(|_| Body::empty());
        };
        let own = types.as_ref().map(|base| format!("{base}{error}"));
        let problem = serde_json::to_vec(&Problem {
            r#type: own.as_deref().unwrap_or("about:blank"),
            // What §4.2.1 asks for `about:blank` suits the other types as well.
            title: refusal.status().canonical_reason().unwrap_or_default(),
            status: refusal.status().as_u16(),
            detail,
            error,
            timestamp,
            documentation,
            required,
        });
        problem.map_or_else(
            |_| Body::empty(),
            |bytes| Body::of_type(HeaderValue::from_static(PROBLEM_JSON), bytes),
        )
    }
}

fn is_link(link: &str) -> bool {
    let is_uri = |byte: u8| byte.is_ascii_graphic() && !b"\\\"<>^`{|}".contains(&byte);
    let is_path = link.starts_with('/') && !link.starts_with("//");
    let is_absolute = ["https://", "http://"]
        .iter()
        .any(|it| link.starts_with(it));
    (is_path || is_absolute) && link.bytes().all(is_uri)
}

#[cfg(test)]
mod tests {
    use super::Bodies;

    #[test]
    fn a_link_is_a_url_or_a_path() {
        let bodies = Bodies::problem_details()
            .types("/problems/")
            .documentation("https://docs.example/errors#");
        assert_eq!(bodies.problems(), [""; 0]);
        for link in [
            "",
            "docs",
            "//evil.example",
            "javascript:alert(1)",
            "https://a b",
        ] {
            assert_eq!(
                Bodies::json().documentation(link).problems().len(),
                1,
                "{link}"
            );
            assert_eq!(
                Bodies::json().documentation_of("x", link).problems().len(),
                1
            );
            assert_eq!(Bodies::problem_details().types(link).problems().len(), 1);
        }
    }

    #[test]
    fn one_error_may_have_a_document_of_its_own() {
        let bodies = Bodies::json()
            .documentation("/errors#")
            .documentation_of("forbidden", "/ask");
        assert_eq!(bodies.document("forbidden").as_deref(), Some("/ask"));
        assert_eq!(
            bodies.document("not_found").as_deref(),
            Some("/errors#not_found")
        );
        assert_eq!(Bodies::json().document("not_found"), None);
    }
}
