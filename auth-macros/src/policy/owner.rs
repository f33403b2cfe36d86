//! Which segment of the path has to name the caller, by what, and who may although it does not.

use syn::LitStr;

use super::name;
use super::requirement::{self, Rule};
use crate::code::Code;
use crate::errors::{Errors, quoted};
use crate::syntax::{self, Kind, OwnerArgs};

/// `#[require_owner(…)]`, `#[require_tenant(…)]`
pub(crate) struct Owner {
    /// The name of the path's segment.
    pub(crate) segment: String,
    /// The claim that the segment has to be. The subject, when there is none.
    pub(crate) claim: Option<String>,
    pub(crate) unless_role: Option<Rule>,
}

/// Where the tenant of a caller stands, when nothing else is said.
const TENANT: &str = "tenant_id";

pub(super) fn lower(args: &OwnerArgs, errors: &mut Errors) -> Owner {
    let claim = args.claim.as_ref().map(|it| claim(&it.value, errors));
    let unsaid = (args.kind == Kind::RequireTenant).then(|| TENANT.to_owned());
    Owner {
        segment: segment(args, errors),
        claim: claim.or(unsaid),
        unless_role: args.unless_role.as_ref().map(|it| role(&it.value, errors)),
    }
}

fn segment(args: &OwnerArgs, errors: &mut Errors) -> String {
    let Some(written) = args.path.as_ref().or(args.scope_path.as_ref()) else {
        return String::new(); // Reported already.
    };
    let name = written.value.value();
    let bare = name.trim_matches(['{', '}']);
    if !is_segment(&name) {
        let help = if is_segment(bare) {
            format!("`{bare:?}`, without the braces")
        } else {
            "the name between the braces of the route's path: `\"user_id\"` for \
             `/users/{user_id}`"
                .into()
        };
        errors.at(
            Code::NotASegment,
            &written.value,
            format!(
                "{} does not name a segment of a path\nhelp: {help}",
                quoted(&written.value)
            ),
        );
    }
    name
}

/// Whether `{name}` can stand in a path.
pub(super) fn is_segment(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Several roles stand in `any(…)`, which one text does not know of.
fn role(written: &syntax::Rule, errors: &mut Errors) -> Rule {
    if let syntax::Rule::Name(syntax::Name::Text(text)) = written {
        name::check(text, Kind::RequireRole, "text of `any(…)`", errors);
        return Rule::Name(name::Name::Text(text.value()));
    }
    requirement::rule(written, Kind::RequireRole, errors)
}

/// Longer names are pasted by mistake.
const LONGEST_CLAIM: usize = 512;

/// The name of a claim, as it stands in the token (RFC 7519 §4): text of any kind.
fn claim(written: &LitStr, errors: &mut Errors) -> String {
    let name = written.value();
    if let Some((what, help)) = no_claim(&name) {
        errors.at(Code::NotAClaim, written, format!("{what}\nhelp: {help}"));
    }
    name
}

/// The first thing that is wrong with it, and what to write.
fn no_claim(name: &str) -> Option<(String, String)> {
    let trimmed = name.trim();
    if trimmed.is_empty() {
        let help = "name it, as in `claim = \"account_id\"`, or remove `claim`";
        return Some(("a claim without a name".to_owned(), help.to_owned()));
    }
    if name.len() > LONGEST_CLAIM {
        let help = format!("at most {LONGEST_CLAIM}; was something else pasted here?");
        return Some((format!("a claim of {} bytes", name.len()), help));
    }
    let (what, help) = if trimmed != name {
        (
            "has spaces around its name".to_owned(),
            format!("`{trimmed:?}`"),
        )
    } else if let Some(character) = name.chars().find(|c| c.is_control()) {
        (format!("holds {character:?}"), "remove it".to_owned())
    } else if let Some((stranger, why)) = name::stranger(name) {
        let what = format!("holds {stranger:?} (U+{:04X}){why}", u32::from(stranger));
        (what, "type the name anew".to_owned())
    } else {
        let path = name.strip_prefix("$.").or_else(|| name.strip_prefix('/'))?;
        let first = path.split(['.', '/']).next().unwrap_or_default();
        let what = "is a path into claims, and a name is taken as it stands".to_owned();
        (what, format!("a claim that stands at the top: `{first:?}`"))
    };
    Some((format!("the claim `{name:?}` {what}"), help))
}
