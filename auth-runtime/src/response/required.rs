//! What a caller lacks, told to it.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::policy::{Privilege, Rule};

/// The role, scope or permission for want of which a caller gets 403: [`Refusal::required`].
///
/// As JSON it is `{"permission": "feature:export"}`.
///
/// [`Refusal::required`]: crate::Refusal::required
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Required {
    kind: &'static str,
    text: String,
}

impl Required {
    /// Of owners and conditions nothing can be told: they are about the request, and not about names.
    /// Of scopes it is all that the route needs, as in a challenge (RFC 6750 §3).
    pub(crate) fn of(privilege: Privilege, needed_scopes: &[&str]) -> Option<Self> {
        let (kind, rule) = match privilege {
            Privilege::Role(rule) => ("role", rule),
            Privilege::Permission(rule) => ("permission", rule),
            Privilege::Scope(_) => {
                let text = needed_scopes.join(" ");
                return Some(Self {
                    kind: "scope",
                    text,
                });
            }
            Privilege::Owner { .. } | Privilege::Condition(_) => return None,
        };
        let text = match rule {
            Rule::Name(name) => name.as_str().to_owned(),
            rule => rule.to_string(),
        };
        Some(Self { kind, text })
    }

    /// `role`, `scope` or `permission`.
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// The name, or the rule as the attribute writes it: `any("editor", all("author", "reviewer"))`. Of
    /// scopes, each that the route needs, with spaces between them.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// `permission feature:export`
impl fmt::Display for Required {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.text)
    }
}

impl Serialize for Required {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.kind, &self.text)?;
        map.end()
    }
}
