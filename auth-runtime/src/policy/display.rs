//! Policies as people read them.

use std::fmt;

use super::{Access, Place, Privilege, Requirement, Rule};

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            handler,
            module,
            file,
            line,
        } = self;
        write!(f, "{module}::{handler} ({file}:{line})")
    }
}

/// The rule as it is written in the attribute: `any("editor", all("author", "reviewer"))`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, rules) = match self {
            Self::Name(name) => return write!(f, "{name}"),
            Self::Any(rules) => ("any", rules),
            Self::All(rules) => ("all", rules),
        };
        write!(f, "{name}(")?;
        for (position, rule) in rules.iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            write!(f, "{separator}{rule}")?;
        }
        f.write_str(")")
    }
}

/// `role "admin"`, `scope all("orders:read", "orders:write")`, `owner of {id}`,
/// `claim "tenant_id" of {tenant} or role "support"`, `condition "office"`.
impl fmt::Display for Privilege {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(rule) => write!(f, "role {rule}"),
            Self::Scope(rule) => write!(f, "scope {rule}"),
            Self::Permission(rule) => write!(f, "permission {rule}"),
            Self::Condition(condition) => write!(f, "condition {condition}"),
            Self::Owner {
                path,
                claim,
                unless_role,
            } => {
                match claim {
                    None => write!(f, "owner of {{{path}}}")?,
                    Some(claim) => write!(f, "claim {claim:?} of {{{path}}}")?,
                }
                match unless_role {
                    None => Ok(()),
                    Some(rule) => write!(f, " or role {rule}"),
                }
            }
        }
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.privilege.fmt(f)
    }
}

/// Who may call, as a phrase: `everybody`, `a Bearer or ApiKey identity with role "admin"`.
impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, others @ ..] = self.schemes() else {
            return f.write_str("everybody");
        };
        let article = if first.name().starts_with('A') {
            "an"
        } else {
            "a"
        };
        write!(f, "{article} {first}")?;
        for scheme in others {
            write!(f, " or {scheme}")?;
        }
        f.write_str(" identity")?;
        if let Some(step_up) = self.step_up() {
            write!(f, " authenticated {step_up},")?;
        }
        for (position, requirement) in self.requirements.iter().enumerate() {
            let word = match (position, requirement.privilege) {
                (0, Privilege::Owner { claim: None, .. }) => ",",
                (0, _) => " with",
                _ => " and",
            };
            write!(f, "{word} {requirement}")?;
        }
        for record in self.records {
            write!(f, ", {record}")?;
        }
        if self.hides_existence() {
            f.write_str(", hidden from all others")
        } else if self.hides_refusal() {
            f.write_str(", hidden from other identities")
        } else {
            Ok(())
        }
    }
}
